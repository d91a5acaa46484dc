// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension LanguageServer {
    /// Where the name at a place is declared.
    mutating func definition(_ place: Place) -> JSONValue {
        guard let found = name(at: place) else { return .null }
        return .array(found.index.declarations(of: found.declared).map { location(of: $0, in: found.folder) })
    }

    /// Where the name at a place is used.
    mutating func references(_ place: Place, withDeclaration: Bool) -> JSONValue {
        guard let found = name(at: place) else { return .null }
        var spans = withDeclaration ? found.index.declarations(of: found.declared) : []
        spans += found.index.uses(of: found.name)
        if found.declared != found.name { spans += found.index.uses(of: found.declared) }
        return .array(spans.map { location(of: $0, in: found.folder) })
    }

    private struct FoundName {
        var name: SystemIndex.Name
        /// The same, or the bare name of an API that is offered without a version.
        var declared: SystemIndex.Name
        var index: SystemIndex
        var folder: WorkspaceFolder
    }

    private mutating func name(at place: Place) -> FoundName? {
        let path = shownPath(place.document.path)
        guard let name = folder(of: place.document.path), var folder = folders[name] else { return nil }
        let group = folder.group(of: path)
        folders[name] = folder
        guard let group, group.files.contains(where: { $0.file.path == path && isCurrent($0, place) }) else {
            return nil
        }
        let index = SystemIndex(group.readable)
        guard let found = index.place(at: place.offset, in: path)?.name else { return nil }
        var declared = found
        if found.kind == .api, index.declarations(of: found).isEmpty {
            declared.text = String(found.text.prefix { $0 != "/" })
        }
        return FoundName(name: found, declared: declared, index: index, folder: folder)
    }

    /// Whether positions in what could be read are positions in what the editor shows.
    private func isCurrent(_ file: ManifestFile, _ place: Place) -> Bool {
        file.sources.allSatisfy { $0.file == place.document.file }
    }

    /// The documents of a file with their fields, as an outline.
    mutating func symbols(in document: OpenDocument) -> JSONValue {
        let path = shownPath(document.path)
        guard let name = folder(of: document.path), let file = folders[name]?.files[path] else { return [] }
        let sources = file.sources.filter { $0.file == document.file }.sorted {
            $0.document.root.span.range.lowerBound < $1.document.root.span.range.lowerBound
        }
        let trees = sources.map { SymbolTree($0) }
        if capabilities.hasHierarchicalSymbols {
            return .array(trees.map { $0.json(encoding, document.file) })
        }
        return .array(trees.flatMap { $0.flat(encoding, document.file, uri: document.uri, container: nil) })
    }
}

/// A document, a field or an element, with what is inside.
struct SymbolTree {
    private let name: String
    private let detail: String?
    private let kind: Int64
    private let range: Range<Int>
    private let selection: Range<Int>
    private var children: [SymbolTree] = []

    private enum Kind {
        static let module: Int64 = 2
        static let property: Int64 = 7
        static let array: Int64 = 18
        static let object: Int64 = 19
    }

    init(_ source: ManifestSource) {
        let root = source.document.root
        name = root["metadata"]?["name"]?.scalar?.text ?? "unnamed"
        detail = root["kind"]?.scalar?.text
        kind = Kind.module
        range = root.span.range
        selection = (root["metadata"]?["name"]?.span ?? root.span).range.clamped(to: range)
        children = (root["spec"]?.mapping ?? []).compactMap { SymbolTree($0, depth: 2) }
    }

    private init?(_ entry: YAMLEntry, depth: Int) {
        guard let name = entry.key.scalar?.text, !name.isEmpty else { return nil }
        self.name = name
        detail = entry.value.scalar?.text
        kind =
            entry.value.sequence != nil
            ? Kind.array : entry.value.mapping != nil ? Kind.object : Kind.property
        let start = entry.key.span.range.lowerBound
        range = start..<max(entry.key.span.range.upperBound, entry.value.span.range.upperBound)
        selection = entry.key.span.range
        children = Self.children(of: entry.value, depth: depth)
    }

    private init?(element: YAMLNode, depth: Int) {
        guard let entries = element.mapping, let first = entries.first else { return nil }
        let naming = ["api", "name", "topic", "path", "rule"].lazy.compactMap { element[$0]?.scalar?.text }
            .first
        name = naming ?? first.value.scalar?.text ?? first.key.scalar?.text ?? "element"
        detail = nil
        kind = Kind.object
        range = element.span.range
        selection = first.key.span.range.clamped(to: range)
        children = Self.children(of: element, depth: depth)
    }

    private static func children(of node: YAMLNode, depth: Int) -> [SymbolTree] {
        guard depth > 0 else { return [] }
        switch node.content {
        case .scalar: return []
        case .mapping(let entries): return entries.compactMap { SymbolTree($0, depth: depth - 1) }
        case .sequence(let elements): return elements.compactMap { SymbolTree(element: $0, depth: depth - 1) }
        }
    }

    func json(_ encoding: PositionEncoding, _ file: SourceFile) -> JSONValue {
        [
            "name": .string(name), "detail": detail.map { .string($0) }, "kind": .integer(kind),
            "range": encoding.range(of: range, in: file),
            "selectionRange": encoding.range(of: selection, in: file),
            "children": .array(children.map { $0.json(encoding, file) }),
        ]
    }

    /// The same as a list, for editors that know no trees.
    func flat(_ encoding: PositionEncoding, _ file: SourceFile, uri: String, container: String?)
        -> [JSONValue]
    {
        let own: JSONValue = [
            "name": .string(name), "kind": .integer(kind), "containerName": container.map { .string($0) },
            "location": ["uri": .string(uri), "range": encoding.range(of: range, in: file)],
        ]
        return [own] + children.flatMap { $0.flat(encoding, file, uri: uri, container: name) }
    }
}
