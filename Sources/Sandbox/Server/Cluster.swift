// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The whole state of the sandbox as a value: objects, clock, waiting work.
///
/// Everything that acts on it is pure. Requests and controllers change objects by `create`, `update` and `delete`, or
/// by ``commit(_:at:)`` and ``erase(_:last:)`` below them; whoever has to know of a change hears of it there.
struct Cluster: Sendable {
    let options: SandboxOptions
    private(set) var store: ObjectStore
    private(set) var now: Timestamp
    private(set) var definitions = DefinedTypes()
    var random: SeededRandom
    var addresses = AddressPool()
    var events = EventCorrelator()
    var kubelet = Kubelet.Memory()
    var scheduler = Scheduler.Memory()
    var autoscalers = AutoscalerController.Memory()
    var endpointSlices = EndpointSliceController.Memory()
    private var queue = WorkQueue()
    /// Changes that watchers have not been told of yet.
    private var outbox: [Change] = []

    init(options: SandboxOptions, now: Timestamp) {
        self.options = options
        self.now = now
        store = ObjectStore(historyLimit: options.historyLimit)
        random = SeededRandom(seed: options.seed)
    }

    /// A cluster of saved objects, at which every controller will look.
    init(options: SandboxOptions, now: Timestamp, objects: [ObjectKey: JSONObject], revision: Int64) {
        self.init(options: options, now: now)
        for (key, object) in objects { store.restore(object, at: key) }
        store.resume(at: revision)
        // Names and uids must not come again.
        random = SeededRandom(seed: options.seed ^ UInt64(bitPattern: revision) << 20)
        for (key, object) in store.everything {
            if key.resource == .customResourceDefinitions { define(object) }
            notify(Change(kind: .added, key: key, revision: object.revision, object: object, previous: nil))
        }
    }

    /// The moment in the form of `creationTimestamp`.
    var time: String { now.description }

    /// The moment when something happens by itself; `nil` when nothing will.
    var nextDeadline: Timestamp? { queue.next }

    /// Lets controllers work until a moment; time passes from one piece of work to the next.
    ///
    /// Answers how many pieces were done. If that is the limit, more may be due, and time has not passed the last of them.
    @discardableResult
    mutating func advance(to moment: Timestamp, atMost limit: Int = .max) -> Int {
        var done = 0
        while done < limit {
            guard let (work, due) = queue.pop(by: moment) else {
                now = max(now, moment)
                return done
            }
            done += 1
            now = max(now, due)
            let failures = queue.failureCount(of: work)
            work.controller.reconcile(work.key, in: &self)
            // Who did not ask for another try has succeeded.
            if queue.failureCount(of: work) == failures { queue.forget(work) }
        }
        return done
    }

    /// Sets the clock, without any work being done on the way.
    mutating func setClock(to moment: Timestamp) {
        now = moment
    }

    /// Takes the changes that watchers are to be told of.
    mutating func takeChanges() -> [Change] {
        defer { outbox = [] }
        return outbox
    }

    /// Forgets the history of changes up to now.
    mutating func compact() {
        store.compact()
    }

    /// Serves the kinds of a CustomResourceDefinition.
    mutating func define(_ definition: StoredObject) {
        definitions.define(definition)
    }

    /// Serves the kinds of a CustomResourceDefinition no more.
    mutating func forgetDefinition(named name: String) {
        definitions.forget(name)
    }
}

extension Cluster {
    /// Asks a controller to look at an object, by default as soon as it would notice.
    mutating func enqueue(
        _ controller: any Controller.Type,
        _ key: ObjectKey,
        after delay: Duration? = nil
    ) {
        enqueue(controller, key, at: now + (delay ?? options.controllerDelay))
    }

    /// Asks a controller to look at an object at a moment.
    mutating func enqueue(_ controller: any Controller.Type, _ key: ObjectKey, at moment: Timestamp) {
        queue.add(Work(controller: controller, key: key), due: moment)
    }

    /// Has a controller try again later, the later the more often it has failed.
    mutating func retry(_ controller: any Controller.Type, _ key: ObjectKey) {
        queue.addRateLimited(Work(controller: controller, key: key), at: now)
    }

    /// Stores a state, tells watchers and controllers.
    @discardableResult
    mutating func commit(_ json: JSONObject, at key: ObjectKey) -> StoredObject {
        let change = store.put(json, at: key)
        note(change)
        return change.object
    }

    /// Removes an object, tells watchers and controllers; answers its last state, with the version of its end.
    @discardableResult
    mutating func erase(_ key: ObjectKey, last: JSONObject? = nil) -> JSONObject? {
        guard let change = store.remove(key, last: last) else { return nil }
        note(change)
        return change.object.json
    }

    private mutating func note(_ change: Change) {
        outbox.append(change)
        notify(change)
    }

    /// Tells the controllers of a change: the ones of its owners first, then all of them.
    private mutating func notify(_ change: Change) {
        for reference in change.object.ownerReferences + (change.previous?.ownerReferences ?? []) {
            guard reference["controller"]?.bool == true, let name = reference["name"]?.string,
                let owner = Controllers.owner(ofKind: reference["kind"]?.string ?? "")
            else { continue }
            let key = ObjectKey(resource: owner.resource, namespace: change.key.namespace, name: name)
            enqueue(owner.controller, key)
        }
        for controller in Controllers.all { controller.observe(change, in: &self) }
    }
}
