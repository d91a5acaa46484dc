// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

/// A variable sees those before it, and init containers run one after the other.
@Suite struct ListOrderTests {
    private let reference = ObjectReference(
        type: GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
        namespace: "shop",
        name: "cart"
    )

    private func deployment(_ pod: JSONObject) -> KubernetesObject {
        KubernetesObject(
            type: reference.type,
            metadata: ["name": "cart", "namespace": "shop"],
            members: ["spec": ["template": ["spec": .object(pod)]]]
        )
    }

    private func named(_ names: [String]) -> JSONValue {
        .array(names.map { ["name": .string($0), "value": "x"] })
    }

    private func variables(_ names: [String]) -> KubernetesObject {
        deployment(["containers": [["name": "log"], ["name": "web", "env": named(names)]]])
    }

    @Test func saysWhichVariablesMoveWithoutTheirValues() {
        let changes = ListOrder.changes(
            from: variables(["A", "B", "OLD", "C", "D"]),
            to: variables(["A", "C", "B", "NEW", "D"])
        )
        #expect(
            changes == [
                FieldChange(
                    field: "spec.template.spec.containers[name=web].env (order)",
                    pointer: "/spec/template/spec/containers/1/env",
                    before: ["B", "C"],
                    after: ["C", "B"]
                )
            ]
        )
    }

    @Test func whatComesAndGoesIsNoOtherOrder() {
        #expect(ListOrder.changes(from: variables(["A", "B"]), to: variables(["N", "B", "M"])) == [])
    }

    @Test func theOrderOfInitContainersCountsAndThatOfContainersAndVolumesDoesNot() {
        func pod(_ names: [String]) -> KubernetesObject {
            deployment([
                "initContainers": named(names), "containers": named(names), "volumes": named(names),
            ])
        }
        let changes = ListOrder.changes(from: pod(["a", "b"]), to: pod(["b", "a"]))
        #expect(changes.map(\.field) == ["spec.template.spec.initContainers (order)"])
    }

    private func service(_ names: [String]) -> DesiredService {
        Fixture.service("cart") {
            $0.container = [
                "env": .array(names.map { ["name": .string($0), "value": .string("$(\(names[0]))")] })
            ]
        }
    }

    private func order(_ rig: Rig) async throws -> [String] {
        let live = try #require(try await rig.live("Deployment", "cart"))
        let container = live["spec"]?[path: "template", "spec", "containers"]?.array?.first
        return (container?["env"]?.array ?? []).compactMap { $0["name"]?.string }
    }

    /// The same variables with the same values.
    private func reordered(_ service: DesiredService) -> DesiredService {
        var service = service
        for index in service.objects.indices where service.objects[index].object.kind == "Deployment" {
            guard case .object(var spec)? = service.objects[index].object["spec"],
                case .object(var template)? = spec["template"], case .object(var pod)? = template["spec"],
                case .object(var container)? = pod["containers"]?.array?.first
            else { continue }
            container["env"] = .array((container["env"]?.array ?? []).reversed())
            pod["containers"] = [.object(container)]
            template["spec"] = .object(pod)
            spec["template"] = .object(template)
            service.objects[index].object["spec"] = .object(spec)
        }
        return service
    }

    @Test func variablesInAnotherOrderAreDeployedOnce() async throws {
        let rig = Rig()
        let first = service(["A", "B", "C"])
        _ = try await rig.deploy([first])
        let request = rig.request([reordered(first)])
        let plan = try await rig.whileTimePasses { try await rig.deployer.plan(request) }
        let entry = try #require(plan.entries.first { $0.object == reference })
        guard case .update(let fields) = entry.change else {
            Issue.record("\(entry.change.word)")
            return
        }
        #expect(fields.map(\.field) == ["spec.template.spec.containers[name=cart].env (order)"])
        #expect(fields.first?.after == ["C", "B", "A"])
        #expect(try await rig.deploy(request.services).outcome == .succeeded)
        #expect(try await order(rig) == ["C", "B", "A"])
        rig.transport.forget()
        #expect(try await rig.deploy(request.services).services.map(\.outcome) == [.unchanged])
        #expect(rig.transport.writes == [])
    }

    @Test func anOrderThatDoesNotWorkIsTakenBack() async throws {
        let rig = Rig()
        let first = service(["A", "B", "C"])
        _ = try await rig.deploy([first])
        var broken = reordered(first)
        for index in broken.objects.indices where broken.objects[index].object.kind == "Deployment" {
            guard case .object(var spec)? = broken.objects[index].object["spec"],
                case .object(var template)? = spec["template"],
                case .object(var metadata)? = template["metadata"]
            else { continue }
            metadata["annotations"] = ["sandbox.msctl.dev/fail": "crash-loop"]
            template["metadata"] = .object(metadata)
            spec["template"] = .object(template)
            broken.objects[index].object["spec"] = .object(spec)
        }
        let report = try await rig.deploy([broken])
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.rollback?.isVerified == true)
        #expect(try await order(rig) == ["A", "B", "C"])
    }
}
