// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Foundation
import Kubernetes
import Support
import Testing

@testable import Rollout

/// What is read out of the status of a container: which words may pass, and how much of its past counts.
@Suite struct ContainerJudgementTests {
    @Test func saysNoMoreOfExitsThanIsKnown() {
        // C7 (j)
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: Seen.backOff(runs: 9, code: 137, since: "2027-01-13T08:00:00Z")))
        #expect(followed.failure == nil)
        #expect(followed.troubled == ["container `web` crashed (exit 137), restarted 8 times in all"])
        // Short runs after a long one do not make those before it short.
        followed.see(Seen.pod(container: Seen.backOff(runs: 10, code: 137)))
        followed.see(Seen.pod(container: Seen.backOff(runs: 11, code: 137)))
        #expect(followed.failure == nil)
        followed.see(Seen.pod(container: Seen.backOff(runs: 12, code: 137)))
        #expect(followed.failure?.headline == "container `web` exits 137 at start (3 times)")
    }

    @Test func whatRunsAfterOldRestartsIsJudgedByItsPresentRun() throws {
        var container = Seen.backOff(runs: 9, code: 137, since: "2027-01-13T08:00:00Z")
        container["state"] = ["running": [:]]
        container["restartCount"] = 9
        var whole = Followed(accepted: Seen.deployment(ready: 2), wasWritten: false, past: .whole)
        whole.see(Seen.replicaSet("web-2", revision: "2", ready: 2), Seen.pod(container: container))
        // As `why` sees it, at its only look.
        #expect(whole.machine.suspicion(at: .zero)?.headline == "container `web` runs but is not ready")
        var followed = Followed(accepted: Seen.deployment(ready: 2), wasWritten: false)
        followed.see(Seen.replicaSet("web-2", revision: "2", ready: 2), Seen.pod(container: container))
        followed.wait(.seconds(59))
        #expect(followed.failure == nil)
        #expect(followed.troubles == [])
        followed.wait(.seconds(1))
        let cause = try #require(followed.failure)
        #expect(cause.code == .neverReady)
        #expect(cause.isOlder)
    }

    @Test func whatBeginsDuringTheDeployIsNotOlder() {
        var followed = Followed(accepted: Seen.deployment(ready: 2), wasWritten: false)
        followed.see(Seen.replicaSet("web-2", revision: "2", ready: 2))
        followed.wait(.seconds(20))
        followed.see(Seen.pod(container: Seen.waiting("RunContainerError", "exec: no such file")))
        #expect(followed.failure?.code == .containerRefused)
        #expect(followed.failure?.isOlder == false)
    }

    @Test(
        arguments: [
            (
                "CreateContainerConfigError",
                "container's runAsUser breaks non-root policy (pod: x, container: web)", true
            ),
            (
                "CreateContainerConfigError",
                "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root",
                true
            ),
            ("CreateContainerConfigError", #"cannot find volume "tmp" to mount into container "web""#, false),
            ("CreateContainerConfigError", #"object "shop"/"tokens" not registered"#, false),
            (
                "CreateContainerConfigError",
                "failed to sync configmap cache: timed out waiting for the condition", false
            ),
            ("CreateContainerError", "no command specified", true),
            ("CreateContainerError", "failed to reserve container name: name is reserved", false),
            ("RunContainerError", #"exec: "timeout-proxy": executable file not found in $PATH"#, true),
            ("RunContainerError", "error mounting to rootfs: device or resource busy", false),
            ("PreStartHookError", "device plugin does not answer", false),
        ] as [(String, String, Bool)]
    )
    func tellsWhatIsWrongFromWhatMayPass(reason: String, message: String, isDefinite: Bool) {
        // C7 (i)
        var followed = Followed.underWay()
        followed.see(Seen.pod(container: Seen.waiting(reason, message)))
        #expect((followed.failure != nil) == isDefinite)
        followed.wait(.seconds(60))
        #expect(followed.failure?.code == .containerRefused)
        #expect(followed.failure?.detail == message)
    }

    @Test(
        arguments: [
            ("acme-ai/orders:1", "acme-ai/orders:1: not found", true),
            ("api/orders:1", #"failed to resolve reference "api/orders:1": not found"#, true),
            ("timeout:1", "reading manifest 1 in timeout:1: manifest unknown", true),
            ("ghcr.io/acme/geofence:1", "ghcr.io/acme/geofence:1: not found", true),
            (
                "acme/web:1", #"Head "https://registry.example/v2/acme/web/manifests/1": EOF; not found"#,
                false
            ),
            ("acme/web:1", "not found in mirror: dial tcp: i/o timeout", false),
            ("acme/web:1", "httpReadSeeker: failed open: unexpected EOF, not found", false),
        ] as [(String, String, Bool)]
    )
    func readsWhatIsSaidOfAnImageAndNotItsName(image: String, message: String, isDefinite: Bool) {
        #expect(ImagePullTrouble.isDefinite(message, image: image) == isDefinite)
    }

    /// The one pod `web`, as `why` looks at it, without a controller.
    private func lone(_ status: JSONObject) -> ObservedService {
        let pod = KubernetesObject(
            type: .pod,
            metadata: ["name": "web", "namespace": "shop", "uid": "uid-web"],
            members: ["spec": ["containers": [["name": "web"]]], "status": .object(status)]
        )
        let workload = RolloutTarget.Workload(
            desired: DesiredObject(pod, service: "web"),
            accepted: pod,
            wasWritten: false,
            past: .whole
        )
        let options = DeployOptions()
        let target = RolloutTarget(service: "web", workloads: [workload], options: options)
        var observed = ObservedService(target: target)
        observed.take(pod, at: .zero)
        return observed
    }

    @Test(arguments: [false, true])
    func aPodThatItsNodeHasPutOutDoesNotCrash(hasRun: Bool) throws {
        let killed: JSONValue = [
            "name": "web", "ready": false, "restartCount": 0,
            "state": ["terminated": ["exitCode": 137, "reason": "Error"]],
        ]
        let observed = lone([
            "phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory.",
            "containerStatuses": hasRun ? [killed] : nil,
        ])
        #expect(observed.evidence(at: .zero).isEmpty)
        let cause = try #require(observed.endedPod)
        #expect(cause.code == .podEnded)
        #expect(cause.headline == "the pod `web` was ended and is not started again: Evicted")
        #expect(cause.detail == "The node was low on resource: memory.")
        #expect(cause.remedy == "delete the pod and make it again: nothing else does")
    }

    /// Nothing has ended it but its own program.
    @Test func aPodWhoseContainerFailedIsExplainedByThat() {
        let observed = lone([
            "phase": "Failed",
            "containerStatuses": [
                [
                    "name": "web", "ready": false, "restartCount": 0,
                    "state": ["terminated": ["exitCode": 1, "reason": "Error"]],
                ]
            ],
        ])
        #expect(observed.endedPod == nil)
        #expect(observed.evidence(at: .zero).first?.cause.code == .crashLoop)
    }

    @Test func whatHasTakenThePlaceOfAnEndedPodSpeaksForItself() {
        let workload = RolloutTarget.Workload(
            desired: Seen.desired(),
            accepted: Seen.deployment(),
            wasWritten: false,
            past: .whole
        )
        let options = DeployOptions()
        let target = RolloutTarget(service: "web", workloads: [workload], options: options)
        var observed = ObservedService(target: target)
        var evicted = Seen.pod("web-2-x")
        evicted["status"] = ["phase": "Failed", "reason": "Evicted"]
        observed.take(Seen.replicaSet("web-2", revision: "2"), at: .zero)
        observed.take(evicted, at: .zero)
        observed.take(Seen.pod("web-2-a"), at: .zero)
        observed.take(Seen.pod("web-2-b"), at: .zero)
        #expect(observed.endedPod?.pod == "web-2-x")
        observed.take(Seen.pod("web-2-c"), at: .zero)
        #expect(observed.endedPod == nil)
        // One after the other is no chance any more.
        evicted[metadata: "name"] = "web-2-y"
        evicted[metadata: "uid"] = "uid-web-2-y"
        observed.take(evicted, at: .zero)
        let headline = "the pod `web-2-x` was ended and is not started again, as one of 2: Evicted"
        #expect(observed.endedPod?.headline == headline)
    }

    @Test func listsEveryCodeForPeople() throws {
        let page = try String(contentsOfFile: "\(repositoryRoot)/docs/root-causes.md", encoding: .utf8)
        let missing = RootCause.Code.allCases.map(\.rawValue).filter { !page.contains("| `\($0)` |") }
        #expect(missing == [])
    }
}
