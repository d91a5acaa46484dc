// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import KubernetesClient
import Rollout

/// Whether there is a namespace to deploy into.
enum NamespaceState: Hashable {
    case present
    case absent
    /// It is being deleted, and takes nothing new.
    case leaving
    /// It may not be read, which a deploy need not do.
    case unknown

    /// Judges what a look has shown.
    init(_ found: KubernetesObject?) {
        guard let found else {
            self = .absent
            return
        }
        self = found[metadata: "deletionTimestamp"] == nil ? .present : .leaving
    }

    /// Looks for the namespace of a run.
    static func find(_ run: ClusterRun) async throws(ClusterError) -> NamespaceState {
        let type = ResourceType.namespaces.type
        let reference = ObjectReference(type: type, namespace: nil, name: run.scope.namespace)
        do throws(ClusterError) {
            return NamespaceState(try await run.session.client.find(reference))
        } catch {
            guard error.code == .forbidden else { throw error }
            return .unknown
        }
    }

    /// What there is to say; `isMade` is whether a deploy makes a namespace that is not there.
    func check(_ name: String, isMade: Bool) -> DoctorReport.Check? {
        switch self {
        case .present, .unknown: return nil
        case .absent where isMade:
            let message = "the namespace `\(name)` does not exist yet: a deploy makes it"
            return .init(subject: "namespace", state: .note, message: message)
        case .absent:
            return .init(
                subject: "namespace",
                state: .failed,
                message: "the namespace `\(name)` does not exist"
            )
        case .leaving:
            return .init(
                subject: "namespace",
                state: .failed,
                message:
                    "the namespace `\(name)` is being deleted: nothing can be made in it until it is gone"
            )
        }
    }

    /// What to say of a namespace that is not there, with the name that was probably meant.
    static func absence(_ run: ClusterRun) async -> CommandFailure {
        let name = run.scope.namespace
        let type = ResourceType.namespaces.type
        // Who may not list namespaces is told what is known.
        let others = try? await run.session.client.list(ObjectSelection(type), metadataOnly: true)
        let near = Spelling.suggestion(for: name, among: others?.items.map(\.name) ?? [])
        return CommandFailure(
            .usage,
            "the namespace `\(name)` does not exist",
            hint: near.map { "did you mean `\($0)`?" }
                ?? "leave `--namespace` out for that of the Environment"
        )
    }
}
