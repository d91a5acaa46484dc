// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// A kind in every version in which its objects are read and written, by their `apiVersion`.
struct KindVersions: Sendable {
    private let stored: ResourceType
    private let others: [ConvertedVersion]

    init(_ stored: ResourceType) {
        self.stored = stored
        others = ConvertedVersion.all.filter { $0.stored == stored }
    }

    /// Whether there is one version, whatever the owners of fields say.
    var isSingle: Bool { others.isEmpty }

    /// The shape of a version's objects; the stored one for a version that is not served.
    func shape(of apiVersion: String) -> Shape {
        ShapeIndex.builtIn.shape(of: (version(apiVersion)?.served ?? stored).type)
    }

    /// An object of one version in another.
    func convert(_ object: JSONValue, from: String, to: String) -> JSONValue {
        let (from, to) = (version(from), version(to))
        if from?.served == to?.served { return object }
        let object = from?.toStored(object) ?? object
        return to?.fromStored(object) ?? object
    }

    /// What differs between two states, as the one who writes sees it and as the owners of fields do.
    ///
    /// The states stand in the version `standing`.
    func compare(
        _ old: JSONValue,
        _ new: JSONValue,
        in standing: String,
        by writer: String,
        owners: ManagedFields
    ) -> VersionedComparison {
        func comparison(_ apiVersion: String) -> Comparison {
            shape(of: apiVersion).compare(
                convert(old, from: standing, to: apiVersion),
                convert(new, from: standing, to: apiVersion)
            )
        }
        var result = VersionedComparison(comparison(writer))
        guard !isSingle else { return result }
        for apiVersion in Set(owners.entries.keys.map(\.apiVersion)) where apiVersion != writer {
            result.others[apiVersion] = comparison(apiVersion)
        }
        return result
    }

    private func version(_ apiVersion: String) -> ConvertedVersion? {
        others.first { $0.served.type.apiVersion == apiVersion }
    }
}

/// What differs between two states of an object, in the version of the one who writes and in those of others.
struct VersionedComparison: Sendable {
    /// As the one who writes sees it.
    var own: Comparison
    /// As those see it who wrote in another version, by `apiVersion`.
    var others: [String: Comparison] = [:]

    init(_ own: Comparison) {
        self.own = own
    }

    /// The comparison in a version.
    subscript(apiVersion: String) -> Comparison { others[apiVersion] ?? own }

    /// The comparison without the fields that nobody owns.
    var withoutBookkeeping: VersionedComparison {
        var result = VersionedComparison(own.withoutBookkeeping)
        result.others = others.mapValues(\.withoutBookkeeping)
        return result
    }
}
