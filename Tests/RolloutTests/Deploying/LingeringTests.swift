// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// Objects that are wanted and cannot be changed any more: they are being deleted, or have come to their end.
@Suite struct LingeringTests {
    private let why = "being deleted, waits for finalizer `example.com/keep`"

    /// Deletes the Kubernetes Service of `cart`, which a finalizer keeps.
    private func deleteService(_ rig: Rig) async throws -> KubernetesObject {
        let service = try #require(try await rig.live("Service", "cart"))
        _ = try await rig.client.patch(
            service.reference,
            .merge(["metadata": ["finalizers": ["example.com/keep"]]])
        )
        try await rig.client.delete(service.reference, options: DeleteOptions(uid: nil))
        return service
    }

    @Test func aPlanSaysWhatIsBeingDeleted() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let service = try await deleteService(rig)
        let plan = try await rig.deployer.plan(rig.request([Fixture.service("cart")]))
        let entry = try #require(plan.entries.first { $0.object == service.reference })
        #expect(entry.change == .create)
        #expect(entry.notes == ["\(why); it is made again once it is gone"])
    }

    @Test func aPlanSaysWhoHasPausedWhatItChanges() async throws {
        // C8
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        _ = try await rig.client.patch(
            deployment,
            .merge(["spec": ["paused": true]]),
            options: WriteOptions(fieldManager: "kubectl-rollout")
        )
        let plan = try await rig.deployer.plan(rig.request([Fixture.service("cart") { $0.version = "2" }]))
        let entry = try #require(plan.entries.first { $0.object == deployment })
        #expect(entry.notes.contains("it is paused by `kubectl-rollout`, and stays so"))
    }

    @Test func asksBeforeItWritesForTheRightToLookAtWhatIsToGo() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await deleteService(rig)
        let prepared = try await rig.deployer.prepare(rig.request([Fixture.service("cart")]))
        let questions = AccessCheck.questions(prepared, locks: false)
        let verbs = questions.filter { $0.resource == "services" }.map(\.verb)
        #expect(Set(verbs).isSuperset(of: ["create", "get", "patch"]))
    }

    @Test func statusDoesNotCountWhatIsBeingDeleted() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let service = try await deleteService(rig)
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(!status.isReady)
        #expect(status.cause?.headline == "`\(service.reference)` is \(why)")
        let remedy = "see why its deletion does not end; once it is gone, deploy again if a manifest"
        #expect(status.cause?.remedy == "\(remedy) still wants it")
        #expect(try await rig.deployer.why("cart", in: rig.scope).cause == status.cause)
    }

    @Test func aNamespaceThatIsBeingDeletedIsSaidOnce() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let service = try #require(try await rig.live("Service", "cart"))
        _ = try await rig.client.patch(
            service.reference,
            .merge(["metadata": ["finalizers": ["example.com/keep"]]])
        )
        let namespace = try #require(try await rig.live("Namespace", "shop"))
        try await rig.client.delete(namespace.reference, options: DeleteOptions(uid: nil))
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(10)) }
        let plan = try await rig.deployer.plan(rig.request([Fixture.service("cart")]))
        #expect(plan.entries.allSatisfy { $0.change == .create })
        let noted = plan.entries.filter { !$0.notes.isEmpty }
        #expect(noted.map(\.object) == [namespace.reference])
        #expect(noted.first?.notes.first?.hasPrefix("being deleted") == true)
    }

    /// What is there goes with the namespace: a plan has nothing of it to delete, and holds once all of it is gone.
    @Test func aSavedPlanHoldsBeyondTheEndOfTheNamespace() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart"), Fixture.service("orders")])
        let kept = [
            try #require(try await rig.live("ConfigMap", "cart-a")?.reference),
            try #require(try await rig.live("Secret", "msctl.cart.r1")?.reference),
        ]
        for object in kept {
            _ = try await rig.client.patch(
                object,
                .merge(["metadata": ["finalizers": ["example.com/keep"]]])
            )
        }
        let namespace = try #require(try await rig.live("Namespace", "shop"))
        try await rig.client.delete(namespace.reference, options: DeleteOptions(uid: nil))
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(10)) }
        var request = rig.request([Fixture.service("cart") { $0.setting = "b" }])
        request.isWhole = true
        let meant = request
        let plan = try await rig.whileTimePasses { try await rig.deployer.plan(meant) }
        #expect(plan.entries.allSatisfy { $0.change == .create })
        let report = try await rig.whileTimePasses {
            try await rig.deployer.deploy(meant, expecting: plan) { event in
                guard case .waiting(let what) = event.what, what.contains("is gone") else { return }
                _ = rig.task {
                    for object in kept {
                        _ = try await rig.client.patch(
                            object,
                            .merge(["metadata": ["finalizers": .null]])
                        )
                    }
                }
            }
        }
        #expect(report.outcome == .succeeded)
        #expect(report.pruned == [])
        let now = try #require(try await rig.live("Namespace", "shop"))
        #expect(now.uid != namespace.uid)
    }

    /// What is found out only in the new namespace is found out after that was written.
    @Test func aRefusalUnderTheLockSaysThatTheNamespaceWasWritten() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let kept = try #require(try await rig.live("ConfigMap", "cart-a")?.reference)
        _ = try await rig.client.patch(
            kept,
            .merge(["metadata": ["finalizers": ["example.com/keep"]]])
        )
        let namespace = try #require(try await rig.live("Namespace", "shop"))
        try await rig.client.delete(namespace.reference, options: DeleteOptions(uid: nil))
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(10)) }
        let report = try await rig.deploy(
            [Fixture.service("cart")],
            onEvent: { event in
                guard case .waiting = event.what else { return }
                _ = rig.task {
                    _ = try await rig.client.patch(kept, .merge(["metadata": ["finalizers": .null]]))
                }
            },
            striking: { request in
                let path = request.path ?? ""
                let isTrial = path.contains("/deployments/cart") && path.contains("dryRun=All")
                return isTrial ? .status(422, reason: "Invalid") : nil
            }
        )
        #expect(report.outcome == .preflightRefused)
        #expect(report.written == [namespace.reference])
        let start = "nothing but Namespace shop was written: Deployment shop/cart"
        #expect(report.stopped?.hasPrefix(start) == true, "\(report.stopped ?? "")")
        #expect(try await rig.live("Namespace", "shop") != nil)
    }

    @Test func waitsForTheEndOfADeletionAndMakesItAgain() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let service = try await deleteService(rig)
        let report = try await rig.deploy([Fixture.service("cart")]) { event in
            guard case .waiting(let what) = event.what, what.contains("is gone") else { return }
            _ = rig.task {
                try await rig.clock.sleep(for: .seconds(30))
                _ = try await rig.client.patch(
                    service.reference,
                    .merge(["metadata": ["finalizers": .null]])
                )
            }
        }
        #expect(report.outcome == .succeeded)
        let again = try #require(try await rig.live("Service", "cart"))
        #expect(again.uid != service.uid)
        #expect(!again.isBeingDeleted)
    }

    @Test func saysWhatADeletionWaitsForWhenItDoesNotEnd() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }])
        _ = try await deleteService(rig)
        var options = Rig.options
        options.deadline = .seconds(40)
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }], options: options)
        #expect(report.outcome == .failedNotRolledBack)
        let cart = try #require(report.services.first)
        #expect(cart.cause?.code == .lingering)
        #expect(cart.cause?.headline == "`Service shop/cart` is \(why)")
        #expect(cart.rollback == nil)
    }

    @Test func anInterruptionNamesWhatWasAskedToGoAndHasNotGone() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let map = try #require(try await rig.live("ConfigMap", "cart-a")?.reference)
        _ = try await rig.client.patch(map, .merge(["metadata": ["finalizers": ["example.com/keep"]]]))
        let request = rig.request([Fixture.service("cart") { $0.setting = "b" }])
        let report = try await rig.whileTimePasses {
            let run = rig.task { try await rig.deployer.deploy(request, onEvent: { _ in }) }
            try await rig.clock.sleep(for: .seconds(20))
            run.cancel()
            return try await run.value
        }
        #expect(report.outcome == .interrupted)
        #expect(report.pruned.isEmpty)
        let note = "`\(map)`: asked to go, and not seen to be gone"
        #expect(report.notes.contains { $0.hasPrefix(note) }, "\(report.notes)")
    }

    private var migration: DesiredService { job("migrate", exitCode: 3) }

    /// A service that is one Job.
    private func job(_ name: String, exitCode: Int) -> DesiredService {
        let container: JSONValue = ["name": "migrate", "image": "registry.example/migrate:1"]
        let job = KubernetesObject(
            type: GroupVersionKind(apiVersion: "batch/v1", kind: "Job"),
            metadata: [
                "name": .string(name), "namespace": "shop", "labels": .object(Fixture.labels("migrate")),
            ],
            members: [
                "spec": [
                    "backoffLimit": 0,
                    "template": [
                        "metadata": [
                            "labels": .object(Fixture.labels("migrate")),
                            "annotations": ["sandbox.msctl.dev/exit-code": .string("\(exitCode)")],
                        ],
                        "spec": ["restartPolicy": "Never", "containers": [container]],
                    ],
                ]
            ]
        )
        return DesiredService(
            name: "migrate",
            dependencies: [],
            objects: [DesiredObject(job, service: "migrate")]
        )
    }

    @Test func aRollbackSaysThatAJobRunsAgain() async throws {
        let rig = Rig()
        var options = Rig.options
        options.allowedDeletions = 1
        // As a generator names them, by what they do.
        for name in ["migrate-a", "migrate-b"] {
            #expect(try await rig.deploy([job(name, exitCode: 0)], options: options).outcome == .succeeded)
        }
        let noted = Shared<[String]>([])
        let writtenBefore = Shared<[String]>([])
        let meant = options
        rig.transport.forget()
        let report = try await rig.whileTimePasses {
            try await rig.deployer.rollback("migrate", in: rig.scope, options: meant) { event in
                guard case .noted(let words) = event.what else { return }
                noted.change { $0.append(words) }
                writtenBefore.set(rig.transport.writes.filter { $0.contains("/jobs") })
            }
        }
        #expect(writtenBefore.value == [])
        #expect(report.outcome == .succeeded)
        let words = "`Job shop/migrate-a` runs again, as going back makes it anew"
        #expect(noted.value == [words])
        #expect(report.notes.contains(words))
        let entry = report.plan.entries.first { $0.object.name == "migrate-a" }
        #expect(entry?.change == .create)
        #expect(entry?.notes == ["going back makes this Job anew, and so it runs again"])
    }

    @Test func aWayBackSaysThatAJobRunsAgain() async throws {
        let rig = Rig()
        let first = job("migrate-a", exitCode: 0)
        #expect(try await rig.deploy([first]).outcome == .succeeded)
        let done = try #require(first.objects.first?.object.reference)
        try await rig.client.delete(done, options: DeleteOptions(uid: nil))
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(10)) }
        let report = try await rig.deploy([job("migrate-b", exitCode: 3)])
        let service = try #require(report.services.first)
        #expect(service.rollback != nil)
        #expect(service.notes.contains("`Job shop/migrate-a` runs again, as going back makes it anew"))
    }

    @Test func aFailedJobIsMadeAnewByTheNextDeploy() async throws {
        let rig = Rig()
        let reference = try #require(migration.objects.first?.object.reference)
        var uids: Set<String> = []
        for _ in 1...2 {
            let report = try await rig.deploy([migration])
            let cause = try #require(report.services.first?.cause)
            #expect(cause.code == .jobFailed)
            #expect(cause.headline.contains("container `migrate` exited 3"))
            #expect(cause.remedy == "deploy again, which deletes the failed job and makes it anew")
            uids.insert(try #require(try await rig.client.find(reference)?.uid))
        }
        #expect(uids.count == 2)
        let plan = try await rig.deployer.plan(rig.request([migration]))
        let notes = plan.entries.first { $0.object == reference }?.notes
        #expect(notes == ["it has failed; it is deleted and made anew"])
    }
}
