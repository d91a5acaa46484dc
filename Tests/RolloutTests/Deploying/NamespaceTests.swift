// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// The labels of a namespace hold for everybody in it.
@Suite struct NamespaceTests {
    private static let enforce = "pod-security.kubernetes.io/enforce"

    /// The namespace as a generator renders it for a system.
    private func namespace(of system: String = "shop") -> DesiredObject {
        var desired = Fixture.namespace
        desired.object[metadata: "labels"] = [
            "app.kubernetes.io/managed-by": "msctl", "app.kubernetes.io/part-of": .string(system),
            Self.enforce: "restricted",
        ]
        return desired
    }

    private func request(_ rig: Rig) -> DeployRequest {
        var request = rig.request([Fixture.service("cart")])
        request.shared = [namespace()]
        return request
    }

    private func deploy(_ rig: Rig, _ options: DeployOptions = Rig.options) async throws -> DeployReport {
        var request = request(rig)
        request.options = options
        let meant = request
        return try await rig.whileTimePasses { try await rig.deployer.deploy(meant, onEvent: { _ in }) }
    }

    @Test func thatItGoesIsTheOneCauseForAllServicesAndNoWayBackIsTried() async throws {
        let rig = Rig()
        let names = ["cart", "orders"]
        _ = try await rig.deploy(names.map { Fixture.service($0) })
        let namespace = try #require(try await rig.live("Namespace", "shop")?.reference)
        let isDeleted = Shared(false)
        let report = try await rig.deploy(names.map { Fixture.service($0) { $0.version = "2" } }) { event in
            guard case .ready = event.what, !isDeleted.value else { return }
            isDeleted.set(true)
            _ = rig.task { try await rig.client.delete(namespace, options: DeleteOptions(uid: nil)) }
        }
        #expect(report.causes.map(\.cause.headline) == ["the namespace `shop` has been deleted"])
        #expect(report.causes.first?.services == names)
        #expect(report.services.allSatisfy { $0.rollback == nil && $0.rollbackFailure == nil })
    }

    /// Its objects go one by one, in no order: the Service may be gone while all else still runs.
    @Test func thatItGoesIsSaidOfTheFirstObjectThatIsGone() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let service = try #require(try await rig.live("Service", "cart")?.reference)
        var namespace = try #require(try await rig.live("Namespace", "shop"))
        namespace[metadata: "deletionTimestamp"] = .string(Rig.start.description)
        let leaving = JSONValue.object(namespace.json)
        let isLeaving = Shared(false)
        let report = try await rig.deploy(
            [Fixture.service("cart") { $0.version = "2" }],
            onEvent: { event in
                guard case .ready = event.what else { return }
                isLeaving.set(true)
                _ = rig.task { try await rig.client.delete(service, options: DeleteOptions(uid: nil)) }
            },
            striking: { request in
                request.gets("namespaces/shop") && isLeaving.value ? .answered(leaving) : nil
            }
        )
        #expect(report.causes.map(\.cause.headline) == ["the namespace `shop` has been deleted"])
        #expect(report.services.first?.rollback == nil)
        #expect(report.services.first?.rollbackFailure == nil)
    }

    private func make(_ rig: Rig, labels: JSONObject) async throws -> KubernetesObject {
        var object = Fixture.namespace.object
        object[metadata: "labels"] = .object(labels)
        return try await rig.client.create(object, options: WriteOptions(fieldManager: "kubectl-create"))
    }

    @Test func aNamespaceThatADeployMakesEnforcesPodSecurity() async throws {
        let rig = Rig()
        #expect(try await deploy(rig).outcome == .succeeded)
        let made = try #require(try await rig.live("Namespace", "shop"))
        #expect(made.labels[Self.enforce] == "restricted")
        let plan = try await rig.deployer.plan(request(rig))
        #expect(plan.entries.first?.change == .unchanged)
        #expect(plan.entries.first?.notes == [])
    }

    /// Whatever else is in it goes on, also when fields are taken over.
    @Test(arguments: [false, true])
    func oneThatIsThereKeepsItsLabels(takesOver: Bool) async throws {
        let rig = Rig()
        let before = try await make(rig, labels: ["team": "others"])
        var options = Rig.options
        options.takesOver = takesOver
        #expect(try await deploy(rig, options).outcome == .succeeded)
        let after = try #require(try await rig.live("Namespace", "shop"))
        #expect(after.labels == before.labels)
        #expect(after.resourceVersion == before.resourceVersion)
    }

    @Test func aPlanSaysWhatItLacksAndHowToGetIt() async throws {
        let rig = Rig()
        _ = try await make(rig, labels: [:])
        let plan = try await rig.deployer.plan(request(rig))
        let entry = try #require(plan.entries.first { $0.object.type.kind == "Namespace" })
        #expect(entry.change == .unchanged)
        #expect(entry.notes.count == 1)
        let command = "`kubectl label namespace shop \(Self.enforce)=restricted`"
        #expect(entry.notes.first?.contains(command) == true)
    }

    @Test func aLevelThatSomebodyChoseIsNotQuestioned() async throws {
        let rig = Rig()
        _ = try await make(rig, labels: [Self.enforce: "baseline"])
        let plan = try await rig.deployer.plan(request(rig))
        #expect(plan.entries.first { $0.object.type.kind == "Namespace" }?.notes == [])
    }

    /// Two systems in one namespace would turn its labels to and fro for ever.
    @Test func oneOfAnotherSystemStaysThatSystems() async throws {
        let rig = Rig()
        _ = try await rig.client.apply(namespace(of: "other").object, options: ApplyOptions())
        #expect(try await deploy(rig).outcome == .succeeded)
        let after = try #require(try await rig.live("Namespace", "shop"))
        #expect(after.labels[Label.system] == "other")
    }

    @Test func adoptingLeavesItAlone() async throws {
        let rig = Rig()
        let before = try await make(rig, labels: ["team": "others"])
        let request = request(rig)
        let results = try await rig.whileTimePasses { try await rig.deployer.adopt(request) }
        #expect(!results.map(\.object.type.kind).contains("Namespace"))
        #expect(try await rig.live("Namespace", "shop")?.resourceVersion == before.resourceVersion)
    }
}
