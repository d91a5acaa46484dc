// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Gives out what a cluster gives out: cluster addresses, node ports.
    mutating func allocate(_ object: inout JSONValue, type: ResourceType) {
        guard type.type.kind == "Service", object[path: "spec", "type"]?.string != "ExternalName" else {
            return
        }
        if object[path: "spec", "clusterIP"]?.string?.isEmpty ?? true {
            object["spec"]?["clusterIP"] = .string(nextClusterAddress())
        }
        if let address = object[path: "spec", "clusterIP"] {
            object["spec"]?["clusterIPs"] = [address]
            object["spec"]?.fill("ipFamilies", ["IPv4"])
            object["spec"]?.fill("ipFamilyPolicy", "SingleStack")
        }
        let kind = object[path: "spec", "type"]?.string
        guard kind == "NodePort" || kind == "LoadBalancer" else { return }
        object["spec"]?.update("ports") { ports in
            ports = .array(
                ports.elements.map { port in
                    var port = port
                    if port["nodePort"] == nil {
                        port["nodePort"] = .integer(30_000 + Int64(nextAddress % 2_768))
                        nextAddress += 1
                    }
                    return port
                }
            )
        }
    }

    /// The next address of the services' network, 10.96.0.0/12.
    mutating func nextClusterAddress() -> String {
        nextAddress += 1
        let number = nextAddress & 0xF_FFFF
        return "10.\(96 + (number >> 16)).\(number >> 8 & 255).\(number & 255)"
    }

    /// The next address of the pods' network, 10.244.0.0/16.
    mutating func nextPodAddress() -> String {
        nextAddress += 1
        return "10.244.\(nextAddress >> 8 & 255).\(nextAddress & 255)"
    }
}
