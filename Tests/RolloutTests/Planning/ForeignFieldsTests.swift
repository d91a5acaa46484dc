// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What somebody adds to a workload survives every deploy, so it has to be said.
@Suite struct ForeignFieldsTests {
    private let reference = ObjectReference(
        type: GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
        namespace: "shop",
        name: "cart"
    )

    /// A rig with one service, whose template somebody has patched since.
    private func rig(_ template: JSONValue, by manager: String = "kubectl-set") async throws -> Rig {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await rig.client.patch(
            reference,
            .strategic(["spec": ["template": template]]),
            options: WriteOptions(fieldManager: manager)
        )
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(60)) }
        return rig
    }

    private func container(_ members: JSONObject) -> JSONValue {
        var container: JSONObject = ["name": "cart"]
        for member in members { container[member.key] = member.value }
        return ["spec": ["containers": [.object(container)]]]
    }

    private func remarks(_ rig: Rig) async throws -> [String] {
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        let why = try await rig.deployer.why("cart", in: rig.scope)
        #expect(status.isReady && why.isReady)
        #expect(status.remarks == why.remarks)
        return status.remarks
    }

    private func notes(_ rig: Rig, _ services: [DesiredService]) async throws -> [String] {
        let request = rig.request(services)
        return try await rig.whileTimePasses { try await rig.deployer.plan(request) }.entries.flatMap(\.notes)
    }

    @Test func namesAVariableThatSomebodyHasAdded() async throws {
        let rig = try await rig(container(["env": [["name": "FOO", "value": "bar"]]]))
        let sentence = "env `FOO` of container `cart` was added by `kubectl-set`"
        #expect(try await remarks(rig) == [sentence])
        #expect(try await notes(rig, [Fixture.service("cart")]) == ["\(sentence), and stays"])
        // It is no obstacle, and stays as it is said to.
        let next = [Fixture.service("cart") { $0.version = "2" }]
        #expect(try await notes(rig, next) == ["\(sentence), and stays"])
        #expect(try await rig.deploy(next).outcome == .succeeded)
        #expect(try await remarks(rig) == [sentence])
    }

    @Test func aVariableThatTheServiceHasByNowIsNoAddition() async throws {
        let rig = try await rig(container(["env": [["name": "FOO", "value": "bar"]]]))
        let adopted = Fixture.service("cart") {
            $0.version = "2"
            $0.container = [
                "env": [
                    ["name": "DATABASE_URL", "value": "postgres://db"], ["name": "FOO", "value": "bar"],
                ]
            ]
        }
        #expect(try await notes(rig, [adopted]) == [])
        #expect(try await rig.deploy([adopted]).outcome == .succeeded)
        #expect(try await remarks(rig) == [])
    }

    private func entry(_ rig: Rig, _ service: DesiredService) async throws -> DeployPlan.Entry {
        let request = rig.request([service])
        let plan = try await rig.whileTimePasses { try await rig.deployer.plan(request) }
        return try #require(plan.entries.first { $0.object == reference })
    }

    /// Deploys, and then once more, which must write nothing; returns what the second one has written.
    private func deployTwice(_ rig: Rig, _ service: DesiredService) async throws -> [String] {
        #expect(try await rig.deploy([service]).outcome == .succeeded)
        rig.transport.forget()
        #expect(try await rig.deploy([service]).outcome == .succeeded)
        return rig.transport.writes
    }

    /// Declared later with the value that it has, it is ours as well; declared no more, it is theirs alone again.
    @Test func aVariableChangesOwnersWithTheManifest() async throws {
        let rig = try await rig(container(["env": [["name": "FOO", "value": "bar"]]]))
        let pods = Set(try await rig.list("Pod").map(\.name))
        let sentence = "env `FOO` of container `cart` was added by `kubectl-set`"
        // In the order in which they stand.
        let declaring = Fixture.service("cart") {
            $0.container = [
                "env": [
                    ["name": "FOO", "value": "bar"], ["name": "DATABASE_URL", "value": "postgres://db"],
                ]
            ]
        }
        let declared = try await entry(rig, declaring)
        #expect(declared.change == .update([]))
        #expect(declared.notes == ["\(sentence), and becomes msctl's as well"])
        #expect(try await deployTwice(rig, declaring) == [])
        #expect(try await remarks(rig) == [])
        let dropped = try await entry(rig, Fixture.service("cart"))
        #expect(dropped.change == .update([]))
        #expect(dropped.notes == ["\(sentence), and stays"])
        #expect(try await deployTwice(rig, Fixture.service("cart")) == [])
        #expect(try await remarks(rig) == [sentence])
        #expect(Set(try await rig.list("Pod").map(\.name)) == pods)
    }

    /// To put variables in another order is to make pods anew, which nobody has asked for.
    @Test func noPodIsMadeAnewForAnOwner() async throws {
        let rig = try await rig(container(["env": [["name": "FOO", "value": "bar"]]]))
        let pods = Set(try await rig.list("Pod").map(\.name))
        let declaring = Fixture.service("cart") {
            $0.container = [
                "env": [
                    ["name": "DATABASE_URL", "value": "postgres://db"], ["name": "FOO", "value": "bar"],
                ]
            ]
        }
        #expect(try await entry(rig, declaring).change == .unchanged)
        #expect(try await rig.deploy([declaring]).outcome == .succeeded)
        #expect(Set(try await rig.list("Pod").map(\.name)) == pods)
    }

    @Test func aScaleSetByHandBecomesOursWithTheManifest() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        try await rig.client.setScale(of: reference, to: 4, fieldManager: "kubectl")
        let declaring = Fixture.service("cart") { $0.replicas = 4 }
        let declared = try await entry(rig, declaring)
        #expect(declared.change == .update([]))
        #expect(declared.notes == ["`spec.replicas` was set by `kubectl`, and becomes msctl's as well"])
        #expect(try await deployTwice(rig, declaring) == [])
        #expect(try await rig.live("Deployment", "cart")?.replicasSetter == nil)
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(status.scaleOverride == nil)
    }

    /// Nothing is written for owners as long as the manifest says what it said.
    @Test func aValueThatWasSetToWhatItWasStaysTheirs() async throws {
        let rig = try await rig(container(["env": [["name": "DATABASE_URL", "value": "postgres://x"]]]))
        _ = try await rig.client.patch(
            reference,
            .strategic([
                "spec": [
                    "template": container(["env": [["name": "DATABASE_URL", "value": "postgres://db"]]])
                ]
            ]),
            options: WriteOptions(fieldManager: "kubectl-set")
        )
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(60)) }
        rig.transport.forget()
        let report = try await rig.deploy([Fixture.service("cart")])
        #expect(report.services.map(\.outcome) == [.unchanged])
        #expect(rig.transport.writes == [])
    }

    @Test func saysWhatBelongsTogetherInOneSentence() async throws {
        let rig = try await rig([
            "metadata": ["labels": ["team": "x"], "annotations": ["note": "y"]],
            "spec": [
                "volumes": [["name": "scratch", "emptyDir": [:]]],
                "containers": [
                    [
                        "name": "cart",
                        "env": [["name": "A", "value": "1"], ["name": "B", "value": "2"]],
                        "resources": ["limits": ["cpu": "1"]],
                        "volumeMounts": [["name": "scratch", "mountPath": "/scratch"]],
                    ],
                    ["name": "debug", "image": "registry.example/cart:1", "env": [["name": "C"]]],
                ],
            ],
        ])
        #expect(
            Set(try await remarks(rig)) == [
                "label `team` of the pods was set by `kubectl-set`",
                "annotation `note` of the pods was set by `kubectl-set`",
                "container `debug` was added by `kubectl-set`",
                "env `A` and `B` of container `cart` were added by `kubectl-set`",
                "mount `/scratch` of container `cart` was added by `kubectl-set`",
                "`limits.cpu` of container `cart` was set by `kubectl-set`",
                "volume `scratch` was added by `kubectl-set`",
            ]
        )
    }

    @Test func namesAVariableThatSomebodyHasChanged() async throws {
        let rig = try await rig(container(["env": [["name": "DATABASE_URL", "value": "postgres://x"]]]))
        #expect(
            try await remarks(rig) == ["env `DATABASE_URL` of container `cart` was set by `kubectl-set`"]
        )
    }

    @Test func aRestartIsNoAddition() async throws {
        let annotations: JSONValue = ["kubectl.kubernetes.io/restartedAt": "2027-01-15T08:00:00Z"]
        let rig = try await rig(
            ["metadata": ["annotations": annotations]],
            by: "kubectl-rollout"
        )
        #expect(try await remarks(rig) == [])
        #expect(try await notes(rig, [Fixture.service("cart")]) == [])
    }

    @Test func whatAnAutoscalerAllotsIsNoAddition() async throws {
        let limits = container(["resources": ["requests": ["cpu": "200m"]]])
        let rig = try await rig(limits, by: "vpa-updater")
        #expect(try await remarks(rig) == [])
    }

    @Test func whatAnotherHasMadeIsNotOursToJudge() throws {
        let workload = KubernetesObject(
            type: reference.type,
            metadata: [
                "name": "cart",
                "managedFields": [
                    [
                        "manager": "helm", "operation": "Update",
                        "fieldsV1": [
                            "f:spec": ["f:template": ["f:metadata": ["f:labels": ["f:chart": [:]]]]]
                        ],
                    ]
                ],
            ],
            members: ["spec": ["template": ["metadata": ["labels": ["chart": "x"]]]]]
        )
        #expect(ForeignFields(of: workload).sentences == [])
    }
}
