// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

/// One field that a patch sets, whichever way the patch is written.
struct PatchedField {
    /// The names on the way to the field; list positions are left out.
    var path: [String]
    /// What is set.
    var value: YAMLNode
    /// The text that shows it: the value, or the whole entry when the value is empty.
    var span: SourceSpan { value.span.range.isEmpty ? whole : value.span }
    /// The patch.
    var whole: SourceSpan

    /// The last name.
    var name: String { path.last ?? "" }
    /// The text of a scalar.
    var text: String? { value.scalar?.text }
}

/// Finds what patches set: the values of a merge, and the values of `add` and `replace`.
enum PatchSearch {
    /// Every field that the patches of a service set in objects of some kinds; all kinds when empty.
    static func fields(of service: ServiceManifest, kinds: Set<String> = []) -> [PatchedField] {
        service.patches.flatMap { patch -> [PatchedField] in
            guard kinds.isEmpty || kinds.contains(patch.target.value.kind) else { return [] }
            var found: [PatchedField] = []
            switch patch.operation.value {
            case .merge: collect(patch.value, [], patch.span, into: &found)
            case .json6902:
                for operation in patch.value.sequence ?? [] {
                    guard let value = operation["value"], let path = operation["path"]?.scalar?.text else {
                        continue
                    }
                    let names = path.split(separator: "/").map { JSONPointer.unescaped($0) }.filter(isName)
                    collect(value, names, patch.span, into: &found)
                }
            }
            return found
        }
    }

    /// Kinds whose pods run something.
    static let workloads: Set<String> = Set((GroupVersionKind.podOwners + [.pod]).map(\.kind))

    private static func isName(_ part: String) -> Bool { part != "-" && !part.allSatisfy(\.isNumber) }

    private static func collect(
        _ node: YAMLNode,
        _ path: [String],
        _ whole: SourceSpan,
        into found: inout [PatchedField]
    ) {
        if !path.isEmpty { found.append(PatchedField(path: path, value: node, whole: whole)) }
        switch node.content {
        case .scalar: break
        case .sequence(let elements):
            for element in elements { collect(element, path, whole, into: &found) }
        case .mapping(let entries):
            for entry in entries {
                collect(entry.value, path + [entry.key.scalar?.text ?? ""], whole, into: &found)
            }
        }
    }
}
