// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How the API server calls and treats the objects of one kind.
package struct ResourceType: Sendable, Hashable {
    /// A part of an object that has its own address.
    package enum Subresource: String, Sendable, Hashable, CaseIterable {
        case status
        case scale
    }

    /// Group, version and kind; of each kind one version is known.
    package var type: GroupVersionKind
    /// The name in paths and in `kubectl get`.
    package var plural: String
    /// The name of one object, in lower case, as `kubectl` takes it.
    package var singular: String
    /// Abbreviations that `kubectl` takes.
    package var shortNames: [String]
    /// Whether its objects live in a namespace.
    package var isNamespaced: Bool
    /// The subresources among those that msctl knows.
    package var subresources: Set<Subresource>
    /// Names of groups of kinds that `kubectl get` takes, such as `all`.
    package var categories: [String]
    /// The verbs that the API server offers.
    package var verbs: [String]

    /// The verbs of an ordinary kind, in the order in which discovery lists them.
    package static let allVerbs = [
        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
    ]

    /// Describes a kind; singular defaults to the kind in lower case.
    package init(
        _ type: GroupVersionKind,
        plural: String,
        singular: String? = nil,
        shortNames: [String] = [],
        isNamespaced: Bool = true,
        subresources: Set<Subresource> = [],
        categories: [String] = [],
        verbs: [String] = ResourceType.allVerbs
    ) {
        self.type = type
        self.plural = plural
        self.singular = singular ?? type.kind.lowercased()
        self.shortNames = shortNames
        self.isNamespaced = isNamespaced
        self.subresources = subresources
        self.categories = categories
        self.verbs = verbs
    }

    /// `deployments.apps`, or `pods` for the core group: the form of the server's messages.
    package var qualifiedPlural: String { type.group.isEmpty ? plural : "\(plural).\(type.group)" }
}

extension ResourceType {
    /// The known kind of a type; `nil` for another version of it, too.
    package static func named(_ type: GroupVersionKind) -> ResourceType? { byType[type] }

    /// The known kind with this group and plural name; versions do not matter, as only one of each is known.
    package static func named(group: String, plural: String) -> ResourceType? {
        byPlural[PluralName(group: group, plural: plural)]
    }

    /// The known kind that a user means by a kind, singular, plural or short name in any letter case.
    ///
    /// A group may follow the name, as in `deployments.apps`.
    package static func meant(by word: String) -> ResourceType? {
        let word = word.lowercased()
        return all.first { known in
            [known.plural, known.singular, known.qualifiedPlural].contains(word)
                || known.shortNames.contains(word)
        }
    }

    private struct PluralName: Hashable {
        var group: String
        var plural: String
    }

    private static let byType = Dictionary(
        all.map { ($0.type, $0) },
        uniquingKeysWith: { first, _ in first }
    )
    private static let byPlural = Dictionary(
        all.map { (PluralName(group: $0.type.group, plural: $0.plural), $0) },
        uniquingKeysWith: { first, _ in first }
    )
}
