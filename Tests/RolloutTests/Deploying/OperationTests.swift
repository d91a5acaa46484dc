// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct OperationTests {
    @Test func returnsToTheLastProvenRevision() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await rig.deploy([
            Fixture.service("cart") {
                $0.version = "2"
                $0.setting = "b"
            }
        ])
        let report = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: rig.scope, options: Rig.options)
        }
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.revision == 1)
        #expect(try await rig.live("ConfigMap", "cart-a") != nil)
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).current?.number == 1)
        let plan = try await rig.deployer.plan(rig.request([Fixture.service("cart")]))
        #expect(!plan.hasChanges)
    }

    @Test func rollingBackTwiceGoesFurtherAndThenSaysWhatIsLeft() async throws {
        let rig = Rig()
        for version in ["1", "2", "3"] {
            _ = try await rig.deploy([Fixture.service("cart") { $0.version = version }])
        }
        let scope = rig.scope
        for expected in [2, 1] {
            let report = try await rig.whileTimePasses {
                try await rig.deployer.rollback("cart", in: scope, options: Rig.options)
            }
            #expect(report.services.first?.revision == expected)
        }
        do {
            _ = try await rig.deployer.rollback("cart", in: scope, options: Rig.options)
            Issue.record("there is nothing left to go back to")
        } catch {
            #expect("\(error)".hasSuffix("to go back to besides what was rolled back from: r2, r3"))
        }
    }

    @Test func saysThatNothingIsRecordedOfWhatRuns() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let records = try await rig.list("Secret").filter { $0.labels[Label.record] != nil }
        for record in records {
            try await rig.client.delete(record.reference, options: DeleteOptions(uid: nil))
        }
        let scope = rig.scope
        await #expect {
            try await rig.deployer.rollback("cart", in: scope, options: Rig.options)
        } throws: { error in
            "\(error)" == "no revision of `cart` is recorded, so that there is nothing to go back to"
        }
    }

    @Test func returnsToAChosenRevision() async throws {
        let rig = Rig()
        for version in ["1", "2", "3"] {
            _ = try await rig.deploy([Fixture.service("cart") { $0.version = version }])
        }
        let report = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: rig.scope, to: 1, options: Rig.options)
        }
        #expect(report.outcome == .succeeded)
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.current?.number == 1)
        #expect(history.revisions.map(\.number) == [1, 2, 3])
        await #expect(throws: DeployError.self) {
            try await rig.deployer.rollback("cart", in: rig.scope, to: 9)
        }
    }

    @Test func keepsTenRevisions() async throws {
        let rig = Rig()
        for version in 1...12 {
            _ = try await rig.deploy([Fixture.service("cart") { $0.version = "\(version)" }])
        }
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.revisions.map(\.number) == Array(3...12))
    }

    private func scaleShown(_ rig: Rig) async throws -> String? {
        try await rig.deployer.status(in: rig.scope).services.first?.scaleOverride
    }

    @Test func aScaleSetWithAnotherToolIsToldAndCanBeKept() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        #expect(try await scaleShown(rig) == nil)
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        try await rig.client.setScale(of: deployment, to: 4, fieldManager: "kubectl")
        #expect(try await scaleShown(rig) == "4 (`kubectl`), the manifest says 2")
        let next = Fixture.service("cart") { $0.version = "2" }
        let refused = try await rig.deploy([next])
        #expect(refused.outcome == .conflict)
        let field = try #require(refused.services.first?.conflicts.first)
        #expect(field.value == 4)
        #expect(field.wanted == 2)
        // What the refusal advises.
        _ = try await rig.deployer.scale("cart", in: rig.scope, least: 4)
        #expect(try await scaleShown(rig) == "4, the manifest says 2")
        #expect(try await rig.deploy([next]).outcome == .succeeded)
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 4)
        let other = Fixture.service("cart") {
            $0.version = "2"
            $0.replicas = 3
        }
        #expect(try await rig.deploy([other]).outcome == .succeeded)
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 3)
        #expect(try await scaleShown(rig) == nil)
    }

    @Test func saysTheScaleThatIsThereAndNoContrastToItself() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await rig.deployer.scale("cart", in: rig.scope, least: 2)
        #expect(try await scaleShown(rig) == "2")
        _ = try await rig.deployer.scale("cart", in: rig.scope, least: 4)
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        try await rig.client.setScale(of: deployment, to: 5, fieldManager: "kubectl")
        #expect(
            try await scaleShown(rig)
                == "5 (`kubectl`), after `msctl scale` had set 4, the manifest says 2"
        )
    }

    @Test func keepsAScaleSetByHandUntilTheManifestChanges() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let result = try await rig.deployer.scale("cart", in: rig.scope, least: 5)
        #expect(result.before == "2")
        #expect(result.after == "5")
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }])
        #expect(report.outcome == .succeeded)
        let entry = report.plan.entries.first { $0.object.type.kind == "Deployment" }
        #expect(entry?.notes == ["keeps the scale 5 that was set by hand; the manifest says 2"])
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 5)
        _ = try await rig.deploy([
            Fixture.service("cart") {
                $0.version = "2"
                $0.replicas = 3
            }
        ])
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 3)
    }

    /// It was proven before; now nobody has looked.
    @Test func goingBackWithoutWaitingProvesNothing() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }])
        var options = Rig.options
        options.waits = false
        let hasty = options
        let events = Shared<[DeployEvent]>([])
        let report = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: rig.scope, options: hasty) { event in
                events.change { $0.append(event) }
            }
        }
        #expect(report.outcome == .succeeded)
        let proofs = events.value.filter { event in
            if case .proven = event.what { true } else { false }
        }
        #expect(proofs.isEmpty)
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).current?.isProven == true)
    }

    /// A webhook with side effects cannot be asked beforehand.
    @Test func aScaleThatCannotBeTriedIsSet() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let refusal: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "BadRequest", "code": 400,
            "message": "admission webhook \"a.example.com\" does not support dry run",
        ]
        let way = StrikingTransport(base: rig.transport) { request in
            let isTrial = request.patches("deployments/cart/scale") && !request.isWrite
            return isTrial ? .answered(refusal, status: 400) : nil
        }
        let result = try await rig.deployer(over: way).scale("cart", in: rig.scope, least: 5)
        #expect(result.after == "5")
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 5)
    }

    /// Else the next deploy would set what the server has refused.
    @Test(arguments: [false, true])
    func aScaleThatIsRefusedIsNotRemembered(isAutoscaled: Bool) async throws {
        let rig = Rig()
        let services = ["cart", "orders"].map { name in
            Fixture.service(name) {
                $0.autoscaler = isAutoscaled ? (2, 4) : nil
                $0.replicas = isAutoscaled ? nil : 2
            }
        }
        _ = try await rig.deploy(services)
        rig.transport.forget()
        let way = StrikingTransport(base: rig.transport) { request in
            let end = isAutoscaled ? "horizontalpodautoscalers/orders" : "deployments/orders/scale"
            return request.patches(end) ? .status(403, reason: "Forbidden") : nil
        }
        let wishes = ["cart", "orders"].map { ScaleWish(service: $0, least: 3) }
        let deployer = rig.deployer(over: way)
        let error = await #expect(throws: DeployError.self) {
            try await deployer.scale(wishes, in: rig.scope) { _ in }
        }
        guard case .cluster(let refusal) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(refusal.code == .forbidden)
        // All wishes are looked at before the first is carried out.
        #expect(rig.transport.writes == [])
        #expect(try await scaleShown(rig) == nil)
    }

    @Test func movesTheBoundsOfAnAutoscaler() async throws {
        let rig = Rig()
        let service = Fixture.service("cart") {
            $0.autoscaler = (2, 4)
            $0.replicas = nil
        }
        _ = try await rig.deploy([service])
        let result = try await rig.deployer.scale("cart", in: rig.scope, least: 3, most: 9)
        #expect(result.object.type.kind == "HorizontalPodAutoscaler")
        #expect(result.before == "2-4")
        let report = try await rig.deploy([service])
        #expect(report.outcome == .succeeded)
        let spec = try await rig.live("HorizontalPodAutoscaler", "cart")?["spec"]
        #expect(spec?["minReplicas"] == 3)
        #expect(spec?["maxReplicas"] == 9)
    }

    @Test func refusesToOverwriteWhatAPersonHasSet() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        _ = try await rig.client.patch(
            deployment,
            .merge(["spec": ["replicas": 7]]),
            options: WriteOptions(fieldManager: "kubectl-edit")
        )
        rig.transport.forget()
        let service = Fixture.service("cart") { $0.replicas = 3 }
        let report = try await rig.deploy([service])
        #expect(report.outcome == .conflict)
        let conflict = try #require(report.services.first?.conflicts.first)
        #expect(conflict.manager == "kubectl-edit")
        #expect(conflict.owner == .person)
        #expect(conflict.field == ".spec.replicas")
        #expect(conflict.value == 7)
        #expect(rig.transport.writes == [])
        var options = Rig.options
        options.takesOver = true
        let forced = try await rig.deploy([service], options: options)
        #expect(forced.outcome == .succeeded)
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 3)
    }

    @Test func leavesWhileAnotherDeployHoldsTheLock() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let lock = DeployLock(client: rig.client, time: rig.deployer.time, scope: rig.scope, holder: "other")
        let seen = try await lock.look()
        guard case .acquired = try await lock.acquire(seen, policy: .fail, onWait: { _ in }) else {
            Issue.record("the lock is not free after a deploy")
            return
        }
        var options = Rig.options
        options.lock = .fail
        rig.transport.forget()
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }], options: options)
        #expect(report.outcome == .locked)
        #expect(rig.transport.writes == [])
        options.lock = .wait(.seconds(60))
        let later = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }], options: options)
        #expect(later.outcome == .succeeded)
    }

    @Test func saysWhatWasAppliedWhenInterrupted() async throws {
        let rig = Rig()
        let task = Shared<Task<DeployReport, any Error>?>(nil)
        let request = rig.request([Fixture.service("cart") { $0.fault = "never-ready" }])
        let report = try await rig.whileTimePasses {
            let deploy = rig.task {
                try await rig.deployer.deploy(request) { event in
                    if event.what.word == "progressed" || event.what.word == "applied" {
                        guard event.what.word == "applied", case .applied(let object, _) = event.what,
                            object.type.kind == "Deployment"
                        else { return }
                        task.value?.cancel()
                    }
                }
            }
            task.set(deploy)
            return try await deploy.value
        }
        #expect(report.outcome == .interrupted)
        #expect(report.services.first?.applied.map(\.type.kind).contains("Deployment") == true)
        let again = try await rig.deploy([Fixture.service("cart")])
        #expect(again.outcome == .succeeded)
    }

    @Test func tellsHowServicesAreDoing() async throws {
        let rig = Rig()
        var options = Rig.options
        options.rollsBack = false
        _ = try await rig.deploy(
            [Fixture.service("cart"), Fixture.service("orders") { $0.fault = "image-not-found" }],
            options: options
        )
        let status = try await rig.deployer.status(in: rig.scope).services
        #expect(status.map(\.service) == ["cart", "orders"])
        #expect(status.map(\.isReady) == [true, false])
        #expect(status.map(\.revision?.number) == [1, 1])
        #expect(status.last?.cause?.code == .imageNotFound)
    }

    @Test func freesAStatefulSetThatIsStuck() async throws {
        // C7 (f)
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("store") { $0.kind = "StatefulSet" }])
        let report = try await rig.deploy([
            Fixture.service("store") {
                $0.kind = "StatefulSet"
                $0.version = "2"
                $0.fault = "image-not-found"
            }
        ])
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.rollback?.ready == ReadyCount(ready: 2, desired: 2))
    }

    @Test(arguments: 0..<6)
    func anySequenceOfDeploysConverges(seed: Int) async throws {
        var random = Numbers(seed: UInt64(seed))
        let rig = Rig()
        var last: [DesiredService] = []
        for _ in 0..<4 {
            last = ["a", "b", "c"].map { name in
                let version = "\(random.next(3))"
                let setting = ["x", "y"][random.next(2)]
                let replicas = Int64(random.next(3) + 1)
                return Fixture.service(name) {
                    $0.version = version
                    $0.setting = setting
                    $0.replicas = replicas
                }
            }
            #expect(try await rig.deploy(last).outcome == .succeeded)
        }
        #expect(try await !rig.deployer.plan(rig.request(last)).hasChanges)
        let maps = try await rig.list("ConfigMap").filter { $0.labels[Label.service] != nil }
        #expect(maps.count == 3)
    }

    @Test func keepsAsManyOldRevisionsAsTheServiceSays() async throws {
        let rig = Rig()
        for version in 1...5 {
            var service = Fixture.service("cart") { $0.version = "\(version)" }
            service.oldRevisions = 2
            _ = try await rig.deploy([service])
        }
        let history = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(history.revisions.map(\.number) == [3, 4, 5])
        _ = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: rig.scope, options: Rig.options)
        }
        let after = try await rig.deployer.history(of: "cart", in: rig.scope)
        #expect(after.revisions.map(\.number) == [3, 4, 5])
    }

    @Test func aWayBackIsRememberedWithWhereItCameFromAndWhy() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        #expect(try await rig.deployer.status(in: rig.scope).services.first?.revision?.restoration == nil)
        let failed = try await rig.deploy([Fixture.broken("cart", "crash-loop")])
        #expect(failed.outcome == .failedRolledBack)
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        let restoration = try #require(status.revision?.restoration)
        #expect(status.revision?.number == 1)
        #expect(restoration.from == 2)
        #expect(restoration.at != nil)
        #expect(restoration.initiator == "test")
        #expect(status.replacedFailure?.contains("exits") == true)
    }

    @Test func aWayBackByHandIsRememberedToo() async throws {
        let rig = Rig()
        for version in ["1", "2"] {
            _ = try await rig.deploy([Fixture.service("cart") { $0.version = version }])
        }
        _ = try await rig.whileTimePasses {
            try await rig.deployer.rollback("cart", in: rig.scope, options: Rig.options)
        }
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(status.revision?.restoration?.from == 2)
        #expect(status.replacedFailure == nil)
        _ = try await rig.deploy([Fixture.service("cart") { $0.version = "3" }])
        let later = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(later.revision?.number == 3)
        #expect(later.revision?.restoration == nil)
    }

    @Test func nothingIsScaledUnlessAllOfItCanBe() async throws {
        let rig = Rig()
        let scaled = Fixture.service("cart") {
            $0.autoscaler = (2, 4)
            $0.replicas = nil
        }
        _ = try await rig.deploy([Fixture.service("orders"), scaled])
        rig.transport.forget()
        for wish in [
            ScaleWish(service: "cart", least: 7), ScaleWish(service: "nobody", least: 3),
            ScaleWish(service: "cart", least: 0),
        ] {
            await #expect(throws: DeployError.self) {
                try await rig.deployer.scale([ScaleWish(service: "orders", least: 5), wish], in: rig.scope) {
                    _ in
                    Issue.record("something was scaled")
                }
            }
        }
        #expect(rig.transport.writes == [])
    }

    @Test func anAutoscalerIsPinnedOnlyWhenThatIsSaid() async throws {
        let rig = Rig()
        let service = Fixture.service("cart") {
            $0.autoscaler = (2, 4)
            $0.replicas = nil
        }
        _ = try await rig.deploy([service])
        await #expect {
            try await rig.deployer.scale("cart", in: rig.scope, least: 7)
        } throws: { error in
            "\(error)".contains("7 is above the upper bound of its autoscaler, 4: write `cart=7-7`")
        }
        let result = try await rig.deployer.scale("cart", in: rig.scope, least: 7, most: 7)
        #expect(result.before == "2-4")
        #expect(result.after == "7-7")
    }
}
