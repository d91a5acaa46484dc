// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// One workload as it was last seen, compared with what we wrote.
struct ObservedWorkload: Sendable {
    private let target: RolloutTarget.Workload
    /// Without the template of its pods.
    private(set) var latest: KubernetesObject
    private(set) var loss: RootCause?
    /// Whether it does by its own status what it is meant to do: asked many times for each time that it changes.
    private var isFulfilled = false

    init(_ target: RolloutTarget.Workload) {
        self.target = target
        latest = target.accepted
        if latest.isBeingDeleted { loss = leaving(latest) }
        isFulfilled = Self.isFulfilled(latest)
    }

    /// What was asked for, made anew each time.
    var desired: DesiredObject { target.desired }
    /// The same with nothing but its name.
    var named: DesiredObject { target.named }
    /// Whether it asks itself to be stopped, which is then meant to stand.
    var isStoppedOnPurpose: Bool { target.isStoppedOnPurpose }
    var wasWritten: Bool { target.wasWritten }
    var past: RolloutTarget.Past { target.past }
    var accepted: KubernetesObject { target.accepted }
    /// How many replicas its autoscaler gives it at least.
    private var leastReplicas: Int { target.leastReplicas }
    var uid: String? { accepted.uid }

    mutating func take(_ object: KubernetesObject) {
        guard object.type == accepted.type, object.name == accepted.name else { return }
        // A list from before its end may be told once more.
        guard object.uid != target.predecessor || target.predecessor == nil else { return }
        guard object.uid == accepted.uid else {
            loss = lost("`\(object.name)` was deleted and made anew by somebody else")
            return
        }
        // A list or a watch may still show the time before our write.
        guard (object.generation ?? 0) >= (accepted.generation ?? 0) else { return }
        latest = object.withoutPodTemplate
        isFulfilled = Self.isFulfilled(object)
        if object.isBeingDeleted { loss = leaving(object) }
        if loss == nil { loss = overtaking(object) }
    }

    /// That somebody has changed what the pods are made of since our write: whatever becomes ready is not ours then.
    ///
    /// Additions do not count, nor do annotations: admission, restarts and reloaders make them (C7).
    private func overtaking(_ object: KubernetesObject) -> RootCause? {
        guard object.generation != accepted.generation else { return nil }
        let changes = FieldDiff.changes(
            from: object.with(podTemplate: target.acceptedTemplate),
            to: object.with(podTemplate: object.podTemplate)
        )
        guard let change = changes.first(where: { $0.before != nil && !$0.field.contains(".annotations") })
        else { return nil }
        let foreign = object.lastForeignWriter(since: accepted.writtenTime)
        let writer = foreign.map { "`\($0)`" } ?? "somebody else"
        var cause = cause(
            .overtaken,
            "\(writer) changed `\(named.object.name)` while it was being deployed",
            at: change.pointer
        )
        cause.detail =
            "\(change.field): \(change.before?.text() ?? "unset") → \(change.after?.text() ?? "unset")"
        return cause
    }

    mutating func remove(_ object: KubernetesObject) {
        guard object.type == accepted.type, object.uid == accepted.uid else { return }
        loss = lost("`\(object.name)` was deleted by somebody else")
    }

    /// That it has been deleted, which nothing takes back, and is there until its finalizers are done.
    private func leaving(_ object: KubernetesObject) -> RootCause {
        var cause = lost("`\(object.name)` is \(object.departure)")
        cause.remedy = "deploy again once it is gone, or see why its deletion does not end"
        return cause
    }

    private func lost(_ headline: String) -> RootCause {
        cause(.replaced, headline, at: "")
    }

    /// A cause about this workload, with the text behind the field that a pointer names.
    func cause(_ code: RootCause.Code, _ headline: String, at pointer: String) -> RootCause {
        var cause = RootCause(code, headline, object: named.object.reference, pointer: pointer)
        cause.span = named.origin(of: pointer)
        cause.chain = ["\(named.object.kind) \(named.object.name)"]
        return cause
    }

    private var status: JSONValue { latest["status"] ?? [:] }

    /// How long a container may run without being ready, by its probes.
    func budget(of container: String) -> ProbeBudget { target.budgets[container] }

    /// Whether the controller has seen what we wrote.
    ///
    /// Without this, the counts of the previous version pass for those of the new one: the first two events after a
    /// change still carry them.
    var isObserved: Bool {
        guard let observed = status["observedGeneration"]?.integer else {
            return ["Job", "Pod"].contains(named.object.kind)
        }
        return observed >= (latest.generation ?? 0)
    }

    private var replicas: Int {
        switch named.object.kind {
        case "DaemonSet": number("desiredNumberScheduled")
        case "Job": Int(latest["spec"]?["completions"]?.integer ?? 1)
        default: max(scale, isScaledToNothing ? 0 : leastReplicas)
        }
    }

    /// What the workload itself asks for now.
    var scale: Int { Int(latest["spec"]?["replicas"]?.integer ?? 1) }

    /// Somebody has switched it off: an autoscaler leaves a workload of no replicas alone.
    var isScaledToNothing: Bool { latest.isScaledToNothing }

    /// Whether its autoscaler is about to give it more replicas than it asks for by itself.
    var isBelowItsAutoscaler: Bool { !isScaledToNothing && scale < leastReplicas }

    func number(_ key: String) -> Int { Int(status[key]?.integer ?? 0) }

    var isReady: Bool {
        loss == nil && isFulfilled && isObserved && !isBelowItsAutoscaler
    }

    private static func isFulfilled(_ object: KubernetesObject) -> Bool {
        do throws(KubernetesObject.ShapeError) {
            return try Readiness.of(object).isReady
        } catch {
            // A status of a shape that no controller writes: whatever it means, it does not mean ready.
            return false
        }
    }

    /// How many replicas of the new version are ready.
    func count(newReplicaSet: KubernetesObject?) -> ReadyCount {
        let desiredCount = replicas
        let ready: Int
        switch named.object.kind {
        case "Deployment":
            // The ReplicaSet comes by another watch, and may be late; a Deployment that is done says so itself.
            let known = newReplicaSet?["status"]?["readyReplicas"]?.integer ?? 0
            ready = isReady ? desiredCount : Int(known)
        case "StatefulSet":
            let isDone = status["updateRevision"] == status["currentRevision"]
            ready = isDone ? number("readyReplicas") : min(number("updatedReplicas"), number("readyReplicas"))
        case "DaemonSet": ready = min(number("updatedNumberScheduled"), number("numberReady"))
        case "Pod": ready = isReady ? desiredCount : 0
        default: ready = number("succeeded")
        }
        return ReadyCount(ready: isObserved ? min(ready, desiredCount) : 0, desired: desiredCount)
    }

    /// The ReplicaSet that belongs to what we wrote; `nil` until the controller has made it.
    func newReplicaSet(among all: some Collection<KubernetesObject>) -> KubernetesObject? {
        guard named.object.kind == "Deployment", isObserved else { return nil }
        let key = "deployment.kubernetes.io/revision"
        guard let revision = latest.annotation(key) else { return nil }
        return all.first { $0.isControlled(by: uid) && $0.annotation(key) == revision }
    }

    /// Whether a pod runs what we wrote: those of the previous version are not ours to blame.
    func owns(_ pod: KubernetesObject, through replicaSet: KubernetesObject?) -> Bool {
        switch named.object.kind {
        case "Deployment":
            guard let replicaSet else { return false }
            return pod.isControlled(by: replicaSet.uid)
        case "StatefulSet":
            guard isObserved, let revision = status["updateRevision"]?.string else { return false }
            return pod.isControlled(by: uid) && pod.label("controller-revision-hash") == revision
        case "Pod": return pod.uid == uid
        default: return pod.isControlled(by: uid)
        }
    }

    /// Whether all ends of a pod's containers count, and not only those that were seen: they are about what is judged.
    func judgesWholePast(of pod: KubernetesObject) -> Bool {
        switch past {
        case .whole: return true
        case .sinceSight: return false
        case .sinceWrite:
            guard let written = accepted.writtenTime.flatMap({ Timestamp($0) }),
                let made = pod.createdAt
            else { return true }
            // Times of writes are whole seconds.
            return made.seconds >= written.seconds
        }
    }

    /// Adds what the controller itself says about time: a deadline that passed after our write.
    ///
    /// `isOlder` says that it stood still before there was anything of ours to wait for.
    func judgingDeadline(_ found: [Evidence], pods: [KubernetesObject], isOlder: Bool) -> [Evidence] {
        if named.object.kind == "Job", let failure = jobFailure(pods) { return [failure] + found }
        guard isDeadlineExceeded else { return found }
        // The controller only knows that time is up; if there is any sign of why, that is the cause.
        if !found.isEmpty {
            return found.map { Evidence($0.cause, isDefinite: true, log: $0.log) }
        }
        let end = Evidence(standstill(condition("Progressing")?["message"]?.string), isDefinite: true)
        return [end.marked(isOlder: isOlder)]
    }

    /// That it stands still, which nothing explains: the same whether its controller says so or our own deadline finds it.
    private func standstill(_ detail: String?) -> RootCause {
        var cause = cause(
            .deadlineExceeded,
            "the rollout makes no progress",
            at: "/spec/progressDeadlineSeconds"
        )
        cause.detail = detail
        return cause
    }

    /// That nothing of it has moved for as long as its controller lets it stand still, or nearly: where that time and our
    /// deadline are the same, which they are by default, neither may decide how a deploy ends by being seconds earlier.
    ///
    /// Other kinds have no such time.
    func standstill(lasting: Duration) -> RootCause? {
        guard named.object.kind == "Deployment" else { return nil }
        // 600 s is the default of the API, and no limit is written as the largest number.
        let limit = latest["spec"]?["progressDeadlineSeconds"]?.integer ?? 600
        guard lasting >= .seconds(limit) * 9 / 10 else { return nil }
        return standstill("nothing of it has moved for \(lasting.components.seconds) s")
    }

    /// Whether `ProgressDeadlineExceeded` is about what we wrote.
    ///
    /// The condition outlives a change by a moment, so one that was already there when the server took our write
    /// counts for nothing.
    private var isDeadlineExceeded: Bool {
        guard isObserved, let condition = condition("Progressing"),
            condition["reason"]?.string == "ProgressDeadlineExceeded"
        else { return false }
        guard wasWritten || past == .sinceSight else { return true }
        let before = Self.condition("Progressing", of: accepted)
        return before?["reason"] != condition["reason"]
            || before?["lastUpdateTime"] != condition["lastUpdateTime"]
    }

    /// That the job has given up, with how the last of its pods ended.
    private func jobFailure(_ pods: [KubernetesObject]) -> Evidence? {
        guard let condition = condition("Failed") ?? condition("FailureTarget"),
            condition["status"]?.string == "True"
        else { return nil }
        var failure = cause(.jobFailed, "the job `\(named.object.name)` did not complete", at: "/spec")
        failure.detail = condition["message"]?.string
        // Of somebody else's no manifest says how it is made.
        if latest.label(Label.managedBy) == "msctl" {
            failure.remedy = "deploy again, which deletes the failed job and makes it anew"
        }
        guard let end = JobEnd.last(of: pods) else { return Evidence(failure, isDefinite: true) }
        failure.headline += ": container `\(end.container)` \(end.how)"
        failure.pod = end.pod
        failure.container = end.container
        failure.chain.append("Pod \(end.pod)")
        return Evidence(failure, isDefinite: true, log: end.log)
    }

    private func condition(_ type: String) -> JSONValue? { Self.condition(type, of: latest) }

    private static func condition(_ type: String, of object: KubernetesObject) -> JSONValue? {
        object["status"]?["conditions"]?.array?.first { $0["type"]?.string == type }
    }
}

extension KubernetesObject {
    /// An object of this name with nothing but what its pods are made of.
    fileprivate func with(podTemplate: JSONValue?) -> KubernetesObject {
        KubernetesObject(
            type: type,
            metadata: ["name": .string(name)],
            members: ["spec": ["template": podTemplate]]
        )
    }

    /// Who, other than us and the controllers, was the last to write the object itself since a time of the server's, in its
    /// own words; `nil` where that was an msctl as well.
    fileprivate func lastForeignWriter(since written: String?) -> String? {
        let entries = (self[metadata: "managedFields"]?.array ?? []).filter { entry in
            entry["subresource"] == nil && entry["manager"]?.string != FieldManager.msctl
                && entry["manager"]?.string != FieldManager.controllers
                && entry["time"]?.string ?? "" >= written ?? ""
        }
        return entries.max { ($0["time"]?.string ?? "") < ($1["time"]?.string ?? "") }?["manager"]?.string
    }

    /// How often an Event has happened, in either of its two forms.
    var eventCount: Int {
        Int(self["series"]?["count"]?.integer ?? self["count"]?.integer ?? 1)
    }
}
