// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    /// Only a load balancer has to be waited for: until it has an address.
    static let serviceObject: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        guard try object.fields.string("spec", "type") == "LoadBalancer" else { return .ready }
        for entry in try object.fields.list("status", "loadBalancer", "ingress") {
            if try entry.string("ip") != nil { return .ready }
            if try entry.string("hostname") != nil { return .ready }
        }
        return .progressing("the load balancer has no address yet")
    }
}
