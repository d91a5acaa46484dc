// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import KubernetesClient
import Lint
import Manifest

/// What a shell offers for an argument, where that follows from the files around.
enum Candidates: Sendable {
    /// Environments, and `sandbox`.
    case environments
    case services
    /// Services, and files and directories.
    case targets
    case rules
    /// Rules and services.
    case subjects
    /// The contexts of the kubeconfig.
    case contexts
    /// The namespaces that Environments name.
    case namespaces

    /// The context of the run that asks: the parser calls for candidates without any.
    @TaskLocal static var context: CommandContext?

    /// The candidates that begin with what has been typed; none when something is in the way.
    ///
    /// `words` is the whole command line, from the name of the program on.
    func matching(_ prefix: String, words: [String], in context: CommandContext) -> [String] {
        all(prefix, CompletionPlace(words: words, context: context)).filter { $0.hasPrefix(prefix) }
    }

    private func all(_ prefix: String, _ place: CompletionPlace) -> [String] {
        switch self {
        case .environments: place.names.environments + ["sandbox"]
        case .services: place.names.services
        case .targets: place.names.services + place.paths(prefix)
        case .rules: Rule.all.map(\.id).sorted()
        case .subjects: Rule.all.map(\.id).sorted() + place.names.services
        case .contexts: place.contexts
        case .namespaces: place.names.namespaces
        }
    }
}

extension CompletionKind {
    /// Completes with what the files around say.
    static func candidates(_ candidates: Candidates) -> CompletionKind {
        .custom { words, _, prefix in
            guard let context = Candidates.context else { return [] }
            return candidates.matching(prefix, words: words, in: context)
        }
    }

    /// Completes with the values of an option that takes `FORMAT=PATH` as well.
    static func formats<Format>(_ format: Format.Type) -> CompletionKind
    where Format: RawRepresentable & CaseIterable & Sendable, Format.RawValue == String {
        .list(Format.allCases.map(\.rawValue))
    }
}
