// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

@Suite struct RolloutStateMachineTests {
    private let container = "/spec/template/spec/containers/0"

    @Test func provesAfterTheSoak() {
        var followed = Followed.underWay()
        followed.see(Seen.replicaSet("web-2", revision: "2", ready: 3), Seen.deployment(ready: 3))
        #expect(followed.actions.contains(.ready(ReadyCount(ready: 3, desired: 3))))
        followed.wait(.seconds(9))
        #expect(!followed.isProven)
        followed.wait(.seconds(1))
        #expect(followed.isProven)
    }

    @Test func doesNotTakeTheCountsOfTheOldVersionForTheNewOne() {
        // C7
        var followed = Followed()
        followed.see(Seen.deployment(observed: 1, ready: 3, revision: "1"))
        followed.wait(.seconds(30))
        #expect(!followed.isProven)
        #expect(followed.machine.count == ReadyCount(ready: 0, desired: 3))
    }

    @Test func ignoresTheStateBeforeOurWrite() {
        var followed = Followed()
        followed.see(Seen.deployment(generation: 1, observed: 1, ready: 3, revision: "1"))
        #expect(!followed.machine.isReady)
    }

    @Test func startsTheSoakAgainWhenReadinessIsLost() {
        var followed = Followed.underWay()
        followed.see(Seen.deployment(ready: 3))
        followed.wait(.seconds(9))
        followed.see(Seen.deployment(ready: 2))
        followed.see(Seen.deployment(ready: 3))
        followed.wait(.seconds(9))
        #expect(!followed.isProven)
        #expect(followed.actions.contains(.wavered))
        followed.wait(.seconds(1))
        #expect(followed.isProven)
    }

    struct AtOnce: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var status: JSONObject
        var code: RootCause.Code
        var headline: String
        var pointer: String
    }

    private static let atOnce = [
        AtOnce(
            testDescription: "image not found",
            status: Seen.waiting("ErrImagePull", "failed to resolve reference: web:2: not found"),
            code: .imageNotFound,
            headline: "image `registry.example/web:2` does not exist",
            pointer: "/spec/template/spec/containers/0/image"
        ),
        AtOnce(
            testDescription: "manifest unknown",
            status: Seen.waiting("ImagePullBackOff", "Back-off pulling image: manifest unknown"),
            code: .imageNotFound,
            headline: "image `registry.example/web:2` does not exist",
            pointer: "/spec/template/spec/containers/0/image"
        ),
        AtOnce(
            testDescription: "invalid reference",
            status: Seen.waiting("InvalidImageName", "couldn't parse image"),
            code: .imageNotFound,
            headline: "image `registry.example/web:2` does not exist",
            pointer: "/spec/template/spec/containers/0/image"
        ),
        AtOnce(
            testDescription: "missing Secret",
            status: Seen.waiting("CreateContainerConfigError", #"secret "tokens" not found"#),
            code: .missingSecret,
            headline: "Secret `tokens` does not exist",
            pointer: "/spec/template/spec/containers/0/envFrom/1/secretRef"
        ),
        AtOnce(
            testDescription: "missing ConfigMap",
            status: Seen.waiting("CreateContainerConfigError", #"configmap "settings" not found"#),
            code: .missingConfig,
            headline: "ConfigMap `settings` does not exist",
            pointer: "/spec/template/spec/containers/0/envFrom/0/configMapRef"
        ),
        AtOnce(
            testDescription: "missing key",
            status: Seen.waiting(
                "CreateContainerConfigError",
                "couldn't find key acquirer in Secret shop/keys"
            ),
            code: .missingSecret,
            headline: "Secret `keys` has no key `acquirer`",
            pointer: "/spec/template/spec/containers/0/env/1/valueFrom/secretKeyRef"
        ),
        AtOnce(
            testDescription: "command that cannot run",
            status: Seen.waiting("RunContainerError", "exec: no such file"),
            code: .containerRefused,
            headline: "container `web` cannot be started",
            pointer: "/spec/template/spec/containers/0"
        ),
        AtOnce(
            testDescription: "third exit with one code",
            status: Seen.backOff(runs: 3, code: 1),
            code: .crashLoop,
            headline: "container `web` exits 1 at start (3 times)",
            pointer: "/spec/template/spec/containers/0"
        ),
    ]

    @Test(arguments: atOnce)
    func failsAtOnceOnProof(of seen: AtOnce) throws {
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: seen.status))
        let cause = try #require(followed.failure)
        #expect(cause.code == seen.code)
        #expect(cause.headline == seen.headline)
        #expect(cause.pointer == seen.pointer)
        #expect(cause.pod == "web-2-a")
        #expect(cause.chain.first == "Deployment web")
    }

    @Test(arguments: [
        "received unexpected HTTP status: 503 Service Unavailable", "i/o timeout",
        "toomanyrequests: rate limit exceeded", "pull access denied",
    ])
    func toleratesARegistryThatHasABadMoment(message: String) throws {
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: Seen.waiting("ErrImagePull", message)))
        followed.wait(.seconds(59))
        #expect(followed.failure == nil)
        #expect(followed.troubles == [.imageUnavailable])
        followed.wait(.seconds(1))
        #expect(followed.failure?.code == .imageUnavailable)
    }

    @Test func readsTheReasonOfABackOffFromTheEvents() {
        var followed = Followed.underWay()
        followed.see(
            Seen.pod(container: Seen.waiting("ImagePullBackOff", "Back-off pulling image \"web:2\"")),
            Seen.event("Failed", "Failed to pull image \"web:2\": web:2: not found")
        )
        #expect(followed.failure?.code == .imageNotFound)
    }

    @Test func tellsOfEachCrashWhileTheyAreCounted() {
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: Seen.backOff(runs: 1, code: 1)))
        followed.wait(.seconds(5))
        followed.see(Seen.pod(container: Seen.backOff(runs: 2, code: 1)))
        followed.wait(.seconds(5))
        #expect(
            followed.troubled == [
                "container `web` crashed once (exit 1), restarting",
                "container `web` crashed twice (exit 1), restarting",
            ]
        )
        followed.see(Seen.pod(container: Seen.backOff(runs: 3, code: 1)))
        #expect(followed.failure?.headline == "container `web` exits 1 at start (3 times)")
    }

    @Test(arguments: [("waiting", 1), ("running", 1), ("waiting", 2), ("running", 2)] as [(String, Int64)])
    func countsAllCrashesAtTheFirstSight(state: String, crashes: Int64) {
        var container = Seen.backOff(runs: crashes, code: 1)
        if state == "running" {
            container["state"] = ["running": [:]]
            container["restartCount"] = .integer(crashes)
        }
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: container))
        let times = crashes == 1 ? "once" : "twice"
        #expect(followed.troubled == ["container `web` crashed \(times) (exit 1), restarting"])
    }

    @Test func toleratesTwoExitsAndAnotherCode() {
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: Seen.backOff(runs: 1, code: 1)))
        followed.see(Seen.pod(container: Seen.backOff(runs: 2, code: 1)))
        followed.see(Seen.pod(container: Seen.backOff(runs: 3, code: 2)))
        followed.see(Seen.pod(container: Seen.backOff(runs: 4, code: 1)))
        #expect(followed.failure == nil)
        followed.see(Seen.pod(container: Seen.backOff(runs: 5, code: 1)))
        followed.see(Seen.pod(container: Seen.backOff(runs: 6, code: 1)))
        #expect(followed.failure?.code == .crashLoop)
    }

    @Test func doesNotCountExitsFromBeforeItWasReady() {
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: Seen.backOff(runs: 2, code: 1)))
        followed.see(Seen.pod(container: Seen.running(ready: true, restarts: 2)))
        followed.see(Seen.pod(container: Seen.backOff(runs: 3, code: 1)))
        followed.see(Seen.pod(container: Seen.backOff(runs: 4, code: 1)))
        #expect(followed.failure == nil)
    }

    @Test func readsThePreviousLogOfACrashLoop() {
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: Seen.backOff(runs: 3, code: 137)))
        #expect(
            followed.log
                == RolloutStateMachine.LogSource(pod: "web-2-a", container: "web", isPrevious: false)
        )
    }

    @Test func failsOnTheSecondKillForMemoryAndNamesTheLimit() throws {
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: Seen.backOff(runs: 1, code: 137, reason: "OOMKilled")))
        #expect(followed.failure == nil)
        followed.see(Seen.pod(container: Seen.backOff(runs: 2, code: 137, reason: "OOMKilled")))
        let cause = try #require(followed.failure)
        #expect(cause.code == .outOfMemory)
        #expect(cause.headline == "container `web` needs more than its memory limit of 64Mi (killed 2 times)")
        #expect(cause.pointer == container + "/resources/limits/memory")
    }

    @Test(arguments: [(1, "once"), (4, "at least once; 4 runs are over")] as [(Int64, String)])
    func saysOfAKillForWantOfMemoryWhatIsKnown(runs: Int64, times: String) {
        let unlimited = Seen.desired(["resources": [:]])
        var followed = Followed.underWay(desired: unlimited)
        followed.see(Seen.pod(container: Seen.backOff(runs: runs, code: 137, reason: "OOMKilled")))
        let trouble = "was killed for want of memory, and has no limit of its own"
        #expect(followed.failure == nil)
        #expect(followed.troubled == ["container `web` \(trouble) (killed \(times))"])
    }

    @Test func failsWhenPodsAreRefusedForAsLongAsPatienceLasts() throws {
        // C7 (d)
        let message =
            #"pods "x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=1, limited: pods=1"#
        var followed = Followed.underWay()
        followed.see(Seen.event("FailedCreate", message, about: "uid-web-2", count: 9))
        followed.wait(.seconds(59))
        #expect(followed.failure == nil)
        #expect(followed.troubles == [.quotaExceeded])
        followed.wait(.seconds(1))
        let cause = try #require(followed.failure)
        #expect(cause.code == .quotaExceeded)
        #expect(cause.headline == "the quota `team` leaves no room for another pod")
        #expect(cause.pointer == "/spec/replicas")
    }

    @Test(arguments: [
        "maximum cpu usage per Container is 1, but limit is 2",
        "[minimum memory usage per Pod is 1Gi, but request is 64Mi, maximum cpu usage per Pod is 1, but limit is 2]",
        "cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000",
    ])
    func failsOnTheThirdRefusalOfALimitRange(objection: String) throws {
        var followed = Followed.underWay()
        let message = #"pods "x" is forbidden: \#(objection)"#
        followed.see(Seen.event("FailedCreate", message, about: "uid-web-2", count: 2))
        #expect(followed.failure == nil)
        #expect(followed.troubles == [.limitRange])
        followed.see(Seen.event("FailedCreate", message, about: "uid-web-2", count: 3))
        let cause = try #require(followed.failure)
        #expect(cause.code == .limitRange)
        #expect(cause.detail == message)
        #expect(cause.pointer == "/spec/template/spec/containers/0/resources")
    }

    private var unschedulable: KubernetesObject {
        Seen.pod(conditions: [
            [
                "type": "PodScheduled", "status": "False", "reason": "Unschedulable",
                "message": "0/3 nodes are available: 3 Insufficient cpu.",
            ]
        ])
    }

    @Test func waitsForTheSchedulerAsLongAsItsPatience() throws {
        var followed = Followed.underWay()
        followed.see(unschedulable)
        followed.wait(.seconds(59))
        #expect(followed.failure == nil)
        followed.wait(.seconds(1))
        let cause = try #require(followed.failure)
        #expect(cause.code == .unschedulable)
        #expect(cause.pointer == container + "/resources/requests/cpu")
    }

    @Test func letsTheClusterAutoscalerTakeItsTime() {
        var followed = Followed.underWay()
        followed.see(unschedulable, Seen.event("TriggeredScaleUp", "pod triggered scale-up"))
        followed.wait(.seconds(500))
        #expect(followed.failure == nil)
        followed.wait(.seconds(100))
        #expect(followed.failure?.code == .unschedulable)
    }

    @Test func failsWhenTheBudgetOfTheProbesIsSpent() throws {
        let desired = Seen.desired([
            "readinessProbe": ["periodSeconds": 10, "failureThreshold": 9],
            "startupProbe": ["periodSeconds": 5, "failureThreshold": 4],
        ])
        var followed = Followed.underWay(desired: desired)
        followed.see(Seen.pod(container: Seen.running()))
        // 10 × 9 and 5 × 4, and a second for each probe's own timeout.
        followed.wait(.seconds(111))
        #expect(followed.failure == nil)
        followed.wait(.seconds(1))
        let cause = try #require(followed.failure)
        #expect(cause.code == .neverReady)
        #expect(cause.pointer == container + "/readinessProbe")
    }

    @Test func ignoresADeadlineThatHadPassedBeforeOurWrite() {
        // C7 (a)
        let stale = Seen.condition("Progressing", "False", "ProgressDeadlineExceeded", at: "t1")
        var followed = Followed(
            accepted: Seen.deployment(observed: 1, revision: "1", conditions: [stale])
        )
        followed.see(Seen.deployment(conditions: [stale]))
        #expect(followed.failure == nil)
        let fresh = Seen.condition("Progressing", "False", "ProgressDeadlineExceeded", at: "t2")
        followed.see(Seen.deployment(conditions: [fresh]))
        #expect(followed.failure?.code == .deadlineExceeded)
    }

    @Test func explainsADeadlineByTheTroubleBehindIt() {
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: Seen.backOff(runs: 1, code: 3)))
        let late = Seen.condition("Progressing", "False", "ProgressDeadlineExceeded")
        followed.see(Seen.deployment(conditions: [late]))
        #expect(followed.failure?.code == .crashLoop)
    }

    @Test func doesNotBlamePodsOfTheOldVersion() {
        // C7 (c)
        var followed = Followed.underWay()
        followed.see(
            Seen.replicaSet("web-1", revision: "1"),
            Seen.pod("web-1-a", of: "web-1", container: Seen.backOff(runs: 9, code: 1))
        )
        followed.wait(.seconds(300))
        #expect(followed.failure == nil)
        #expect(followed.troubles.isEmpty)
    }

    @Test func failsWhenTheWorkloadIsDeletedOrMadeAnew() {
        // C3.8
        var deleted = Followed.underWay()
        deleted.lose(Seen.deployment())
        #expect(deleted.failure?.code == .replaced)
        #expect(deleted.failure?.headline == "`web` was deleted by somebody else")
    }

    @Test func givesOneCauseForManyPods() {
        var followed = Followed.underWay()
        followed.see(
            Seen.pod("web-2-a", container: Seen.running()),
            Seen.pod("web-2-b", container: Seen.backOff(runs: 2, code: 1)),
            Seen.pod(
                "web-2-c",
                container: Seen.waiting("CreateContainerConfigError", #"secret "tokens" not found"#)
            )
        )
        #expect(followed.failure?.code == .missingSecret)
    }

    @Test func isReadyAtOnceWithoutWorkloads() {
        let target = RolloutTarget(service: "web", workloads: [], options: DeployOptions())
        var machine = RolloutStateMachine(target: target, start: .zero)
        #expect(machine.receive(.tick, at: .zero) == [.ready(ReadyCount(ready: 0, desired: 0))])
    }

    @Test func saysWhoHasPausedIt() throws {
        // C8
        var followed = Followed()
        var paused = Seen.deployment(revision: "1")
        paused["spec"] = ["replicas": 3, "paused": true]
        paused["status"] = ["observedGeneration": 2, "replicas": 3, "updatedReplicas": 0]
        paused[metadata: "managedFields"] = [
            [
                "manager": "kubectl-rollout", "operation": "Update",
                "fieldsV1": ["f:spec": ["f:paused": [:], "f:replicas": [:]]],
            ]
        ]
        followed.see(paused)
        #expect(
            followed.troubled == ["`web` is paused by `kubectl-rollout`, so that nothing is rolled out"]
        )
        followed.wait(.seconds(60))
        let cause = try #require(followed.failure)
        #expect(cause.remedy == "let it go on with `kubectl rollout resume deployment/web -n shop`")
    }

    @Test func whatTheManifestItselfStopsIsMeantToStand() {
        var followed = Followed(desired: Seen.desired(spec: ["paused": true]))
        var paused = Seen.deployment(revision: "1")
        paused["spec"] = ["replicas": 3, "paused": true]
        paused["status"] = ["observedGeneration": 2, "replicas": 3, "updatedReplicas": 0]
        followed.see(paused)
        followed.wait(.seconds(120))
        #expect(followed.troubled.isEmpty)
        #expect(followed.failure == nil)
    }

    /// `why` takes what is in place for what is wanted: a pause is then no trouble, and does not hide any.
    @Test func whatIsStoppedOnPurposeDoesNotHideWhatItsPodsSay() {
        var followed = Followed(desired: Seen.desired(spec: ["paused": true]))
        var paused = Seen.deployment()
        paused["spec"] = ["replicas": 3, "paused": true]
        paused["status"] = ["observedGeneration": 2, "replicas": 3, "updatedReplicas": 1]
        followed.see(paused, Seen.replicaSet("web-2", revision: "2"))
        followed.see(Seen.pod(container: Seen.waiting("ImagePullBackOff", "i/o timeout")))
        #expect(followed.machine.suspicion(at: followed.now)?.code == .imageUnavailable)
    }

    @Test func saysWhatADeletionWaitsFor() {
        var followed = Followed.underWay()
        var leaving = Seen.deployment(generation: 3)
        leaving[metadata: "deletionTimestamp"] = "2027-01-15T08:00:00Z"
        leaving[metadata: "finalizers"] = ["example.com/keep"]
        followed.see(leaving)
        #expect(followed.failure?.code == .replaced)
        let headline = "`web` is being deleted, waits for finalizer `example.com/keep`"
        #expect(followed.failure?.headline == headline)
    }
}
