// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Rollout

/// A value of `--allow-delete`: a number of objects, or one object of a kind that is never deleted unasked.
enum AllowedDeletion: ExpressibleByArgument, Sendable, Hashable {
    case count(Int)
    case object(DeployOptions.NamedObject)

    /// Kinds as people write them.
    private static let kinds = [
        "persistentvolumeclaim": "PersistentVolumeClaim", "pvc": "PersistentVolumeClaim",
        "namespace": "Namespace", "ns": "Namespace",
        "customresourcedefinition": "CustomResourceDefinition", "crd": "CustomResourceDefinition",
    ]

    init?(argument: String) {
        if let count = Int(argument) {
            guard count >= 0 else { return nil }
            self = .count(count)
            return
        }
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, let kind = Self.kinds[parts[0].lowercased()] else {
            return nil
        }
        self = .object(DeployOptions.NamedObject(kind: kind, name: String(parts[1])))
    }

    static var allValueStrings: [String] { [] }

    var count: Int? {
        if case .count(let count) = self { count } else { nil }
    }

    var object: DeployOptions.NamedObject? {
        if case .object(let object) = self { object } else { nil }
    }
}
