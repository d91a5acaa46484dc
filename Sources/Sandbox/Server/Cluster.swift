// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The whole state of the sandbox as a value: objects, clock, waiting work.
///
/// Everything that acts on it is pure.
struct Cluster: Sendable {
    var options: SandboxOptions
    var store: ObjectStore
    var now: Timestamp
    var random: SeededRandom
    var queue = WorkQueue()
    var definitions = DefinedTypes()
    /// Changes that watchers have not been told of yet.
    var outbox: [Change] = []
    var services = SelectorIndex()
    var nodeUse: [String: NodeUse] = [:]
    /// What the make-believe kubelets remember of their pods, by uid.
    var podMemory: [String: PodMemory] = [:]
    /// How often an event was repeated, by what it says.
    var eventKeys: [String: ObjectKey] = [:]
    /// What was said about an object lately in other words, by everything else about it.
    var similarRemarks: [String: SimilarRemarks] = [:]
    var nextAddress: UInt32 = 1
    var backoff: [Work: Int] = [:]

    init(options: SandboxOptions, now: Timestamp) {
        self.options = options
        self.now = now
        store = ObjectStore(historyLimit: options.historyLimit)
        random = SeededRandom(seed: options.seed)
    }

    /// The moment in the form of `creationTimestamp`.
    var time: String { now.description }

    /// The moment when something happens by itself; `nil` when nothing will.
    var nextDeadline: Timestamp? { queue.next }

    /// Lets controllers work until a moment; time passes from one piece of work to the next.
    mutating func advance(to moment: Timestamp) {
        while let (work, due) = queue.pop(by: moment) {
            now = max(now, due)
            perform(work)
        }
        now = max(now, moment)
    }

    /// Asks a controller to look at an object, by default as soon as it would notice.
    mutating func enqueue(_ controller: Work.Controller, _ key: ObjectKey, after delay: Duration? = nil) {
        queue.add(
            Work(controller: controller, key: key),
            due: now + (delay ?? options.controllerDelay)
        )
    }

    /// Stores a state, tells watchers and controllers.
    @discardableResult
    mutating func commit(_ json: JSONObject, at key: ObjectKey) -> StoredObject {
        let change = store.put(json, at: key)
        note(change)
        return change.object
    }

    /// Removes an object, tells watchers and controllers.
    mutating func erase(_ key: ObjectKey, last: JSONObject? = nil) {
        if let change = store.remove(key, last: last) { note(change) }
    }

    private mutating func note(_ change: Change) {
        outbox.append(change)
        notify(change)
    }

    /// The resource with this group and plural, built in or defined.
    func type(group: String, version: String, plural: String) -> ResourceType? {
        if let known = ResourceType.named(group: group, plural: plural) {
            return known.type.version == version ? known : nil
        }
        return definitions.type(group: group, version: version, plural: plural)
    }

    /// Every resource that the server offers.
    var types: [ResourceType] { ResourceType.all + definitions.types }

    /// The resource of a kind.
    func type(of kind: GroupVersionKind) -> ResourceType? {
        ResourceType.named(kind) ?? definitions.types.first { $0.type == kind }
    }

    /// The type of a resource's objects.
    func type(of resource: GroupResource) -> ResourceType? {
        Self.builtIn[resource] ?? definitions.types.first { $0.qualifiedPlural == resource.text }
    }

    private static let builtIn = Dictionary(
        ResourceType.all.map { (GroupResource($0), $0) },
        uniquingKeysWith: { first, _ in first }
    )
}
