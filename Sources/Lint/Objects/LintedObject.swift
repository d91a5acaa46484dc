// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
package import Kubernetes
package import Manifest

/// One Kubernetes object of a file, with the text that it came from.
package struct LintedObject: Sendable {
    /// The document that holds it.
    package let source: ManifestSource
    /// Its tree: the document, or an item of a list.
    let node: YAMLNode
    /// What it is.
    package let type: GroupVersionKind
    /// Its name; empty when it has none.
    package let name: String
    /// The namespace that it names itself.
    let namespace: String?
    /// Its labels.
    let labels: [String: String]

    /// Reads what every object has.
    init(_ node: YAMLNode, type: GroupVersionKind, in source: ManifestSource) {
        self.source = source
        self.node = node
        self.type = type
        let metadata = node["metadata"]
        name = metadata?["name"]?.text ?? ""
        namespace = metadata?["namespace"]?.text
        labels = metadata?["labels"]?.texts ?? [:]
    }

    /// `Deployment/web`, with its namespace `Deployment/shop/web`: how reports and suppressions name it.
    package var title: String {
        [type.kind, namespace, name.isEmpty ? nil : name].compactMap(\.self).joined(separator: "/")
    }

    /// What sentences call it.
    var phrase: String { name.isEmpty ? "the \(type.kind)" : "the \(type.kind) `\(name)`" }

    /// Where to point at the object as a whole: its name, or else its kind.
    var nameSpan: SourceSpan {
        node["metadata"]?["name"]?.span ?? node["kind"]?.span ?? node.span
    }

    /// The name and value of an annotation.
    func annotation(_ name: String) -> YAMLEntry? { node.at("metadata", "annotations")?.entry(name) }

    /// Whether it is of a kind of a group; versions do not matter.
    func isKind(_ kind: String, of group: String) -> Bool { type.kind == kind && type.group == group }

    /// Whether both can be in one namespace: what names none goes where kubectl is told to.
    func mayShareNamespace(with other: LintedObject) -> Bool {
        namespace == nil || other.namespace == nil || namespace == other.namespace
    }
}
