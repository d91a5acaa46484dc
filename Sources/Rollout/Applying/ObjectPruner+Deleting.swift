// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

extension ObjectPruner {
    /// How long an object may go on existing after it was deleted: load balancers are taken down meanwhile.
    static let patience = Duration.seconds(60)

    /// What has become of an object that was to be deleted.
    enum Deletion: Sendable {
        /// It is not there any more.
        case gone
        /// It is not there any more, and somebody has made another of its name, which is not ours to delete.
        case replaced
        /// It goes on existing for a while.
        case going(KubernetesObject)
    }

    /// Deletes exactly this object, not a later one of its name, and sees it gone; one that is gone already is fine.
    ///
    /// Returns false if somebody has made another one since.
    static func delete(
        _ object: KubernetesObject,
        service: String?,
        context: DeployContext
    ) async throws(DeployError) -> Bool {
        let deletion = try await request(object, context: context)
        if case .going(let rest) = deletion,
            let last = try await remaining(of: [rest], context: context).first
        {
            throw .lingering(last.reference, last.departure)
        }
        return tell(deletion, of: object, service: service, context: context)
    }

    /// Says that an object is deleted, or that another one is in its place, and returns false then.
    static func tell(
        _ deletion: Deletion,
        of object: KubernetesObject,
        service: String?,
        context: DeployContext
    ) -> Bool {
        if case .replaced = deletion {
            context.emit(service, .noted(replacement(of: object)))
            return false
        }
        context.emit(service, .pruned(object.reference))
        return true
    }

    /// That what was to be deleted is gone, and another one is in its place.
    static func replacement(of object: KubernetesObject) -> String {
        "`\(object.reference)` is gone, and somebody has made another one of its name, which stays"
    }

    /// Asks for exactly this object to be deleted, and says what has become of it.
    static func request(
        _ object: KubernetesObject,
        context: DeployContext
    ) async throws(DeployError) -> Deletion {
        try context.checkWriting()
        let client = context.writer
        let rest: KubernetesObject?
        do throws(DeployError) {
            rest = try await ConcurrentRequests.shielded {
                () async throws(DeployError) -> KubernetesObject? in
                try await DeployError.wrapping { () async throws(ClusterError) in
                    try await client.delete(object.reference, options: DeleteOptions(uid: object.uid))
                }
            }
        } catch {
            guard case .cluster(let trouble) = error else { throw error }
            return try await deletion(of: object, after: trouble, context)
        }
        // Of some kinds the server returns what it has deleted; only this tells what is yet to go.
        guard let rest, rest.isBeingDeleted else { return .gone }
        return .going(rest)
    }

    /// What a deletion that did not succeed has come to all the same.
    ///
    /// A repetition meets what the first attempt has left, whose answer was lost: nothing, or an object that somebody has made
    /// since. A namespace that is being deleted is a conflict as well (C10).
    private static func deletion(
        of object: KubernetesObject,
        after trouble: ClusterError,
        _ context: DeployContext
    ) async throws(DeployError) -> Deletion {
        if trouble.code == .notFound { return .gone }
        guard trouble.code == .conflict || trouble.isOutcomeUnknown else { throw DeployError(trouble) }
        let found: KubernetesObject?
        do throws(ClusterError) {
            found = try await context.client.find(object.reference)
        } catch {
            // Without the right to look, what the server said of the UID is all that there is.
            let isReplaced = trouble.code == .conflict && trouble.status?.message.contains("UID") == true
            if isReplaced { return .replaced }
            throw DeployError(trouble)
        }
        guard let found else { return .gone }
        guard found.uid == object.uid else { return .replaced }
        guard found.isBeingDeleted else { throw DeployError(trouble) }
        return .going(found)
    }

    /// Waits for objects that are being deleted; returns those that are still there when patience is at its end.
    ///
    /// Without waiting nobody looks.
    static func remaining(
        of objects: [KubernetesObject],
        context: DeployContext
    ) async throws(DeployError) -> [KubernetesObject] {
        guard context.options.waits else { return [] }
        let end = context.time.elapsed() + patience
        var left = objects
        while !left.isEmpty {
            let found = try await ConcurrentRequests.map(left) { (object) async throws(DeployError) in
                do throws(DeployError) {
                    return try await context.client.live(object.reference)
                } catch {
                    // What may be deleted and not read is there for all that is known.
                    guard case .cluster(let trouble) = error, trouble.code == .forbidden else { throw error }
                    return object
                }
            }
            left = zip(left, found).compactMap { old, now in now?.uid == old.uid ? now : nil }
            guard !left.isEmpty, context.time.elapsed() < end else { break }
            do {
                try await context.time.sleep(.seconds(1))
            } catch {
                throw .interrupted
            }
        }
        return left
    }
}
