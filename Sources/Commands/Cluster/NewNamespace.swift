// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import KubernetesClient
import Rollout

/// A namespace that a command line names and a deploy would make: a place for a preview, or a slip of the hand.
enum NewNamespace {
    /// How many namespaces of similar names are looked into.
    private static let few = 5

    /// What to say before it is made; `nil` where it is there, or is not to be made.
    ///
    /// - Throws: ``CommandFailure`` where the name rather is a slip of the hand.
    static func note(on run: ClusterRun, _ request: DeployRequest) async throws -> String? {
        let name = run.scope.namespace
        let makesIt = request.shared.contains { $0.object.type == ResourceType.namespaces.type }
        guard run.namesNamespace, makesIt, try await NamespaceState.find(run) == .absent else { return nil }
        if let meant = await meant(instead: name, run) {
            throw CommandFailure(
                .usage,
                "the namespace `\(name)` does not exist, and is called almost as `\(meant.name)`, \(meant.reason)",
                notes: ["nothing was attempted"],
                hint: """
                    did you mean `\(meant.name)`? If a new one is meant, write it into an Environment document, or make it \
                    with `kubectl create namespace \(name)`
                    """
            )
        }
        return "the namespace `\(name)` does not exist yet: a deploy makes it"
    }

    /// Whether one name may be a slip of the hand for the other; `pr-124` is none for `pr-123`.
    static func isSlip(_ name: String, for other: String) -> Bool {
        let letters = { (text: String) in text.filter { !$0.isNumber } }
        return letters(name) != letters(other) && Spelling.suggestion(for: name, among: [other]) != nil
    }

    /// A namespace of a similar name where this system belongs; `nil` as well where nobody may look.
    private static func meant(
        instead name: String,
        _ run: ClusterRun
    ) async -> (name: String, reason: String)? {
        if isSlip(name, for: run.declaredNamespace) {
            return (run.declaredNamespace, "that of `\(run.scope.environment)`")
        }
        let type = ResourceType.namespaces.type
        let others = try? await run.session.client.list(ObjectSelection(type), metadataOnly: true)
        let similar = (others?.items.map(\.name) ?? []).filter { isSlip(name, for: $0) }
        for other in similar.sorted().prefix(few) {
            var scope = run.scope
            scope.namespace = other
            guard let histories = try? await run.deployer.histories(in: scope), !histories.isEmpty else {
                continue
            }
            return (other, "where `\(scope.system)` is deployed")
        }
        return nil
    }
}
