// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What somebody asks for and what they may use at most, by the names of resources.
struct ResourceDemand {
    var requests: [String: Quantity]
    var limits: [String: Quantity]

    /// What a container or a claim says in its `resources`.
    init(of resources: JSONValue?) {
        requests = Self.amounts(resources?["requests"])
        limits = Self.amounts(resources?["limits"])
    }

    /// What the containers of a pod come to.
    init(ofPod spec: JSONValue) {
        requests = Self.total(of: spec, "requests")
        limits = Self.total(of: spec, "limits")
    }

    /// All containers run at once, with the sidecars; an init container runs beside the sidecars that began before it.
    ///
    /// What the pod says of cpu and memory itself takes the place of the sum.
    private static func total(of spec: JSONValue, _ group: String) -> [String: Quantity] {
        func amounts(_ container: JSONValue) -> [String: Quantity] {
            Self.amounts(container[path: "resources", group])
        }
        var sum: [String: Quantity] = [:]
        for container in spec["containers"]?.elements ?? [] {
            sum.merge(amounts(container), uniquingKeysWith: +)
        }
        var sidecars: [String: Quantity] = [:]
        var peak: [String: Quantity] = [:]
        for container in spec["initContainers"]?.elements ?? [] {
            var now = amounts(container)
            if container["restartPolicy"]?.string == "Always" {
                sum.merge(now, uniquingKeysWith: +)
                sidecars.merge(now, uniquingKeysWith: +)
                now = sidecars
            } else {
                now.merge(sidecars, uniquingKeysWith: +)
            }
            peak.merge(now) { $0 < $1 ? $1 : $0 }
        }
        sum.merge(peak) { $0 < $1 ? $1 : $0 }
        let ofPod = amounts(spec).filter { ["cpu", "memory"].contains($0.key) }
        return sum.merging(ofPod) { $1 }
    }

    private static func amounts(_ list: JSONValue?) -> [String: Quantity] {
        var result: [String: Quantity] = [:]
        for member in list?.members ?? [:] {
            result[member.key] = member.value.string.flatMap { Quantity($0) }
        }
        return result
    }
}
