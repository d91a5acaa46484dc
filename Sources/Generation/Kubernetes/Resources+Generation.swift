// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest

extension ResolvedResources {
    /// Memory has a limit, as it cannot be taken back; CPU has none unless asked for, as a limit wastes what is idle.
    var requirements: ResourceRequirements {
        var result = ResourceRequirements()
        result.requests = [
            ("cpu", Quantity(cpu.value)), ("memory", Quantity(memory.value)),
        ]
        if let limit = cpuLimit { result.limits.append(("cpu", Quantity(limit.value))) }
        result.limits.append(("memory", Quantity(memoryLimit.value)))
        if let disk = ephemeral ?? ephemeralLimit {
            result.requests.append(("ephemeral-storage", Quantity(disk.value)))
            result.limits.append(("ephemeral-storage", Quantity((ephemeralLimit ?? disk).value)))
        }
        return result
    }
}

extension Sidecar {
    /// A sidecar gets half of what a service gets by default, unless it says more.
    var requirements: ResourceRequirements {
        func quantity(_ located: Located<WrittenQuantity>?) -> Quantity? {
            located.map { Quantity($0.value) }
        }
        let own = resources?.value
        let memory =
            quantity(own?.memory?.value.request) ?? quantity(own?.memory?.value.limit) ?? .bytes(128 << 20)
        var result = ResourceRequirements()
        result.requests = [("cpu", quantity(own?.cpu?.value.request) ?? .milli(50)), ("memory", memory)]
        if let limit = quantity(own?.cpu?.value.limit) { result.limits.append(("cpu", limit)) }
        result.limits.append(("memory", quantity(own?.memory?.value.limit) ?? memory))
        return result
    }
}
