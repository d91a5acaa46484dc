// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What somebody has put in the place of an element of ours, where a list is merged by keys.
@Suite struct ReplacedElementTests {
    private let cart: DesiredService = {
        var service = Fixture.service("cart")
        for index in service.objects.indices where service.objects[index].object.kind == "Service" {
            service.objects[index].object["spec"] = [
                "selector": ["app.kubernetes.io/name": "cart"], "ports": [["name": "http", "port": 80]],
            ]
        }
        return service
    }()

    /// A cluster where a person has changed the port of the Service by hand.
    private func patched() async throws -> Rig {
        let rig = Rig()
        #expect(try await rig.deploy([cart]).outcome == .succeeded)
        let service = try #require(try await rig.live("Service", "cart")?.reference)
        _ = try await rig.client.patch(
            service,
            .json([["op": "replace", "path": "/spec/ports/0/port", "value": 9999]]),
            options: WriteOptions(fieldManager: "kubectl-patch")
        )
        return rig
    }

    private func ports(_ rig: Rig) async throws -> [JSONValue] {
        (try await rig.live("Service", "cart")?["spec"]?["ports"]?.array ?? []).compactMap { $0["port"] }
    }

    @Test func isAConflictWithWhoeverDidIt() async throws {
        // C6.2
        let rig = try await patched()
        rig.transport.forget()
        let report = try await rig.deploy([cart])
        #expect(report.outcome == .conflict, "\(report.stopped ?? "") \(report.causes) \(report.plan)")
        let field = try #require(report.services.first?.conflicts.first)
        #expect(field.manager == "kubectl-patch")
        #expect(field.owner == .person)
        #expect(field.path == "spec.ports[port=9999,protocol=TCP]")
        #expect(field.wanted?["port"] == 80)
        let entry = report.plan.entries.first { $0.object.type.kind == "Service" }
        let note = "`kubectl-patch` has put `spec.ports[port=9999,protocol=TCP]` in place of "
        #expect(entry?.notes.first?.hasPrefix(note) == true)
        #expect(rig.transport.writes == [])
    }

    @Test func goesWithATakeOver() async throws {
        let rig = try await patched()
        var options = Rig.options
        options.takesOver = true
        let report = try await rig.deploy([cart], options: options)
        #expect(report.outcome == .succeeded)
        let entry = report.plan.entries.first { $0.object.type.kind == "Service" }
        guard case .update(let changes)? = entry?.change else {
            Issue.record("nothing changes")
            return
        }
        #expect(changes.map(\.field) == ["spec.ports[name=http].port"])
        #expect(try await ports(rig) == [80])
        rig.transport.forget()
        #expect(try await rig.deploy([cart]).services.first?.outcome == .unchanged)
        #expect(rig.transport.writes == [])
    }

    @Test func anElementBesideOursIsNobodysReplacement() async throws {
        let rig = Rig()
        _ = try await rig.deploy([cart])
        let service = try #require(try await rig.live("Service", "cart")?.reference)
        _ = try await rig.client.patch(
            service,
            .json([["op": "add", "path": "/spec/ports/-", "value": ["name": "debug", "port": 9999]]]),
            options: WriteOptions(fieldManager: "kubectl-patch")
        )
        #expect(try await rig.deploy([cart]).outcome == .succeeded)
        #expect(try await ports(rig) == [80, 9999])
    }
}
