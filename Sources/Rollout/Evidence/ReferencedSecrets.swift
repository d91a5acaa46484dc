// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers

/// What the Secrets hold that pods refer to: read when something is about to be said that could repeat it, and never kept in
/// anything that is said, recorded or saved.
final class ReferencedSecrets: Sendable {
    /// A Secret may be put right while a deploy waits, and its pods say the new value.
    private static let freshness = Duration.seconds(10)

    private struct Entry {
        /// Everything that it held since the command began.
        var forms: Set<String> = []
        var readAt: Duration
        /// Whether nothing of it could be read so far.
        var isUnread = false
    }

    private let client: ClusterClient
    private let time: DeployTime
    private let scope: SystemScope
    private let entries = NIOLockedValueBox<[ObjectReference: Entry]>([:])

    init(client: ClusterClient, time: DeployTime, scope: SystemScope) {
        self.client = client
        self.time = time
        self.scope = scope
    }

    /// Takes note of a Secret that was read for another reason; of other kinds nothing.
    func take(_ object: KubernetesObject?) {
        guard let object, object.type == .secret else { return }
        note(SecretForms.of(object), of: object.reference)
    }

    /// The mask with the values of all Secrets that it knows to be referred to; each is read once, with one request.
    func filling(_ mask: SecretMask) async -> SecretMask {
        guard !mask.referred.isEmpty else { return mask }
        var mask = mask
        mask.allow([scope.system, scope.environment, scope.namespace])
        for reference in mask.referred.sorted() {
            let entry = await entry(reference)
            mask.learn(entry.forms)
            if entry.isUnread { mask.leaveUnread(reference.name) }
        }
        return mask
    }

    private func entry(_ reference: ObjectReference) async -> Entry {
        let known = entries.withLockedValue { $0[reference] }
        if let known, time.elapsed() - known.readAt < Self.freshness { return known }
        do throws(ClusterError) {
            // One that is not there has given nothing to any pod.
            let forms = try await client.find(reference).map(SecretForms.of) ?? []
            return note(forms, of: reference)
        } catch {
            // Whatever the reason is: what is not known cannot be taken out.
            if let known { return known }
            let entry = Entry(readAt: time.elapsed(), isUnread: true)
            entries.withLockedValue { $0[reference] = entry }
            return entry
        }
    }

    @discardableResult
    private func note(_ forms: Set<String>, of reference: ObjectReference) -> Entry {
        let now = time.elapsed()
        return entries.withLockedValue { entries in
            var entry = entries[reference] ?? Entry(readAt: now)
            entry.forms.formUnion(forms)
            entry.readAt = now
            entry.isUnread = false
            entries[reference] = entry
            return entry
        }
    }
}
