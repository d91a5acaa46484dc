// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// Looks whether what a service consists of beside its workloads is still there, before the service counts as working.
///
/// Nothing watches these kinds, and pods are ready without them: nobody reaches them without their Service, and the next
/// one does not start without its configuration.
struct PresenceCheck: Sendable {
    private static let kinds: Set<String> = ["Service", "ConfigMap"]

    let context: DeployContext

    /// What somebody has deleted since it was written; `nil` where all is there, or where nobody can tell.
    ///
    /// Without an answer the word of the pods is all there is, and the other objects are not asked about either.
    @inline(never)
    func absence(in revision: Revision) async -> RootCause? {
        do throws(ClusterError) {
            for reference in revision.objects.filter({ Self.kinds.contains($0.type.kind) }).sorted() {
                guard try await isAbsent(reference) else { continue }
                var cause = RootCause(
                    .objectGone,
                    "`\(reference)` was deleted by somebody else while it was being deployed",
                    object: reference,
                    pointer: ""
                )
                cause.remedy = "deploy the service again, which makes what is missing"
                return cause
            }
        } catch {
            return nil
        }
        return nil
    }

    private func isAbsent(_ reference: ObjectReference) async throws(ClusterError) -> Bool {
        do throws(ClusterError) {
            let found = try await context.client.repeating(within: ObservedKind.repetition).find(reference)
            return found?.isBeingDeleted ?? true
        } catch {
            // Who may not look at one kind may look at another.
            guard error.code == .forbidden else { throw error }
            return false
        }
    }
}
