// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Lets somebody else take the Lease at a path, if there is one.
    mutating func steal(_ path: String, by thief: String) {
        let address = path.split(separator: "?").first.map(String.init) ?? path
        guard let target = ResourcePath(parsing: address), target.plural == ResourceType.leases.plural,
            let name = target.name
        else { return }
        let key = ObjectKey(
            resource: .leases,
            namespace: target.namespace ?? "",
            name: name
        )
        let moment = String(time.dropLast()) + ".000000Z"
        modify(key, by: thief) { lease in
            let turns = lease[path: "spec", "leaseTransitions"]?.integer ?? 0
            lease["spec"]?["holderIdentity"] = .string(thief)
            lease["spec"]?["acquireTime"] = .string(moment)
            lease["spec"]?["renewTime"] = .string(moment)
            lease["spec"]?["leaseTransitions"] = .integer(turns + 1)
        }
    }
}
