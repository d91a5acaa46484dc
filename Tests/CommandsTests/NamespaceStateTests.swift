// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Commands

@Suite struct NamespaceStateTests {
    private func line(_ metadata: JSONObject?, isMade: Bool = true) -> String? {
        let found = metadata.map { KubernetesObject(type: ResourceType.namespaces.type, metadata: $0) }
        return NamespaceState(found).check("shop", isMade: isMade)?.line(Paint(isOn: false))
    }

    @Test func saysWhereNothingCanBeMade() {
        #expect(line(["name": "shop"]) == nil)
        #expect(line(nil)?.hasPrefix("  · the namespace `shop` does not exist yet") == true)
        #expect(line(nil, isMade: false) == "  ✖ the namespace `shop` does not exist")
        let going = line(["name": "shop", "deletionTimestamp": "2026-01-01T00:00:00Z"])
        #expect(going?.hasPrefix("  ✖ the namespace `shop` is being deleted") == true)
    }
}
