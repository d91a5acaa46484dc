// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Testing

@testable import Rollout

/// Routes, load balancers, autoscalers and claims: what their controllers say counts, and their silence does not hang a deploy.
@Suite struct CompanionTests {
    // C7 (g)
    private static let manifest = SourceFile(path: "msctl.yaml", text: "routes: x\n")
    private static let span = SourceSpan(file: manifest, range: 0..<6)

    private static let apiVersions = [
        "HTTPRoute": "gateway.networking.k8s.io/v1", "Ingress": "networking.k8s.io/v1",
        "HorizontalPodAutoscaler": "autoscaling/v2",
    ]

    /// An object `web` of a kind, as the server keeps it.
    private func object(
        _ kind: String,
        spec: JSONObject = [:],
        status: JSONObject = [:],
        generation: Int64 = 2
    ) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: Self.apiVersions[kind] ?? "v1", kind: kind),
            metadata: [
                "name": "web", "namespace": "shop", "uid": .string("uid-\(kind)"),
                "generation": .integer(generation),
                "managedFields": [["manager": "msctl", "time": "2026-01-01T00:00:00Z"]],
            ],
            members: ["spec": .object(spec), "status": .object(status)]
        )
    }

    private func companion(_ object: KubernetesObject, wasWritten: Bool = true) -> RolloutTarget.Companion {
        RolloutTarget.Companion(
            desired: DesiredObject(object, service: "web", origins: ["": Self.span]),
            accepted: object,
            wasWritten: wasWritten
        )
    }

    /// A rollout whose workload is ready, beside something else.
    private func ready(_ companion: RolloutTarget.Companion) -> Followed {
        var followed = Followed(companions: [companion])
        followed.see(Seen.deployment(ready: 3), Seen.replicaSet("web-2", revision: "2", ready: 3))
        return followed
    }

    private static let routeSpec: JSONObject = ["parentRefs": [["name": "edge"]]]
    private static let balancerSpec: JSONObject = ["type": "LoadBalancer"]

    private func route(_ conditions: [(String, String, String)], generation: Int64 = 2) -> KubernetesObject {
        let list = conditions.map { type, status, reason -> JSONValue in
            [
                "type": .string(type), "status": .string(status), "reason": .string(reason),
                "message": .string("about \(reason)"), "observedGeneration": .integer(generation),
            ]
        }
        return object(
            "HTTPRoute",
            spec: Self.routeSpec,
            status: conditions.isEmpty
                ? [:] : ["parents": [["parentRef": ["name": "edge"], "conditions": .array(list)]]]
        )
    }

    @Test(arguments: [
        ("Accepted", "NoMatchingParent", "/spec/parentRefs"),
        ("ResolvedRefs", "BackendNotFound", "/spec/rules"),
    ])
    func aRouteThatIsRefusedForThePatienceIsAFailure(type: String, reason: String, pointer: String) {
        var followed = ready(companion(route([])))
        let others = ["Accepted", "ResolvedRefs"].filter { $0 != type }.map { ($0, "True", "Fine") }
        followed.see(route([(type, "False", reason)] + others))
        #expect(followed.troubles == [.routeRefused])
        followed.wait(.seconds(59))
        #expect(followed.failure == nil)
        #expect(!followed.actions.contains { if case .ready = $0 { true } else { false } })
        followed.wait(.seconds(1))
        let cause = followed.failure
        #expect(cause?.code == .routeRefused)
        #expect(cause?.headline == "the gateway refuses `web`: about \(reason)")
        #expect(cause?.pointer == pointer)
        #expect(cause?.span == Self.span)
        #expect(cause?.chain == ["HTTPRoute web", reason])
    }

    @Test func aRefusalThatIsTakenBackIsNone() {
        var followed = ready(companion(route([])))
        followed.see(route([("Accepted", "False", "Pending")]))
        followed.wait(.seconds(50))
        followed.see(route([("Accepted", "True", "Accepted"), ("ResolvedRefs", "True", "Resolved")]))
        followed.wait(.seconds(10))
        #expect(followed.isProven)
        #expect(followed.machine.remarks(at: followed.now) == [])
    }

    @Test func aWordAboutAnEarlierGenerationIsNone() {
        var followed = ready(companion(route([])))
        followed.see(route([("Accepted", "False", "NoMatchingParent")], generation: 1))
        followed.wait(.seconds(30))
        followed.wait(.seconds(10))
        #expect(followed.isProven)
        #expect(
            followed.machine.remarks(at: followed.now).first?.hasPrefix("no controller has reported") == true
        )
    }

    @Test func whatIsBehindARouteMayBeOnItsWayWithThePods() {
        var followed = Followed(companions: [companion(route([]))])
        followed.see(route([("ResolvedRefs", "False", "BackendNotFound")]))
        followed.wait(.seconds(120))
        #expect(followed.failure == nil)
    }

    @Test func aRouteThatWasRefusedBeforeAndIsNotTouchedTakesNothingBack() {
        let refused = route([("Accepted", "False", "NoMatchingParent")])
        var followed = ready(companion(refused, wasWritten: false))
        followed.see(refused)
        followed.wait(.seconds(10))
        #expect(followed.isProven)
        #expect(
            followed.machine.remarks(at: followed.now) == [
                "`HTTPRoute web` was refused before this deploy: about NoMatchingParent"
            ]
        )
    }

    @Test func aRouteThatTheDeployBreaksWithoutTouchingItIsAFailure() {
        let fine = [("Accepted", "True", "Accepted"), ("ResolvedRefs", "True", "Resolved")]
        var followed = ready(companion(route(fine), wasWritten: false))
        followed.see(route([("Accepted", "True", "Accepted"), ("ResolvedRefs", "False", "BackendNotFound")]))
        followed.wait(.seconds(60))
        #expect(followed.failure?.code == .routeRefused)
    }

    @Test(arguments: ["HTTPRoute", "Ingress", "Service"])
    func silenceIsWaitedOutOnce(kind: String) {
        let spec = kind == "Service" ? Self.balancerSpec : Self.routeSpec
        var followed = ready(companion(object(kind, spec: spec)))
        followed.wait(.seconds(29))
        #expect(!followed.actions.contains(.ready(ReadyCount(ready: 3, desired: 3))))
        followed.wait(.seconds(1))
        #expect(followed.actions.contains(.ready(ReadyCount(ready: 3, desired: 3))))
        followed.wait(.seconds(10))
        #expect(followed.isProven)
        let remarks = followed.machine.remarks(at: followed.now)
        #expect(remarks.count == 1)
        #expect(remarks.first?.hasPrefix("no controller has reported on `\(kind) web`") == true)
        // What this deploy has not written is not waited for.
        var second = ready(companion(object(kind, spec: spec), wasWritten: false))
        second.wait(.seconds(10))
        #expect(second.isProven)
    }

    @Test func anAddressEndsTheWait() {
        for kind in ["Ingress", "Service"] {
            let spec = kind == "Service" ? Self.balancerSpec : [:]
            var followed = ready(companion(object(kind, spec: spec)))
            followed.see(object(kind, spec: spec, status: ["loadBalancer": ["ingress": [["hostname": "x"]]]]))
            followed.wait(.seconds(10))
            #expect(followed.isProven, "\(kind)")
            #expect(followed.machine.remarks(at: followed.now) == [], "\(kind)")
        }
    }

    private func event(_ reason: String, at time: String) -> KubernetesObject {
        var event = Seen.event(reason, "quota exceeded", about: "uid-Service", name: "e-\(reason)")
        event["lastTimestamp"] = .string(time)
        return event
    }

    @Test func aLoadBalancerThatCannotBeMadeIsAFailure() {
        var followed = ready(companion(object("Service", spec: Self.balancerSpec)))
        followed.see(event("SyncLoadBalancerFailed", at: "2026-01-01T00:00:05Z"))
        followed.wait(.seconds(60))
        #expect(followed.failure?.code == .noAddress)
        #expect(followed.failure?.pointer == "/spec/type")
    }

    @Test func aLoadBalancerThatTheDeployHasNotWrittenTakesNothingBack() {
        let balancer = object("Service", spec: Self.balancerSpec)
        var followed = ready(companion(balancer, wasWritten: false))
        followed.see(event("SyncLoadBalancerFailed", at: "2026-01-01T00:00:05Z"))
        followed.wait(.seconds(70))
        #expect(followed.isProven)
        #expect(
            followed.machine.remarks(at: followed.now) == ["`Service web` has no address: quota exceeded"]
        )
    }

    /// A controller that failed once and tries again is at work; when it fails again, it has been failing all the while.
    @Test func aFailureOfALoadBalancerCountsUntilTheNextAttempt() {
        var followed = ready(companion(object("Service", spec: Self.balancerSpec)))
        followed.see(event("SyncLoadBalancerFailed", at: "2026-01-01T00:00:05Z"))
        followed.wait(.seconds(30))
        followed.see(event("EnsuringLoadBalancer", at: "2026-01-01T00:00:35Z"))
        followed.wait(.seconds(120))
        #expect(followed.failure == nil)
        followed.see(event("SyncLoadBalancerFailed", at: "2026-01-01T00:02:35Z"))
        followed.wait(.seconds(1))
        #expect(followed.failure?.code == .noAddress)
    }

    @Test func anEventFromBeforeTheWriteSaysNothing() {
        var followed = ready(companion(object("Service", spec: Self.balancerSpec)))
        followed.see(event("SyncLoadBalancerFailed", at: "2025-12-31T23:59:59Z"))
        followed.wait(.seconds(30))
        followed.wait(.seconds(10))
        #expect(followed.isProven)
    }

    @Test func aLoadBalancerThatIsBeingMadeIsWaitedFor() {
        var followed = ready(companion(object("Service", spec: Self.balancerSpec)))
        followed.see(event("EnsuringLoadBalancer", at: "2026-01-01T00:00:05Z"))
        followed.wait(.seconds(120))
        #expect(!followed.isProven)
        followed.wait(.seconds(480))
        #expect(followed.hasPassedDeadline)
        #expect(
            followed.machine.remarks(at: followed.now) == [
                "`Service web`: its load balancer has no address yet"
            ]
        )
    }

    @Test func anAutoscalerWithoutMetricsIsNamedAndStopsNothing() {
        let status: JSONObject = [
            "conditions": [
                Seen.condition("AbleToScale", "True", "ReadyForNewScale"),
                [
                    "type": "ScalingActive", "status": "False", "reason": "FailedGetResourceMetric",
                    "message": "unable to compute the replica count: unable to get metrics: no metrics",
                ],
            ]
        ]
        let kind = "HorizontalPodAutoscaler"
        var followed = ready(companion(object(kind)))
        followed.see(object(kind, status: status))
        followed.wait(.seconds(10))
        #expect(followed.isProven)
        // A new one has no metrics in its first minute.
        #expect(followed.machine.remarks(at: followed.now).isEmpty)
        var later = ready(companion(object(kind, status: status), wasWritten: false))
        later.wait(.seconds(10))
        #expect(later.isProven)
        #expect(
            later.machine.remarks(at: later.now) == ["`HorizontalPodAutoscaler web` cannot scale: no metrics"]
        )
    }

    @Test(arguments: [
        ("unable to get metrics: no metrics", "no metrics"), ("no metrics", "no metrics"), ("", ""),
        (
            "pods by selector app=web are controlled by multiple HPAs: [shop/web shop/web-2]",
            "pods by selector app=web are controlled by multiple HPAs: [shop/web shop/web-2]"
        ),
    ])
    func theCauseComesLastInAMessageWithWhatItIsAbout(message: String, cause: String) {
        #expect(ObservedCompanion.cause(in: message) == cause)
    }

    @Test func podsThatNoNodeTakesForTheirVolumesWaitForTheClaim() {
        let claim = object("PersistentVolumeClaim", status: ["phase": "Pending"])
        var followed = Followed(companions: [companion(claim)])
        let unscheduled: JSONValue = [
            "type": "PodScheduled", "status": "False", "reason": "Unschedulable",
            "message": "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
        ]
        followed.see(
            claim,
            Seen.deployment(),
            Seen.replicaSet("web-2", revision: "2"),
            Seen.pod(conditions: [unscheduled])
        )
        #expect(followed.troubles == [.claimPending])
        followed.wait(.seconds(60))
        let cause = followed.failure
        #expect(cause?.code == .claimPending)
        #expect(cause?.headline == "the claim `web` is not bound to a volume")
        #expect(cause?.span == Self.span)
        #expect(cause?.detail?.contains("unbound immediate") == true)
    }
}
