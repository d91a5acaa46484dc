// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Lint
import Manifest
import Testing

/// Every key of the shop's manifests, misspelt.
struct MisspeltKey: Sendable, CustomTestStringConvertible {
    var file: String
    var pointer: String
    var range: Range<Int>

    var testDescription: String { "\(file)\(pointer)" }

    /// Below these the user chooses the names.
    private static let free: Set<String> = [
        "/spec/domains", "/spec/teams", "/spec/brokers", "/spec/topics", "/spec/external", "/spec/provision",
        "/spec/overrides",
    ]

    static let all: [MisspeltKey] = {
        guard let files = try? ShopFiles.read() else { return [] }
        return ShopFiles.sources(files).sorted { $0.path < $1.path }.flatMap { file in
            YAMLReader.read(file).documents.flatMap { keys(of: $0.root, "", file.path) }
        }
    }()

    private static func keys(of node: YAMLNode, _ pointer: String, _ file: String) -> [MisspeltKey] {
        switch node.content {
        case .scalar: return []
        case .sequence(let nodes):
            return nodes.enumerated().flatMap { keys(of: $1, "\(pointer)/\($0)", file) }
        case .mapping(let entries):
            return entries.flatMap { entry in
                let place = "\(pointer)/\(entry.key.scalar?.text ?? "")"
                let own = MisspeltKey(file: file, pointer: place, range: entry.key.span.range)
                return (free.contains(pointer) ? [] : [own]) + keys(of: entry.value, place, file)
            }
        }
    }
}

@Suite struct UnknownKeyTests {
    @Test func theShopHasManyKeys() { #expect(MisspeltKey.all.count > 200) }

    @Test(arguments: MisspeltKey.all)
    func noKeyIsSilentlyIgnored(key: MisspeltKey) throws {
        var files = try ShopFiles.read()
        let text = try #require(files[key.file])
        var bytes = Array(text.utf8)
        bytes.insert(UInt8(ascii: "q"), at: key.range.upperBound)
        files[key.file] = String(decoding: bytes, as: UTF8.self)
        let set = ManifestReader.read(ShopFiles.sources(files))
        let place = key.range.lowerBound..<key.range.upperBound + 1
        let found = set.diagnostics.first { $0.id == "unknown-field" && $0.primary?.span.range == place }
        #expect(found != nil, "\(set.diagnostics.map(\.headline))")
        let name = String(key.pointer.split(separator: "/").last ?? "")
        if name.utf8.count > 2 { #expect(found?.help == "did you mean `\(name)`?") }
    }
}
