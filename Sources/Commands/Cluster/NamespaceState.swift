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
                message: "\(Self.departure(of: name)): nothing can be made in it until it is gone"
            )
        }
    }

    /// That a namespace is being deleted, in words.
    private static func departure(of name: String) -> String { "the namespace `\(name)` is being deleted" }

    /// What to add to an answer about a namespace: what it shows will not stay.
    static func warning(_ name: String) -> String {
        "\(departure(of: name)), and everything in it goes with it"
    }

    /// Why nothing is begun in a namespace that is being deleted.
    static func refusal(_ name: String) -> CommandFailure {
        CommandFailure(
            .preflight,
            "\(departure(of: name)): nothing lasts in it, and nothing new can be made in it",
            notes: ["nothing was attempted"],
            hint: """
                wait until it is gone, then deploy; where that takes long, the conditions that `kubectl get namespace \(name) \
                -o yaml` shows say what holds it up
                """
        )
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
