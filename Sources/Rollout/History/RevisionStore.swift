// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Keeps the revisions of services in the cluster, beside what they describe.
struct RevisionStore: Sendable {
    let client: ClusterClient
    let scope: SystemScope

    /// What another system in the same namespace has recorded under the name of a service.
    struct Foreign: Sendable, Hashable {
        /// That system.
        var system: String
        /// The highest number that is taken by it.
        var highest: Int
    }

    /// What lies in the namespace: the histories of this system, and what others have recorded.
    struct Records: Sendable {
        var histories: [String: RevisionHistory] = [:]
        /// By the name of the service.
        var others: [String: Foreign] = [:]
    }

    /// The histories of all services, or of one.
    func histories(of service: String? = nil) async throws(DeployError) -> [String: RevisionHistory] {
        try await records(of: service).histories
    }

    /// The histories of all services, or of one, and what other systems have recorded under the same names.
    ///
    /// The names of the Secrets do not say whose they are, so that a number taken by another system is not free.
    func records(of service: String? = nil) async throws(DeployError) -> Records {
        var result = Records()
        for secret in try await heads(service) {
            guard let revision = RevisionSecret.revision(secret), let system = secret.label(Label.system)
            else { continue }
            guard system == scope.system else {
                var other = result.others[revision.service] ?? Foreign(system: system, highest: 0)
                if revision.number > other.highest {
                    other = Foreign(system: system, highest: revision.number)
                }
                result.others[revision.service] = other
                continue
            }
            result.histories[
                revision.service,
                default: RevisionHistory(service: revision.service, revisions: [])
            ].revisions.append(revision)
        }
        for service in result.histories.keys {
            result.histories[service]?.revisions.sort { $0.number < $1.number }
            result.histories[service]?.taken = result.others[service]?.highest ?? 0
        }
        return result
    }

    /// Stores a new revision, and notes in it in how many pieces; storing the same one again is no change.
    func record(_ revision: inout Revision, _ content: RevisionContent) async throws(DeployError) {
        let payload = content.payload
        revision.chunks = max(1, (payload.count + RevisionSecret.chunkSize - 1) / RevisionSecret.chunkSize)
        for secret in RevisionSecret.objects(revision, payload: payload, scope: scope).reversed() {
            // Pieces first, so that a revision that shows in the history is complete.
            try await DeployError.wrapping { () async throws(ClusterError) in
                _ = try await client.apply(secret, options: ApplyOptions(force: true))
            }
        }
    }

    /// Writes down what has become of a revision.
    func update(_ revision: Revision) async throws(DeployError) {
        let reference = reference(revision, chunk: 0)
        // A merge leaves what it does not name, and what no longer holds has to go.
        var annotations = RevisionSecret.annotations(revision)
        for key in RevisionSecret.clearable where annotations[key] == nil { annotations[key] = .null }
        let patch: JSONValue = ["metadata": ["annotations": .object(annotations)]]
        do throws(DeployError) {
            // Under way, it is not given up for a cancellation: nobody would know what is in place then.
            try await ConcurrentRequests.shielded { () async throws(DeployError) in
                try await DeployError.wrapping { () async throws(ClusterError) in
                    // All values are fixed, so that one lost answer does not cost the proof of a whole deploy.
                    _ = try await client.patch(
                        reference,
                        .merge(patch),
                        options: WriteOptions(isRepeatable: true)
                    )
                }
            }
        } catch {
            guard case .cluster(let trouble) = error, trouble.isOutcomeUnknown, await holds(revision) else {
                throw error
            }
        }
    }

    /// Whether what was to be written down is there, for one whose answer never came.
    private func holds(_ revision: Revision) async -> Bool {
        do throws(ClusterError) {
            let found = try await client.get(reference(revision, chunk: 0)).annotations
            let wanted = RevisionSecret.annotations(revision)
            return wanted.allSatisfy { found[$0.key] == $0.value.string }
                && RevisionSecret.clearable.allSatisfy { wanted[$0] != nil || found[$0] == nil }
        } catch {
            return false
        }
    }

    /// The objects of a revision.
    func content(of revision: Revision) async throws(DeployError) -> RevisionContent {
        var payload: [UInt8] = []
        for chunk in 0..<max(1, revision.chunks) {
            let reference = reference(revision, chunk: chunk)
            let secret = try await DeployError.wrapping { () async throws(ClusterError) in
                try await client.get(reference)
            }
            guard let text = secret["data"]?["objects"]?.string, let piece = Base64.decode(text) else {
                throw damaged(revision, "`\(reference.name)` holds no objects")
            }
            payload += piece
        }
        do {
            return try RevisionContent(payload: payload)
        } catch {
            throw damaged(revision, "\(error)")
        }
    }

    /// Forgets a revision; its pieces go first, so that one that still shows is forgotten again.
    ///
    /// What somebody has made anew meanwhile, such as by restoring a backup, is a conflict, and stays (C10).
    func delete(_ revision: Revision) async throws(DeployError) {
        let pieces = try await pieces(revision)
        for chunk in (0..<max(1, revision.chunks)).reversed() {
            let reference = reference(revision, chunk: chunk)
            let uid = chunk == 0 ? revision.uid : pieces[reference.name]
            // A piece that is not there is forgotten already.
            if chunk > 0, uid == nil { continue }
            do throws(ClusterError) {
                try await client.delete(reference, options: DeleteOptions(uid: uid))
            } catch {
                guard error.code == .notFound else { throw DeployError(error) }
            }
        }
    }

    /// The UIDs of the further pieces of a revision, by name; most have none.
    private func pieces(_ revision: Revision) async throws(DeployError) -> [String: String] {
        guard revision.chunks > 1 else { return [:] }
        let selection = ObjectSelection(
            RevisionSecret.type,
            namespace: scope.namespace,
            labelSelector: RevisionSecret.pieceSelector(revision)
        )
        let found = try await DeployError.wrapping { () async throws(ClusterError) in
            try await client.list(selection, metadataOnly: true).items
        }
        let uids = found.compactMap { piece in piece.uid.map { (piece.name, $0) } }
        return Dictionary(uids, uniquingKeysWith: { first, _ in first })
    }

    /// The first Secrets of all revisions, without the objects in them: the history is in their annotations.
    private func heads(_ service: String?) async throws(DeployError) -> [KubernetesObject] {
        let selection = ObjectSelection(
            RevisionSecret.type,
            namespace: scope.namespace,
            labelSelector: RevisionSecret.selector(service: service)
        )
        return try await DeployError.wrapping { () async throws(ClusterError) in
            try await client.list(selection, metadataOnly: true).items
        }
    }

    private func reference(_ revision: Revision, chunk: Int) -> ObjectReference {
        ObjectReference(
            type: RevisionSecret.type,
            namespace: scope.namespace,
            name: RevisionSecret.name(revision.service, revision.number, chunk: chunk)
        )
    }

    private func damaged(_ revision: Revision, _ reason: String) -> DeployError {
        .damagedRevision(service: revision.service, revision: revision.number, reason: reason)
    }
}
