// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Finds out what applying objects would change, by asking the server without changing anything.
struct Planner: Sendable {
    let client: ClusterClient
    let takesOver: Bool
    /// Whether an object with our stamp on it is believed to be unchanged without asking the server.
    var trustsStamps = true
    /// Whether a scale that was set by hand stays whatever the objects say: on a way back it is what keeps a service alive.
    var keepsScale = false
    /// A namespace that is yet to be made, into which a server cannot dry-run.
    var missingNamespace: String?
    /// Kinds that the server does not serve: nothing of them can be asked about.
    var unserved: Set<GroupVersionKind> = []
    /// Autoscalers that the same deploy deletes.
    var leavingAutoscalers: [KubernetesObject] = []
    /// The autoscalers of the namespace, whoever has made them; `nil` if nobody has looked yet.
    var autoscalers: Autoscalers?

    /// What a look at the autoscalers of a namespace has shown.
    enum Autoscalers: Sendable {
        case found([KubernetesObject])
        /// They may not be read.
        case unknown
    }

    /// What would become of one object; `live` is what a list has found, if anything.
    ///
    /// `least` is how many replicas an autoscaler gives it at least; `nil` for what no autoscaler governs.
    func item(
        _ desired: DesiredObject,
        live: KubernetesObject?,
        least: Int?
    ) async throws(DeployError) -> ResolvedPlan.Item {
        do throws(DeployError) {
            var item = try await asked(desired, live: live, least: least)
            if item.change.isWrite, let stop = item.live?.stop {
                item.notes.append("it is \(stop), and stays so")
            }
            if keepsScale, desired.object.kind == "Job", item.change == .create {
                item.notes.append(Self.runsAgain)
            }
            // What is taken over goes, and who stands in the way is said already.
            if let live = item.live, !item.change.isObstacle, !item.takesOver {
                let others = item.others ?? ForeignFields(of: live)
                item.notes += others.staying(beside: item.desired.object, without: item.evicted)
            }
            return item
        } catch {
            guard desired.object.kind == "Namespace", case .cluster(let refusal) = error,
                refusal.code == .forbidden
            else { throw error }
            return try await asItIs(desired, refusal)
        }
    }

    private func asked(
        _ desired: DesiredObject,
        live: KubernetesObject?,
        least: Int?
    ) async throws(DeployError) -> ResolvedPlan.Item {
        if unserved.contains(desired.object.type) {
            let reason = ServedKinds.headline(desired.object.type)
            return ResolvedPlan.Item(desired: desired, live: live, change: .refused(reason))
        }
        if desired.object.isWithheld { return try await withheld(desired, live: live) }
        // What is in a namespace that has to be made goes with the one that is there.
        var live = missingNamespace != nil && desired.object.namespace == missingNamespace ? nil : live
        if live == nil, ResourceType.named(desired.object.type)?.isNamespaced == false {
            live = try await client.live(desired.object.reference)
        }
        if let refused = refusal(desired, of: live) { return refused }
        if let live, live.isClaimInUse {
            let reason = "\(live.departure): pods still use it; save its data, then stop them"
            return ResolvedPlan.Item(desired: desired, live: live, change: .refused(reason))
        }
        if let live, let reason = live.reasonToGo {
            return successor(desired, of: live, reason, least: least)
        }
        if let live, let left = NamespaceOwnership.left(desired, live: live) { return left }
        var item = adjusted(desired, live: live, least: least)
        if live == nil, let missingNamespace, desired.object.namespace == missingNamespace {
            item.change = Self.create(item.desired)
            return item
        }
        if trustsStamps, !item.takesOver, let live, AppliedStamp.isCurrent(item, live: live) {
            item.noteOwnership()
            return item
        }
        if let repeated = Self.repeated(in: item.desired.object) {
            item.change = .refused(repeated)
            return item
        }
        item.keepStamps()
        // Each round removes or forces what the server objected to, so a few rounds are plenty.
        for _ in 0..<4 {
            let wasKnown = item.live != nil
            let conflicts = try await attempt(&item)
            if let refused = refusal(desired, of: item.live) { return refused }
            guard let conflicts else {
                item.noteOwnership()
                return item
            }
            if let live = item.live, let reason = ImmutableField.selectorReason(item.desired, live: live) {
                item.change = .replaceNeeded(reason)
                return item
            }
            if !wasKnown, let live = item.live {
                if live.isBeingDeleted, let reason = live.reasonToGo {
                    return successor(desired, of: live, reason, least: least)
                }
                // Somebody else made it: what was left open for a new object now has an owner and a value.
                item = adjusted(desired, live: item.live, least: least)
                item.keepStamps()
                continue
            }
            guard try await resolve(conflicts, in: &item) else { return item }
        }
        return item
    }

    /// What to make once an object of the same name is gone.
    ///
    /// The server is not asked: a dry run would change what is there instead of making something new.
    private func successor(
        _ desired: DesiredObject,
        of predecessor: KubernetesObject,
        _ reason: String,
        least: Int?
    ) -> ResolvedPlan.Item {
        var item = adjusted(desired, live: nil, least: least)
        item.predecessor = predecessor
        item.change = Self.create(item.desired)
        item.notes.append(reason)
        return item
    }

    /// The refusal of an object that another system has under the same name; `nil` if none has.
    private func refusal(_ desired: DesiredObject, of live: KubernetesObject?) -> ResolvedPlan.Item? {
        // A namespace may be shared: it is left to whoever came first.
        guard !takesOver, desired.object.kind != "Namespace", let live,
            let owner = OtherSystem.owner(of: live, desired: desired.object)
        else { return nil }
        return ResolvedPlan.Item(desired: desired, live: live, change: .refused(OtherSystem.refusal(owner)))
    }

    /// What to apply over what is there: fields that are others' business taken out, a scale set by hand put in.
    private func adjusted(_ desired: DesiredObject, live: KubernetesObject?, least: Int?) -> ResolvedPlan.Item
    {
        var item = ResolvedPlan.Item(desired: desired, live: live, change: .unchanged)
        item.isAutoscaled = least != nil
        item.takesOver = takesOver && live.map(TakeOver.isNeeded) ?? false
        let leaving = ReplicaOwnership.governed(by: leavingAutoscalers)
        ReplicaOwnership.adjust(&item, least: least, leaving: leaving)
        ScaleOverride.adjust(&item, keeps: keepsScale)
        leaveReplicas(&item)
        return item
    }

    /// Leaves the number of replicas to the autoscaler that owns it already, which the server would only say as well.
    private func leaveReplicas(_ item: inout ResolvedPlan.Item) {
        let field = ReplicaOwnership.field
        guard let autoscalers, !item.isAutoscaled, item.replicas == .none, let live = item.live,
            let owner = live.replicasAutoscaler, item.desired.object.value(at: field) != nil,
            !owner.isHorizontalAutoscalers || isGoverned(item.desired.object, by: autoscalers)
        else { return }
        item.remove(field)
        item.yielded.append(owner)
        item.notes.append("`\(owner.path)` is left to `\(owner.manager)`")
    }

    /// Asks once; returns the conflicts if there are any, and otherwise settles the item.
    ///
    /// An object that turns out to have been made by somebody else is found and asked about again: no conflicts, and
    /// the item is not settled.
    private func attempt(_ item: inout ResolvedPlan.Item) async throws(DeployError) -> [FieldConflict]? {
        let result: KubernetesObject
        do throws(ClusterError) {
            result = try await client.apply(
                item.desired.object,
                options: ApplyOptions(force: item.force, dryRun: true)
            )
        } catch {
            if !error.fieldConflicts.isEmpty {
                // It exists, but without our labels.
                if item.live == nil { item.live = try await client.live(item.desired.object.reference) }
                return error.fieldConflicts
            }
            // What cannot be changed may be another system's, without our labels.
            if item.live == nil, error.code == .invalid {
                item.live = try await client.live(item.desired.object.reference)
            }
            if try await evict(from: &item, error) { return nil }
            item.change = try Self.refusal(error, of: item.desired, live: item.live, notes: &item.notes)
            return nil
        }
        if item.live == nil, result.resourceVersion != nil {
            item.live = try await client.live(item.desired.object.reference)
            if item.live != nil { return [] }
        }
        guard let live = item.live else {
            item.change = .create
            return nil
        }
        let outcome = item.takesOver ? TakeOver.outcome(result, of: live) : result
        let changes = FieldDiff.changes(from: live, to: outcome) + ListOrder.changes(from: live, to: outcome)
        item.change = changes.isEmpty ? .unchanged : .update(changes)
        if !item.takesOver { item.compareOwners(with: result) }
        return nil
    }

    /// The namespace for those who have no rights to it: deploying into one that is there needs none.
    private func asItIs(
        _ desired: DesiredObject,
        _ refusal: ClusterError
    ) async throws(DeployError) -> ResolvedPlan.Item {
        var item = ResolvedPlan.Item(desired: desired, live: nil, change: .unchanged)
        item.notes = ["the namespace is left as it is, because you may not change it"]
        do throws(ClusterError) {
            item.live = try await client.find(desired.object.reference)
        } catch {
            // Who may not even look at it will learn from the first object in it whether it is there.
            guard error.code == .forbidden else { throw DeployError(error) }
            return item
        }
        if item.live == nil { throw DeployError(refusal) }
        return item
    }

    /// A Secret of a recorded revision: its values were never stored, so all that can be done is to see it is there.
    private func withheld(
        _ desired: DesiredObject,
        live: KubernetesObject?
    ) async throws(DeployError) -> ResolvedPlan.Item {
        var found = live
        if found == nil { found = try await client.live(desired.object.reference) }
        let reason = "it is gone, and values of Secrets are not recorded"
        if let refused = refusal(desired, of: found) { return refused }
        return ResolvedPlan.Item(
            desired: desired,
            live: found,
            change: found?.isBeingDeleted ?? true ? .refused(reason) : .unchanged
        )
    }
}

extension Planner {
    /// What a refused dry run means, unless it is trouble with the server rather than with the object.
    static func refusal(
        _ error: ClusterError,
        of desired: DesiredObject,
        live: KubernetesObject?,
        notes: inout [String]
    ) throws(DeployError) -> PlannedChange {
        let message = SecretMask(of: [desired.object]).clean(text: error.status?.message ?? "")
        switch error.code {
        case .notFound where error.status?.subjectKind == "namespaces":
            notes.append(shapeOnly)
            return create(desired)
        // The object would be well, if its place were.
        case .forbidden where message.contains("because it is being terminated"):
            return .refused(terminating)
        case .invalid where message.contains("immutable"):
            return .replaceNeeded(ImmutableField.reason(desired, live: live, error))
        case .invalid where message.contains("updates to statefulset spec"):
            return .replaceNeeded(StatefulSetReplacement.reason(desired, live: live) ?? message)
        case .invalid: return .refused(message.isEmpty ? error.headline : message)
        // A field that the schema does not have is a 500 in server-side apply.
        case .serverFailure where message.contains("typed patch object"): return .refused(message)
        case .forbidden where !message.contains(" cannot "): return .refused(message)
        default: throw DeployError(error)
        }
    }

    /// What is said twice in lists that are merged by key, in words; `nil` if nothing is.
    ///
    /// Not every server refuses it: some merge the second into the first, and what runs is neither (C6.6).
    private static func repeated(in object: KubernetesObject) -> String? {
        let repeated = SchemaValidator(requiresCompleteness: false).validate(object)
            .filter { $0.reason == .duplicate }
        return repeated.isEmpty ? nil : repeated.map(\.message).joined(separator: "; ")
    }

    /// Said of a Job that a way back makes anew: it does again what it has done before.
    static let runsAgain = "going back makes this Job anew, and so it runs again"

    /// Said once, however many objects it is true of.
    static let terminating = "the namespace is being deleted, so that nothing can be made in it"

    /// Said once, however many objects it is true of.
    static let shapeOnly = "the namespace does not exist, so only the shape of what goes into it was checked"

    /// What becomes of an object in a namespace that is yet to be made.
    private static func create(_ desired: DesiredObject) -> PlannedChange {
        let violations = SchemaValidator().validate(desired.object)
        guard violations.isEmpty else {
            return .refused(violations.map(\.message).joined(separator: "; "))
        }
        return .create
    }
}

extension ResolvedPlan.Item {
    /// Takes a field out of what is applied.
    mutating func remove(_ field: String) {
        guard let path = FieldPath(field), let tree = path.removing(from: .object(desired.object.json)).object
        else { return }
        replaceTree(tree)
    }

    /// Puts another tree in place of what is applied; the identity stays.
    mutating func replaceTree(_ tree: JSONObject) {
        for member in tree { desired.object[member.key] = member.value }
        if let metadata = tree["metadata"]?.object {
            for key in ["labels", "annotations"] { desired.object[metadata: key] = metadata[key] }
        }
    }

    /// Keeps the annotations that say what was last written, so that they alone are never a change.
    mutating func keepStamps() {
        for key in [Label.revision, Label.applied] {
            if let value = live?.annotation(key) { stamp(key, value) }
        }
    }

    /// Sets an annotation.
    mutating func stamp(_ key: String, _ value: String) {
        var annotations = desired.object[metadata: "annotations"]?.object ?? [:]
        annotations[key] = .string(value)
        desired.object[metadata: "annotations"] = .object(annotations)
    }
}

extension KubernetesObject {
    /// Whether this is a recorded Secret without its values.
    var isWithheld: Bool { annotations[Label.withheld] != nil }

    /// The value of a field in the server's spelling.
    func value(at field: String) -> JSONValue? {
        FieldPath(field)?.value(in: .object(json))
    }

    /// When a manager last wrote, as managedFields says.
    func lastWrite(by manager: String, subresource: String?) -> String? {
        let entries = self[metadata: "managedFields"]?.array ?? []
        return entries.last {
            $0["manager"]?.string == manager && $0["subresource"]?.string == subresource
        }?["time"]?.string
    }
}
