// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import HTTPTypes
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct AskingTests {
    @Test(arguments: ["secrets", "pods", "horizontalpodautoscalers", "events", "replicasets"])
    func answersWithoutTheRightToOneKind(resource: String) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployer = rig.deployer(without: resource)
        let status = try await deployer.status(in: rig.scope)
        #expect(status.services.map(\.service) == ["cart"])
        #expect(status.services.map(\.isReady) == [true])
        #expect(status.unread.count == 1)
        let why = try await deployer.why("cart", in: rig.scope)
        #expect(why.isReady)
        #expect(why.unread == status.unread)
    }

    @Test func doesNotTakeWhatItMayNotReadForDeletedOrReady() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let status = try await rig.deployer(without: "deployments").status(in: rig.scope)
        #expect(status.services.map(\.isReady) == [false])
        #expect(status.services.first?.cause == nil)
    }

    @Test func doesNotAnswerWhenItMayReadNothing() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployer = rig.deployer(without: "/namespaces/shop/")
        await #expect {
            try await deployer.status(in: rig.scope)
        } throws: { error in
            guard case DeployError.cluster(let refusal) = error else { return false }
            return refusal.code == .forbidden
        }
    }

    @Test func saysWhoHasMadeWhatStandsInThePlaceOfOurs() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let ours = try #require(try await rig.live("Deployment", "cart"))
        try await rig.client.delete(ours.reference, options: DeleteOptions(uid: nil))
        let theirs = KubernetesObject(
            type: ours.type,
            metadata: ["name": "cart", "namespace": "shop"],
            members: [
                "spec": [
                    "selector": ["matchLabels": ["app": "cart"]],
                    "template": [
                        "metadata": ["labels": ["app": "cart"]],
                        "spec": ["containers": [["name": "cart", "image": "registry.example/cart:0"]]],
                    ],
                ]
            ]
        )
        _ = try await rig.client.create(theirs, options: WriteOptions(fieldManager: "kubectl-create"))
        let headline = "`Deployment shop/cart` is there and not ours: it was made by `kubectl-create`"
        let status = try await rig.deployer.status(in: rig.scope)
        #expect(status.services.first { $0.service == "cart" }?.cause?.headline == headline)
        let why = try await rig.deployer.why("cart", in: rig.scope).cause
        #expect(why?.headline == headline)
        // To take it over would end where the server refuses another selector.
        #expect(why?.remedy?.hasPrefix("its selector is another one, which never changes: delete it") == true)
        let plan = try await rig.deployer.plan(rig.request([Fixture.service("cart") { $0.version = "2" }]))
        let entry = try #require(plan.entries.first { $0.object == ours.reference })
        guard case .replaceNeeded(let reason) = entry.change else {
            Issue.record("\(entry.change)")
            return
        }
        #expect(reason.hasPrefix("spec.selector"), "\(reason)")
        let words =
            "a Deployment never changes that. It was made by `kubectl-create`: give the service another name"
        #expect(reason.contains(words), "\(reason)")
    }

    @Test func asksAboutManyThatAreMissingAtOnce() async throws {
        let rig = Rig()
        let names = (0..<6).map { "s\($0)" }
        _ = try await rig.deploy(names.map { Fixture.service($0) })
        for name in names {
            let deployment = try #require(try await rig.live("Deployment", name))
            try await rig.client.delete(deployment.reference, options: DeleteOptions(uid: nil))
        }
        let theirs = KubernetesObject(
            type: GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
            metadata: ["name": "s3", "namespace": "shop"],
            members: [
                "spec": [
                    "selector": ["matchLabels": ["app": "s3"]],
                    "template": [
                        "metadata": ["labels": ["app": "s3"]],
                        "spec": ["containers": [["name": "s3", "image": "registry.example/s3:0"]]],
                    ],
                ]
            ]
        )
        _ = try await rig.client.create(theirs, options: WriteOptions(fieldManager: "kubectl-create"))
        let asked = Shared<[String]>([])
        let deployer = rig.deployer(
            over: StrikingTransport(base: rig.transport) { request in
                let place = (request.path ?? "").prefix { $0 != "?" }
                if place.contains("/deployments") { asked.change { $0.append(String(place)) } }
                return nil
            }
        )
        let all = "/apis/apps/v1/namespaces/shop/deployments"
        let status = try await deployer.status(in: rig.scope)
        #expect(asked.value == [all, all])
        let headlines = Dictionary(
            uniqueKeysWithValues: status.services.map { ($0.service, $0.cause?.headline) }
        )
        let stranger = "`Deployment shop/s3` is there and not ours: it was made by `kubectl-create`"
        #expect(headlines["s3"] == stranger)
        #expect(headlines["s4"] == "`Deployment shop/s4` has been deleted")
        // Of one service nothing is asked about the others.
        asked.set([])
        _ = try await deployer.status(in: rig.scope, services: ["s4"])
        #expect(asked.value == [all, all + "/s4"])
    }

    @Test func doesNotTellAnybodyToDeleteWhatWeHaveMade() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let ours = try #require(try await rig.live("Deployment", "cart"))
        let labels = JSONObject(Fixture.labels("cart").map { ($0.key, JSONValue.null) })
        _ = try await rig.client.patch(
            ours.reference,
            .merge(["metadata": ["labels": .object(labels)]]),
            options: WriteOptions(fieldManager: "kubectl-label")
        )
        let status = try await rig.deployer.status(in: rig.scope)
        let cause = try #require(status.services.first { $0.service == "cart" }?.cause)
        #expect(cause.headline == "`Deployment shop/cart` is there without the labels by which it is ours")
        #expect(cause.remedy?.hasPrefix("deploy the service again, which puts them back; ") == true)
    }

    @Test func saysWhoHasPausedWhatRuns() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        _ = try await rig.client.patch(
            deployment,
            .merge(["spec": ["paused": true]]),
            options: WriteOptions(fieldManager: "kubectl-rollout")
        )
        var options = Rig.options
        options.waits = false
        let next = Fixture.service("cart") { $0.version = "2" }
        #expect(try await rig.deploy([next], options: options).outcome == .succeeded)
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(5)) }
        let why = try await rig.deployer.why("cart", in: rig.scope)
        #expect(!why.isReady)
        #expect(why.cause?.code == .paused)
        #expect(why.cause?.headline.contains("paused by `kubectl-rollout`") == true)
        #expect(why.cause?.remedy?.contains("kubectl rollout resume deployment/cart") == true)
    }

    private func once(version: Int) -> DesiredService {
        let spec: JSONObject = [
            "template": [
                "spec": [
                    "restartPolicy": "Never",
                    "containers": [["name": "once", "image": .string("registry.example/once:\(version)")]],
                ]
            ]
        ]
        let object = KubernetesObject(
            type: .job,
            metadata: [
                "name": .string("once-\(version)"), "namespace": "shop",
                "labels": .object(Fixture.labels("once")),
            ],
            members: ["spec": .object(spec)]
        )
        return DesiredService(name: "once", objects: [DesiredObject(object, service: "once")])
    }

    /// A finished Job may be cleaned up, as its time to live says.
    private func cleanUp(_ rig: Rig, version: Int) async throws {
        let job = ObjectReference(type: .job, namespace: "shop", name: "once-\(version)")
        let options = DeleteOptions(uid: nil, propagation: .background)
        try await rig.client.delete(job, options: options)
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(60)) }
        try #require(try await rig.client.find(job) == nil)
    }

    @Test func aJobThatIsDoneAndGoneIsWell() async throws {
        let rig = Rig()
        #expect(try await rig.deploy([once(version: 1)]).outcome == .succeeded)
        try await cleanUp(rig, version: 1)
        let status = try await rig.deployer.status(in: rig.scope)
        let why = try await rig.deployer.why("once", in: rig.scope)
        #expect(status.services.map(\.isReady) == [true])
        #expect(why.isReady)
        #expect(why.isOurs)
        #expect(why.cause == nil)
    }

    /// What it was on its way to has not been done.
    @Test func aJobThatIsGoneIsNotWellWhileAWayBackIsUnfinished() async throws {
        let rig = Rig()
        let scope = rig.scope
        try #require(try await rig.deploy([once(version: 1)]).outcome == .succeeded)
        var options = Rig.options
        options.allowedDeletions = 1
        let allowing = options
        try #require(try await rig.deploy([once(version: 2)], options: allowing).outcome == .succeeded)
        // It has taken the lock, with the note of where it goes.
        try #require(
            try await rig.killed(after: 1) {
                _ = try await $0.rollback("once", in: scope, options: allowing)
            }
        )
        try #require(try await rig.deployer.begunRollbacks(in: scope)["once"] != nil)
        try await cleanUp(rig, version: 2)
        let status = try await rig.deployer.status(in: scope)
        let why = try await rig.deployer.why("once", in: scope)
        #expect(status.services.map(\.isReady) == [false])
        #expect(!why.isReady)
        #expect(why.remarks.contains { $0.contains("a rollback of `once` to r1") })
    }

    @Test func showsADeletedServiceWhoseDeletionDoesNotEnd() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let deployment = try #require(try await rig.live("Deployment", "cart")?.reference)
        _ = try await rig.client.patch(
            deployment,
            .merge(["metadata": ["finalizers": ["example.com/keep"]]])
        )
        try await rig.client.delete(deployment, options: DeleteOptions(uid: nil))
        for secret in try await rig.list("Secret") where secret.labels[Label.record] != nil {
            try await rig.client.delete(secret.reference, options: DeleteOptions(uid: nil))
        }
        #expect(try await rig.deployer.status(in: rig.scope).services.map(\.service) == [])
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(120)) }
        #expect(try await rig.deployer.status(in: rig.scope).services.map(\.service) == ["cart"])
    }

    private func failing(_ rig: Rig, fault: String, log: String? = nil) async throws -> DesiredService {
        var options = Rig.options
        options.rollsBack = false
        let service = Fixture.service("orders") {
            $0.fault = fault
            $0.log = log
        }
        _ = try await rig.deploy([service], options: options)
        return service
    }

    @Test func saysWhyAServiceIsNotReadyAndWhereThatStands() async throws {
        let rig = Rig()
        let service = try await failing(rig, fault: "crash-loop", log: "fatal: DATABASE_URL is not set")
        let diagnosis = try await rig.deployer.why("orders", in: rig.scope, desired: service.objects)
        #expect(diagnosis.isOurs)
        #expect(!diagnosis.isReady)
        #expect(diagnosis.revision?.number == 1)
        let cause = try #require(diagnosis.cause)
        #expect(cause.code == .crashLoop)
        #expect(cause.logTail.contains { $0.contains("DATABASE_URL") })
        #expect(cause.span?.text == "env")
        #expect(cause.chain.first == "Deployment orders")
    }

    @Test func whatIsPastIsNoWarningOfAServiceThatIsWell() async throws {
        let rig = Rig()
        let service = try await failing(rig, fault: "crash-loop")
        let before = try await rig.deployer.why("orders", in: rig.scope)
        #expect(!before.warnings.isEmpty)
        #expect(service.name == "orders")
        _ = try await rig.deploy([Fixture.service("orders") { $0.version = "2" }])
        let events = try await rig.deployer.events(of: "orders", in: rig.scope)
        #expect(events.contains { $0.isWarning })
        let after = try await rig.deployer.why("orders", in: rig.scope)
        #expect(after.isReady)
        #expect(after.warnings == [])
    }

    @Test func saysThatAllIsWell() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let diagnosis = try await rig.deployer.why("cart", in: rig.scope)
        #expect(diagnosis.isReady)
        #expect(diagnosis.cause == nil)
        #expect(diagnosis.ready == ReadyCount(ready: 2, desired: 2))
    }

    @Test func saysWhyAWorkloadOfSomebodyElseIsNotReady() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let labels: JSONValue = ["app": "legacy"]
        let template: JSONValue = [
            "metadata": [
                "labels": labels, "annotations": ["sandbox.msctl.dev/fail": "image-not-found"],
            ],
            "spec": ["containers": [["name": "legacy", "image": "registry.example/legacy:1"]]],
        ]
        _ = try await rig.client.create(
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
                metadata: ["name": "legacy", "namespace": "shop"],
                members: [
                    "spec": ["replicas": 1, "selector": ["matchLabels": labels], "template": template]
                ]
            )
        )
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(20)) }
        let diagnosis = try await rig.deployer.why("legacy", in: rig.scope)
        #expect(!diagnosis.isOurs)
        #expect(diagnosis.cause?.code == .imageNotFound)
        #expect(diagnosis.workloads.map(\.name) == ["legacy"])
    }

    private func reference(_ apiVersion: String, _ kind: String, _ name: String) -> ObjectReference {
        ObjectReference(
            type: GroupVersionKind(apiVersion: apiVersion, kind: kind),
            namespace: "shop",
            name: name
        )
    }

    private func setImage(_ image: String, of name: String, _ rig: Rig) async throws {
        let container: JSONValue = ["name": .string(name), "image": .string(image)]
        _ = try await rig.client.patch(
            reference("apps/v1", "Deployment", name),
            .strategic(["spec": ["template": ["spec": ["containers": [container]]]]]),
            options: WriteOptions(fieldManager: "kubectl-set")
        )
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(60)) }
    }

    /// A run that was killed has recorded what it had not made yet.
    @Test func aServiceWithoutItsWorkloadIsNeverReady() async throws {
        var seen = 0
        for writes in 1...8 {
            let rig = Rig()
            let request = rig.request([Fixture.service("cart")])
            guard try await rig.killed(after: writes, { _ = try await $0.deploy(request) }) else { break }
            let services = try await rig.deployer.status(in: rig.scope).services
            guard try await rig.live("Deployment", "cart") == nil, !services.isEmpty else { continue }
            seen += 1
            #expect(services.filter(\.isReady).isEmpty, "killed after \(writes) writes")
        }
        #expect(seen > 0)
    }

    @Test(arguments: [("v1", "Service", "cart"), ("v1", "ConfigMap", "cart-a")])
    func saysWhatOfTheRevisionIsGone(apiVersion: String, kind: String, name: String) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart"), Fixture.service("orders")])
        let object = reference(apiVersion, kind, name)
        try await rig.client.delete(object, options: DeleteOptions(uid: nil))
        let status = try await rig.deployer.status(in: rig.scope).services
        #expect(status.map(\.service) == ["cart", "orders"])
        #expect(status.map(\.isReady) == [false, true])
        #expect(status.first?.ready == ReadyCount(ready: 2, desired: 2))
        #expect(status.first?.cause?.code == .objectGone)
        #expect(status.first?.cause?.headline == "`\(object)` has been deleted")
        #expect(status.map(\.deviations) == [["`\(object)` has been deleted"], []])
        let why = try await rig.deployer.why("cart", in: rig.scope)
        #expect(!why.isReady)
        #expect(why.cause == status.first?.cause)
        #expect(why.deviations == status.first?.deviations)
        #expect(try await rig.deployer.why("orders", in: rig.scope).isReady)
        #expect(try await rig.deploy([Fixture.service("cart")]).outcome == .succeeded)
        #expect(try await rig.deployer.status(in: rig.scope).services.map(\.isReady) == [true, true])
    }

    @Test func doesNotMissWhatItMayNotRead() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let service = reference("v1", "Service", "cart")
        try await rig.client.delete(service, options: DeleteOptions(uid: nil))
        let deployer = rig.deployer(without: "/namespaces/shop/services")
        let status = try await deployer.status(in: rig.scope)
        #expect(status.services.map(\.isReady) == [true])
        #expect(status.unread.count == 1)
        #expect(status.unread.first?.hasPrefix("Service objects may not be read") == true)
        #expect(try await deployer.why("cart", in: rig.scope).unread == status.unread)
    }

    @Test func saysThatAnotherImageRunsThanWasRecorded() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        try await setImage("evil:2", of: "cart", rig)
        let sentence =
            "`Deployment shop/cart` runs `evil:2`, and r1 recorded `registry.example/cart:1`"
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(!status.isReady)
        #expect(status.ready == ReadyCount(ready: 2, desired: 2))
        #expect(status.cause?.code == .otherImage)
        #expect(status.cause?.headline == sentence)
        let why = try await rig.deployer.why("cart", in: rig.scope)
        #expect(!why.isReady)
        #expect(why.cause?.headline == sentence)
    }

    @Test func namesAnAbsentWorkloadFirstAndTheRestBesideIt() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let gone = [reference("apps/v1", "Deployment", "cart"), reference("v1", "Service", "cart")]
        for object in gone { try await rig.client.delete(object, options: DeleteOptions(uid: nil)) }
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(status.cause?.code == .workloadGone)
        #expect(status.deviations == gone.map { "`\($0)` has been deleted" })
    }

    @Test func doesNotKnowWhatIsNotThere() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        await #expect(throws: DeployError.self) { try await rig.deployer.why("absent", in: rig.scope) }
        await #expect(throws: DeployError.self) { try await rig.deployer.logs(of: "absent", in: rig.scope) }
        await #expect(throws: DeployError.self) { try await rig.deployer.events(of: "absent", in: rig.scope) }
    }

    @Test func readsTheLogsOfAllPods() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.log = "hello\nworld" }])
        let lines = try await rig.deployer.logs(of: "cart", in: rig.scope)
        #expect(Set(lines.map(\.pod)).count == 2)
        #expect(lines.filter { $0.text.contains("hello") }.count == 2)
        #expect(lines.allSatisfy { $0.container == "cart" })
    }

    @Test func followsTheLogsOfPodsThatComeLater() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.log = "first" }])
        let lines = Shared<[ServiceLogLine]>([])
        let next = rig.request([
            Fixture.service("cart") {
                $0.version = "2"
                $0.log = "second"
            }
        ])
        try await rig.whileTimePasses {
            let follower = rig.task {
                try await rig.deployer.followLogs(of: "cart", in: rig.scope) { line in
                    lines.change { $0.append(line) }
                }
            }
            _ = try await rig.deployer.deploy(next)
            follower.cancel()
            _ = await follower.result
        }
        #expect(lines.value.contains { $0.text.contains("first") })
        #expect(lines.value.contains { $0.text.contains("second") })
    }

    @Test func listsTheEventsOfOneServiceOnly() async throws {
        let rig = Rig()
        var options = Rig.options
        options.rollsBack = false
        _ = try await rig.deploy(
            [Fixture.service("cart"), Fixture.service("orders") { $0.fault = "image-not-found" }],
            options: options
        )
        let events = try await rig.deployer.events(of: "orders", in: rig.scope)
        #expect(events.contains { $0.isWarning })
        #expect(!events.contains { $0.object.contains("cart") })
        #expect(events == events.sorted())
    }
}
