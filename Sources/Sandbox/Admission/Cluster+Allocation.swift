// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Gives out what a cluster gives out: cluster addresses, node ports.
    mutating func allocate(_ object: inout JSONValue, type: ResourceType) {
        guard type == .services, object[path: "spec", "type"]?.string != "ExternalName" else {
            return
        }
        if object[path: "spec", "clusterIP"]?.string?.isEmpty ?? true {
            object["spec"]?["clusterIP"] = .string(addresses.nextClusterAddress())
        }
        if let address = object[path: "spec", "clusterIP"] {
            object["spec"]?["clusterIPs"] = [address]
            object["spec"]?.fill("ipFamilies", ["IPv4"])
            object["spec"]?.fill("ipFamilyPolicy", "SingleStack")
        }
        let kind = object[path: "spec", "type"]?.string
        let mayHavePorts = object[path: "spec", "allocateLoadBalancerNodePorts"]?.bool ?? true
        guard kind == "NodePort" || kind == "LoadBalancer" && mayHavePorts else { return }
        object["spec"]?.update("ports") { ports in
            ports = .array(
                ports.elements.map { port in
                    var port = port
                    if port["nodePort"] == nil {
                        port["nodePort"] = .integer(Int64(addresses.nextNodePort()))
                    }
                    return port
                }
            )
        }
    }
}
