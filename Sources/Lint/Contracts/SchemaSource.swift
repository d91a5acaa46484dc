// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// A document with schemas, and the documents that it refers to.
struct SchemaSource: Sendable {
    let file: SourceFile
    let root: YAMLNode
    /// The files around, for references to other files; without it such references stay opaque.
    let files: ProjectFiles?

    /// A node with the document that it stands in.
    struct Place: Sendable {
        var node: YAMLNode
        var source: SchemaSource
    }

    /// The most references that are followed in a row; more are a circle.
    private static let depthLimit = 32

    /// What a node stands for after all references; `nil` when one cannot be followed.
    func resolved(_ node: YAMLNode) -> Place? {
        var place = Place(node: node, source: self)
        for _ in 0..<Self.depthLimit {
            guard let reference = place.node["$ref"]?.scalar?.text else { return place }
            guard let next = place.source.target(of: reference) else { return nil }
            place = next
        }
        return nil
    }

    private func target(of reference: String) -> Place? {
        let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts[0])
        let pointer = parts.count > 1 ? String(parts[1]) : ""
        let source = path.isEmpty ? self : other(path)
        return source.flatMap { source in
            source.node(at: pointer).map { Place(node: $0, source: source) }
        }
    }

    /// Another file of the repository.
    private func other(_ path: String) -> SchemaSource? {
        guard !path.contains("://"), let files,
            let file = files.read(self.file.path.parentFolder.appendingPath(path)),
            let root = files.reading(of: file).documents.first?.root
        else { return nil }
        return SchemaSource(file: file, root: root, files: files)
    }

    private func node(at pointer: String) -> YAMLNode? {
        root.descendant(
            at: pointer.split(separator: "/").map { JSONPointer.unescaped(Self.percentDecoded($0)) }
        )
    }

    /// The first reference within the document that leads nowhere.
    func danglingReference() -> Finding? {
        var stack = [root]
        while let node = stack.popLast() {
            for element in node.sequence ?? [] { stack.append(element) }
            for entry in node.mapping ?? [] {
                let name = entry.key.scalar?.text ?? ""
                // Examples and constants are data.
                guard !["example", "examples", "default", "enum", "const"].contains(name) else { continue }
                if name == "$ref", let text = entry.value.scalar?.text, text.hasPrefix("#/"),
                    target(of: text) == nil
                {
                    return Finding(
                        "`\(text)` leads nowhere",
                        at: entry.value.span,
                        "there is no such part of the document"
                    )
                }
                stack.append(entry.value)
            }
        }
        return nil
    }

    private static func percentDecoded(_ text: Substring) -> String {
        guard text.contains("%") else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let code = UInt8(digits, radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
