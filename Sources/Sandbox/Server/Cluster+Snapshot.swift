// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Why a saved state could not be taken up.
package struct SandboxStateError: Error, Sendable, Hashable {
    /// What is wrong with it.
    package var message: String
}

extension Cluster {
    /// Everything that has to survive: the objects and the revision.
    ///
    /// Work in progress follows from the objects.
    var snapshot: JSONValue {
        [
            "kind": "SandboxState", "version": 1, "revision": .integer(store.revision),
            "nextAddress": .integer(Int64(nextAddress)),
            "objects": .array(
                store.everything.map {
                    ["resource": .string($0.key.resource), "object": .object($0.object.json)]
                }
            ),
        ]
    }

    /// Replaces all objects by saved ones and lets every controller look at them.
    mutating func restore(_ bytes: [UInt8]) throws(SandboxStateError) {
        let state: JSONValue
        do throws(JSONReader.Failure) {
            state = try JSONReader.read(bytes)
        } catch {
            throw SandboxStateError(message: "not JSON: \(error.description)")
        }
        guard state["kind"]?.string == "SandboxState", state["version"]?.integer == 1 else {
            throw SandboxStateError(message: "not a state that this version of msctl has written")
        }
        store = ObjectStore(historyLimit: options.historyLimit)
        queue = WorkQueue()
        podMemory = [:]
        nodeUse = [:]
        services = SelectorIndex()
        nextAddress = state["nextAddress"]?.integer.map { UInt32(truncatingIfNeeded: $0) } ?? 1
        for entry in state["objects"]?.elements ?? [] {
            guard let resource = entry["resource"]?.string, let object = entry["object"]?.object,
                let name = object["metadata"]?["name"]?.string
            else { throw SandboxStateError(message: "an object without resource or name") }
            let key = ObjectKey(
                resource: resource,
                namespace: object["metadata"]?["namespace"]?.string ?? "",
                name: name
            )
            store.restore(object, at: key)
        }
        store.resume(at: state["revision"]?.integer ?? 1)
        // Names and uids must not come again.
        random = SeededRandom(seed: options.seed ^ UInt64(bitPattern: store.revision) << 20)
        for (key, object) in store.everything {
            if key.resource == "customresourcedefinitions.apiextensions.k8s.io" { definitions.define(object) }
            notify(Change(kind: .added, key: key, revision: object.revision, object: object, previous: nil))
        }
        outbox = []
    }
}
