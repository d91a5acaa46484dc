// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The rules of Services; whether an address or a port is free is no matter of one object.
enum ServiceValidation {
    static func causes(_ spec: JSONValue) -> [StatusFailure.Cause] {
        let type = spec["type"]?.string ?? "ClusterIP"
        let ports = spec["ports"]?.elements ?? []
        let isHeadless = spec["clusterIP"]?.string == "None"
        var causes: [StatusFailure.Cause] = []
        if ports.isEmpty, !isHeadless, type != "ExternalName" { causes.append(.required("spec.ports")) }
        if isHeadless, type == "LoadBalancer" || type == "NodePort" {
            let words = "may not be set to 'None' for \(type) services"
            causes.append(.invalid("spec.clusterIPs[0]", "None", words))
        }
        if type == "ExternalName" { causes += external(spec) }
        causes += self.ports(ports)
        causes += SelectorValidation.labels(spec["selector"], at: "spec.selector")
        causes += affinity(spec)
        if type != "ExternalName" { causes += addresses(spec) }
        for (index, address) in (spec["externalIPs"]?.elements ?? []).enumerated() {
            let text = address.string ?? ""
            causes.add(Format.address(text), at: "spec.externalIPs[\(index)]", text)
        }
        causes += nodePorts(ports, type)
        causes += repeated(ports)
        causes += sources(spec, type)
        return causes + exposure(spec, type)
    }

    private static func external(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let words = "may not be set for ExternalName services"
        let given = spec["clusterIPs"]?.elements ?? spec["clusterIP"].map { [$0] } ?? []
        if !given.isEmpty, given != [""] { causes.append(.forbidden("spec.clusterIPs", words)) }
        for name in ["ipFamilies", "ipFamilyPolicy"] where spec[name] != nil {
            causes.append(.forbidden("spec.\(name)", words))
        }
        // The last dot of a full name is no part of it.
        let name = spec["externalName"]?.string ?? ""
        let bare = name.hasSuffix(".") ? String(name.dropLast()) : name
        causes.addRequired(.string(bare), at: "spec.externalName", Format.subdomain)
        return causes
    }

    private static func ports(_ ports: [JSONValue]) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        var names: Set<String> = []
        for (index, port) in ports.enumerated() {
            let place = "spec.ports[\(index)]"
            let name = port["name"]?.string ?? ""
            if name.isEmpty {
                if ports.count > 1 { causes.append(.required("\(place).name")) }
            } else {
                causes.add(Format.label(name), at: "\(place).name", name)
                if !names.insert(name).inserted { causes.append(.duplicate("\(place).name", .string(name))) }
            }
            let number = port["port"]?.integer ?? 0
            causes.add(.integer(number), at: "\(place).port", within: 1...65_535)
            causes.add(port["protocol"], at: "\(place).protocol", oneOf: ["SCTP", "TCP", "UDP"])
            // Nothing is the port itself.
            if let target = port["targetPort"], target != 0, target != "" {
                causes += ProbeValidation.port(target, at: "\(place).targetPort")
            }
            causes.addOptional(port["appProtocol"], at: "\(place).appProtocol", Format.labelKey)
        }
        return causes
    }

    private static func affinity(_ spec: JSONValue) -> [StatusFailure.Cause] {
        guard spec["sessionAffinity"]?.string == "ClientIP",
            let seconds = spec[path: "sessionAffinityConfig", "clientIP"]?["timeoutSeconds"]?.integer,
            !(1...86_400).contains(seconds)
        else { return [] }
        let words = "must be greater than 0 and less than 86400"
        let field = "spec.sessionAffinityConfig.clientIP.timeoutSeconds"
        return [.invalid(field, .integer(seconds), words)]
    }

    private static func addresses(_ spec: JSONValue) -> [StatusFailure.Cause] {
        guard let address = spec["clusterIP"]?.string, !address.isEmpty, address != "None" else { return [] }
        var causes: [StatusFailure.Cause] = []
        causes.add(Format.address(address), at: "spec.clusterIPs[0]", address)
        return causes
    }

    private static func nodePorts(_ ports: [JSONValue], _ type: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        var taken: Set<String> = []
        for (index, port) in ports.enumerated() {
            guard let number = port["nodePort"]?.integer, number != 0 else { continue }
            let field = "spec.ports[\(index)].nodePort"
            if type == "ClusterIP" {
                causes.append(.forbidden(field, "may not be used when `type` is 'ClusterIP'"))
            }
            let key = "\(port["protocol"]?.string ?? "TCP")/\(number)"
            if !taken.insert(key).inserted { causes.append(.duplicate(field, .integer(number))) }
        }
        return causes
    }

    /// Two ports of one number and protocol, shown as the server's own structure of a port.
    private static func repeated(_ ports: [JSONValue]) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        var known: Set<String> = []
        for (index, port) in ports.enumerated() {
            let transport = port["protocol"]?.string ?? "TCP"
            let number = port["port"]?.integer ?? 0
            if known.insert("\(transport)/\(number)").inserted { continue }
            let shown: JSONValue = .object([
                "Name": "", "Protocol": .string(transport), "AppProtocol": .null,
                "Port": .integer(number), "TargetPort": 0, "NodePort": 0,
            ])
            causes.append(.duplicate("spec.ports[\(index)]", shown))
        }
        return causes
    }

    private static func sources(_ spec: JSONValue, _ type: String) -> [StatusFailure.Cause] {
        let ranges = spec["loadBalancerSourceRanges"]?.elements ?? []
        var causes: [StatusFailure.Cause] = []
        let field = "spec.LoadBalancerSourceRanges"
        if !ranges.isEmpty, type != "LoadBalancer" {
            causes.append(.forbidden(field, "may only be used when `type` is 'LoadBalancer'"))
        }
        for (index, range) in ranges.enumerated() {
            let text = (range.string ?? "").trimmingBlanks
            causes.add(Format.network(text), at: "\(field)[\(index)]", text)
        }
        return causes
    }

    private static func exposure(_ spec: JSONValue, _ type: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if spec["allocateLoadBalancerNodePorts"] != nil, type != "LoadBalancer" {
            let words = "may only be used when `type` is 'LoadBalancer'"
            causes.append(.forbidden("spec.allocateLoadBalancerNodePorts", words))
        }
        let isReachable =
            type == "LoadBalancer" || type == "NodePort"
            || type == "ClusterIP" && !(spec["externalIPs"]?.elements.isEmpty ?? true)
        if let policy = spec["externalTrafficPolicy"]?.string, !policy.isEmpty, !isReachable {
            let words = "may only be set for externally-accessible services"
            causes.append(.invalid("spec.externalTrafficPolicy", .string(policy), words))
        }
        let kinds = ["PreferClose", "PreferSameZone", "PreferSameNode"]
        causes.add(spec["trafficDistribution"], at: "spec.trafficDistribution", oneOf: kinds)
        return causes
    }
}
