// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers
import Testing

@testable import Rollout

@Suite struct AdoptTests {
    /// What a service looks like before msctl: applied by kubectl from a file, then scaled by hand.
    private func foreign(_ rig: Rig, _ service: DesiredService, manager: String) async throws {
        for desired in [Fixture.namespace] + service.objects {
            var object = desired.object
            object[metadata: "labels"] = ["app": "old"]
            object[metadata: "annotations"] = [
                "kubectl.kubernetes.io/last-applied-configuration": "{}", "note": "kept by hand",
            ]
            _ = try await rig.client.create(object, options: WriteOptions(fieldManager: manager))
        }
    }

    private var service: DesiredService { Fixture.service("cart") { $0.version = "2" } }

    @Test func takesOverWithoutChangingAnything() async throws {
        let rig = Rig()
        try await foreign(rig, Fixture.service("cart"), manager: "kubectl-client-side-apply")
        let before = try #require(try await rig.live("Deployment", "cart"))
        let refused = try await rig.deploy([service])
        #expect(refused.outcome == .conflict)
        let request = rig.request([service])
        let results = try await rig.whileTimePasses { try await rig.deployer.adopt(request) }
        #expect(Set(results.map(\.outcome)) == [.adopted])
        #expect(Set(results.flatMap(\.managers)) == ["kubectl-client-side-apply"])
        let after = try #require(try await rig.live("Deployment", "cart"))
        #expect(after["spec"] == before["spec"])
        #expect(after.annotations["note"] == "kept by hand")
        #expect(after.annotations["kubectl.kubernetes.io/last-applied-configuration"] == nil)
        let entries = (after[metadata: "managedFields"]?.array ?? []).filter { $0["subresource"] == nil }
        let managers = Set(entries.compactMap { $0["manager"]?.string })
        #expect(managers == ["msctl"])
    }

    @Test func leavesWhatAnotherSystemHas() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.system = "other" }])
        let service = try #require(try await rig.live("Service", "cart")?.reference)
        _ = try await rig.client.patch(
            service,
            .merge(["metadata": ["annotations": ["team": "theirs"]]]),
            options: WriteOptions(fieldManager: "kubectl-annotate")
        )
        rig.transport.forget()
        let request = rig.request([Fixture.service("cart")])
        let results = try await rig.whileTimePasses { try await rig.deployer.adopt(request) }
        let reasons = results.compactMap { result -> String? in
            guard case .refused(let reason) = result.outcome else { return nil }
            return reason
        }
        #expect(reasons.count == request.services.flatMap(\.objects).count)
        #expect(reasons.allSatisfy { $0.contains("it belongs to system `other`") })
        #expect(rig.transport.writes == [])
    }

    @Test func letsADeployChangeAndRemoveWhatItTookOver() async throws {
        // C6.4
        let rig = Rig()
        try await foreign(rig, Fixture.service("cart"), manager: "helm")
        let request = rig.request([service])
        _ = try await rig.whileTimePasses { try await rig.deployer.adopt(request) }
        let report = try await rig.deploy([service])
        #expect(report.outcome == .succeeded)
        let deployment = try #require(try await rig.live("Deployment", "cart"))
        #expect(deployment.annotations["note"] == nil)
        #expect(deployment.labels["app"] == nil)
        #expect(deployment.labels[Label.service] == "cart")
        let again = try await rig.whileTimePasses { try await rig.deployer.adopt(request) }
        #expect(Set(again.map(\.outcome)) == [.ours])
        #expect(try await rig.deploy([service]).services.map(\.outcome) == [.unchanged])
    }

    /// Whoever is interrupted can say what was taken over.
    @Test func tellsOfEachObjectAsSoonAsItIsOurs() async throws {
        let rig = Rig()
        try await foreign(rig, Fixture.service("cart"), manager: "helm")
        let request = rig.request([service])
        let told = NIOLockedValueBox<Set<ObjectReference>>([])
        let note: @Sendable (AdoptionResult) -> Void = { result in
            told.withLockedValue { _ = $0.insert(result.object) }
        }
        _ = try await rig.deployer.adopt(request, dryRun: true, onAdopted: note)
        #expect(told.withLockedValue { $0 }.isEmpty)
        let results = try await rig.whileTimePasses {
            try await rig.deployer.adopt(request, onAdopted: note)
        }
        #expect(told.withLockedValue { $0 } == Set(results.map(\.object)))
        #expect(!results.isEmpty)
    }

    @Test func keepsNothingOfARehearsal() async throws {
        let rig = Rig()
        try await foreign(rig, Fixture.service("cart"), manager: "helm")
        let before = try await rig.live("Deployment", "cart")
        rig.transport.forget()
        let request = rig.request([service])
        let results = try await rig.deployer.adopt(request, dryRun: true)
        #expect(Set(results.map(\.outcome)) == [.adopted])
        #expect(try await rig.live("Deployment", "cart") == before)
        #expect(rig.transport.writes == [])
    }

    @Test func leavesAToolThatGoesOnWritingAloneUntilItIsNamed() async throws {
        let rig = Rig()
        try await foreign(rig, Fixture.service("cart"), manager: "argocd-controller")
        let request = rig.request([service])
        let unnamed = try await rig.deployer.adopt(request)
        #expect(Set(unnamed.map(\.outcome)) == [.ours])
        #expect(unnamed.first { $0.object.type.kind == "Deployment" }?.others == ["argocd-controller"])
        let named = try await rig.whileTimePasses {
            try await rig.deployer.adopt(request, from: ["argocd-controller"])
        }
        #expect(Set(named.map(\.outcome)) == [.adopted])
        #expect(named.flatMap(\.others) == [])
        let after = try await rig.deployer.adopt(request)
        #expect(after.flatMap(\.others) == [])
    }

    @Test func saysWhatIsNotThereAndWhatCannotBecomeOurs() async throws {
        let rig = Rig()
        let other = Fixture.service("cart")
        var objects = other.objects
        let index = try #require(objects.firstIndex { $0.object.kind == "Deployment" })
        var spec = objects[index].object["spec"]?.object ?? [:]
        spec["selector"] = ["matchLabels": ["msctl.dev/service": "cart"]]
        objects[index].object["spec"] = .object(spec)
        objects.removeAll { $0.object.kind == "Service" }
        try await foreign(rig, DesiredService(name: "cart", objects: objects), manager: "helm")
        let request = rig.request([service])
        let results = try await rig.whileTimePasses { try await rig.deployer.adopt(request) }
        #expect(results.first { $0.object.type.kind == "Service" }?.outcome == .absent)
        let deployment = try #require(results.first { $0.object.type.kind == "Deployment" })
        guard case .refused(let reason) = deployment.outcome else {
            Issue.record("\(deployment.outcome)")
            return
        }
        #expect(reason.contains("spec.selector"))
    }

    @Test func waitsForNobodyWhoDeploys() async throws {
        let rig = Rig()
        try await foreign(rig, Fixture.service("cart"), manager: "helm")
        let lock = DeployLock(client: rig.client, time: rig.deployer.time, scope: rig.scope, holder: "other")
        _ = try await lock.acquire(nil, policy: .fail, onWait: { _ in })
        var options = Rig.options
        options.lock = .fail
        let request = rig.request([service], options: options)
        await #expect {
            try await rig.deployer.adopt(request)
        } throws: { error in
            guard case DeployError.locked(let holder, _) = error else { return false }
            return holder == "other"
        }
    }
}

@Suite struct FieldSetTests {
    private let left: JSONObject = ["f:spec": ["f:replicas": [:], "f:paused": [:]]]

    @Test func unitesAndCounts() {
        var set = FieldSet(left)
        set.formUnion(FieldSet(["f:spec": ["f:replicas": [:], "f:template": [".": [:], "f:x": [:]]]]))
        #expect(set.count == 3)
        #expect(FieldSet().count == 0)
    }

    @Test func removesAFieldAndTheParentsThatHeldNothingElse() {
        var set = FieldSet(["f:metadata": ["f:annotations": ["f:a/b": [:]]], "f:data": [:]])
        set.remove(["f:metadata", "f:annotations", "f:a/b"])
        #expect(set == FieldSet(["f:data": [:]]))
        set.remove(["f:metadata", "f:annotations", "f:a/b"])
        #expect(set == FieldSet(["f:data": [:]]))
    }

    /// What a controller notes beside our fields is not one of them.
    @Test func knowsWhetherATreeHasAnyOfTheFields() {
        let value: JSONValue = ["metadata": ["annotations": ["a": "b"]], "spec": ["list": [["name": "x"]]]]
        let notes: JSONObject = ["f:metadata": ["f:annotations": [".": [:], "f:revision": [:]]]]
        #expect(!FieldSet(notes).touches(value))
        #expect(!FieldSet().touches(value))
        #expect(FieldSet(["f:metadata": ["f:annotations": ["f:a": [:]]]]).touches(value))
        #expect(FieldSet(["f:spec": ["f:list": ["k:{\"name\":\"x\"}": ["f:name": [:]]]]]).touches(value))
    }

    private static let entries: [(String, String?, String, Bool)] = [
        ("kubectl-client-side-apply", nil, "Update", true), ("kubectl", "scale", "Update", true),
        ("kubectl", "status", "Update", false), ("kubectl-rollout", nil, "Update", false),
        ("kube-controller-manager", nil, "Update", false),
        ("kube-controller-manager", "scale", "Update", false),
        ("argocd-controller", nil, "Apply", false), ("Helm", nil, "Update", true),
        ("msctl", nil, "Apply", false), ("msctl-scale", "scale", "Update", false),
    ]

    @Test(arguments: entries)
    func takesOverFromToolsThatAreRunAndEnd(
        manager: String,
        subresource: String?,
        operation: String,
        isTaken: Bool
    ) {
        // C6.4, C6.5
        let entry: JSONValue = .object([
            "manager": .string(manager), "operation": .string(operation),
            "subresource": subresource.map(JSONValue.string),
        ])
        #expect(Adoption.isAdoptable(entry, from: []) == isTaken)
    }
}
