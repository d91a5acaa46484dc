// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

extension ObjectPruner {
    /// How long an object may go on existing after it was deleted: load balancers are taken down meanwhile.
    static let patience = Duration.seconds(60)

    /// Deletes exactly this object, not a later one of its name, and sees it gone; one that is gone already is fine.
    static func delete(
        _ object: KubernetesObject,
        service: String?,
        context: DeployContext
    ) async throws(DeployError) {
        if let rest = try await request(object, context: context),
            let last = try await remaining(of: [rest], context: context).first
        {
            throw .lingering(last.reference, last.departure)
        }
        context.emit(service, .pruned(object.reference))
    }

    /// Asks for exactly this object to be deleted; returns it if it goes on existing for a while.
    static func request(
        _ object: KubernetesObject,
        context: DeployContext
    ) async throws(DeployError) -> KubernetesObject? {
        try context.checkWriting()
        let client = context.writer
        let rest = try await ConcurrentRequests.shielded {
            () async throws(DeployError) -> KubernetesObject? in
            do throws(ClusterError) {
                return try await client.delete(object.reference, options: DeleteOptions(uid: object.uid))
            } catch {
                // Another UID means that somebody has made it anew: that one is not ours to delete.
                guard error.code != .notFound, error.code != .conflict else { return nil }
                throw DeployError(error)
            }
        }
        // Of some kinds the server returns what it has deleted; only this tells what is yet to go.
        return rest?.isBeingDeleted == true ? rest : nil
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
