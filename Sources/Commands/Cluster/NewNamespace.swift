// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

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
                    did you mean `\(meant.name)`? If a new one is meant, in a pipeline too, make it before with \
                    `kubectl create namespace \(name)`, or write it into an Environment document
                    """
            )
        }
        // No rule of spelling knows every slip, so the one that might be meant is always named.
        let declared = run.declaredNamespace
        let other = name == declared ? "" : "; that of `\(run.scope.environment)` is `\(declared)`"
        return "the namespace `\(name)` does not exist yet: a deploy makes it\(other)"
    }

    /// Whether one name may be a slip of the hand for the other, and not a name of its own.
    ///
    /// `pr-124` is none for `pr-123`, `shop-eu` none for `shop-us`, `preview-fix` none for `preview-fox`.
    static func isSlip(_ name: String, for other: String) -> Bool {
        let numbers = { (text: String) in text.split { !$0.isNumber } }
        guard name != other, numbers(name) == numbers(other) else { return false }
        let (parts, others) = (name.split(separator: "-"), other.split(separator: "-"))
        if parts.joined() == others.joined() { return true }
        let differing = zip(parts, others).filter { $0 != $1 }
        guard parts.count == others.count, differing.count == 1 else { return false }
        return isSlip(of: Array(differing[0].0), for: Array(differing[0].1))
    }

    /// Two neighbours that changed places, a letter that is there twice or one that is missing; a plural is another word, and
    /// so is one with another letter.
    ///
    /// Words of two letters are names of countries and the like. One of four or five is known without a letter in its midst
    /// (`prd`), but without its first or last it is another word (`test` and `est`).
    private static func isSlip(of word: [Character], for other: [Character]) -> Bool {
        guard min(word.count, other.count) >= 3 else { return false }
        let isPlural = word + ["s"] == other || other + ["s"] == word
        switch word.count - other.count {
        case 0:
            guard
                let first = zip(word, other).enumerated().first(where: { $1.0 != $1.1 })?.offset,
                first + 1 < word.count
            else { return false }
            var swapped = word
            swapped.swapAt(first, first + 1)
            return swapped == other
        case -1:
            let places = other.count > 5 ? other[...] : other.dropFirst().dropLast()
            return !isPlural && places.indices.contains { other.removing(at: $0) == word }
        case 1:
            return !isPlural
                && word.indices.dropFirst().contains {
                    word[$0] == word[$0 - 1] && word.removing(at: $0) == other
                }
        default: return false
        }
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

extension Array {
    fileprivate func removing(at index: Int) -> Self {
        var copy = self
        copy.remove(at: index)
        return copy
    }
}
