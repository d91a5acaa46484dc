// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest

extension Rule {
    static let duplicateObject = Rule(
        id: "duplicate-object",
        severity: .error,
        family: .kubernetes,
        summary: "two objects of one file have the same kind and name",
        rationale: """
            Both are applied, one after the other: the second overwrites the first, or one of them wins by chance. Files of \
            different folders may be variants of one system and are not compared.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.object("v1", "ConfigMap", "web"),
                    Examples.object("v1", "Service", "web")
                )
            ],
            flagged: [
                Examples.documents(
                    Examples.object("v1", "ConfigMap", "web"),
                    Examples.object("v1", "ConfigMap", "⟪web⟫")
                )
            ]
        ),
        source: .objects { context in
            var first: [Identity: LintedObject] = [:]
            return context.objects.compactMap { object in
                guard !object.name.isEmpty else { return nil }
                let identity = Identity(object)
                guard let other = first[identity] else {
                    first[identity] = object
                    return nil
                }
                return Finding(
                    "the file has \(object.phrase) twice",
                    at: object.nameSpan,
                    "overwrites the first one",
                    secondary: [.init(other.nameSpan, "first here")],
                    help: "rename or remove one of them",
                    object: object
                )
            }
        }
    )

    private struct Identity: Hashable {
        var path: String
        var group: String
        var kind: String
        var namespace: String?
        var name: String

        init(_ object: LintedObject) {
            path = object.source.file.path
            group = object.type.group
            kind = object.type.kind
            namespace = object.namespace
            name = object.name
        }
    }
}
