// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@Suite struct OwnersTests {
    private func object(_ owners: [JSONValue]?) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Pod"),
            metadata: ["name": "web-1", "ownerReferences": owners.map(JSONValue.array)]
        )
    }

    @Test func theControllerAmongTheOwnersCounts() {
        let pod = object([["uid": "a"], ["uid": "b", "controller": true]])
        #expect(pod.hasController)
        #expect(pod.isControlled(by: "b"))
        #expect(pod.isControlled(byAny: ["b", "c"]))
        #expect(!pod.isControlled(by: "a"))
        #expect(!pod.isControlled(byAny: ["a", "c"]))
        #expect(!pod.isControlled(by: nil))
    }

    @Test(arguments: [nil, [], [["uid": "a"]], [["uid": "a", "controller": false]]] as [[JSONValue]?])
    func anyOtherOwnerDoesNot(owners: [JSONValue]?) {
        #expect(!object(owners).hasController)
        #expect(!object(owners).isControlled(by: "a"))
        #expect(!object(owners).isControlled(by: nil))
    }
}
