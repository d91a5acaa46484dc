// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Sandbox

@Suite struct ControllersTests {
    @Test func everyKnownResourceHasItsType() {
        let cluster = Cluster(options: SandboxOptions(), now: Timestamp(seconds: 0))
        for type in ResourceType.all { #expect(cluster.type(of: GroupResource(type)) == type) }
        #expect(cluster.type(of: GroupResource(text: "deploymets.apps")) == nil)
    }

    @Test func isListedOnce() {
        let listed = Controllers.all.map { ObjectIdentifier($0) }
        #expect(Set(listed).count == listed.count)
    }

    @Test func isAskedWhenSomethingChangesThatItsObjectsControl() throws {
        var owners = 0
        for controller in Controllers.all {
            guard let type = controller.ownerType else { continue }
            owners += 1
            let found = try #require(Controllers.owner(ofKind: type.type.kind))
            let isSame = found.controller == controller
            #expect(isSame, "\(type.type.kind) belongs to another controller")
            #expect(found.resource == GroupResource(type))
        }
        #expect(owners == 6)
        let stranger = Controllers.owner(ofKind: "Service")?.resource
        #expect(stranger == nil)
    }
}
