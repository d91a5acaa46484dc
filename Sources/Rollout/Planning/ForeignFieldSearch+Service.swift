// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension ForeignFields.Search {
    /// Fields that a server sets where nobody has, so that whoever has made the Service owns them too, and to what.
    private static let defaults = [
        "externalTrafficPolicy": "Cluster", "internalTrafficPolicy": "Cluster", "sessionAffinity": "None",
        "type": "ClusterIP",
    ]

    /// Looks through the spec of a Service for what decides where its callers come, and how.
    ///
    /// A port is merged field by field: what somebody has put into one of ours stays beside what we apply.
    mutating func look(throughService name: String, _ theirs: JSONValue?, ours: JSONValue) {
        let place = " of Service `\(name)`"
        let (ports, own) = (theirs?["f:ports"], ours["f:ports"])
        elements(ports, own, by: "port", "port", place, ["f:ports"])
        for key in Self.keys(ports) {
            guard let own = own?[key], let number = Self.member("port", of: key) else { continue }
            let port = live["ports"]?.array?.first { FieldSet.matches(key, $0) }
            let place = " of port `\(number)`\(place)"
            values(["appProtocol", "nodePort"], ports?[key], own, port, place, ["f:ports", key])
        }
        let others = Self.defaults.filter { live[$0.key]?.string != $0.value }.keys.sorted()
        var names = [
            "externalIPs", "externalName", "loadBalancerIP", "loadBalancerSourceRanges",
            "trafficDistribution",
        ]
        if live["publishNotReadyAddresses"] == .bool(true) { names.append("publishNotReadyAddresses") }
        values(names + others, theirs, ours, live, place, [])
    }
}
