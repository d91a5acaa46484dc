// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Where the source files of a service speak of other parts of the system.
struct SourceMentions {
    enum Kind {
        /// The host of an address.
        case host
        /// A variable such as `CART_URL`.
        case variable
        case topic
    }

    struct Mention {
        var kind: Kind
        var name: String
        var span: SourceSpan
    }

    private(set) var mentions: [Mention] = []
    /// How many files were read.
    var count: Int { texts.count }
    private var texts: [String] = []

    /// The most files of a service that are read, and the most bytes of each: source code is smaller.
    private static let fileLimit = 2_000
    private static let sizeLimit = 1 << 20

    private static let endings = [
        ".go", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".py", ".java", ".kt", ".swift", ".rb", ".rs",
        ".cs", ".php",
        ".scala", ".ex", ".exs", ".clj", ".properties",
    ]

    /// Reads the source files below a folder, without tests and without the folders of other services.
    init(_ files: ProjectFiles, below folder: String, others: [String], _ names: SystemNames) {
        let inner = others.filter { folder == "." || $0.hasPrefix(folder + "/") }
        let paths = files.list(folder).filter { path in
            Self.endings.contains(where: path.hasSuffix) && !Self.isTest(path)
                && !inner.contains { path.hasPrefix($0 + "/") }
        }
        for path in paths.prefix(Self.fileLimit) {
            guard let file = files.read(path), file.bytes.count <= Self.sizeLimit else { continue }
            texts.append(String(decoding: file.bytes, as: UTF8.self))
            for line in file.lineStarts.indices { read(line, of: file, names) }
        }
    }

    /// Whether a word occurs anywhere, comments included.
    func says(_ word: String) -> Bool { texts.contains { $0.contains(word) } }

    private mutating func read(_ index: Int, of file: SourceFile, _ names: SystemNames) {
        let line = file.line(index)
        guard let first = line.firstIndex(where: { $0 > 0x20 }), !Self.isComment(line[first...]) else {
            return
        }
        readStrings(line, of: file, names)
        readVariables(line, of: file, names)
    }

    private mutating func readStrings(_ line: ArraySlice<UInt8>, of file: SourceFile, _ names: SystemNames) {
        var position = line.startIndex
        while position < line.endIndex {
            let quote = line[position]
            guard [UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`")].contains(quote),
                let end = line[(position + 1)...].firstIndex(of: quote)
            else {
                position += 1
                continue
            }
            let text = String(decoding: line[(position + 1)..<end], as: UTF8.self)
            let span = SourceSpan(file: file, range: position..<(end + 1))
            if names.topics.contains(text) {
                mentions.append(Mention(kind: .topic, name: text, span: span))
            } else if text.contains("://"), let host = HostGuess.host(in: text) {
                let label = String(host.prefix { $0 != "." })
                if label == host || HostGuess.isClusterName(host), names.nodes[label] != nil {
                    mentions.append(Mention(kind: .host, name: label, span: span))
                }
            }
            position = end + 1
        }
    }

    private mutating func readVariables(_ line: ArraySlice<UInt8>, of file: SourceFile, _ names: SystemNames)
    {
        var position = line.startIndex
        while position < line.endIndex {
            guard Self.isWord(line[position]) else {
                position += 1
                continue
            }
            let start = position
            while position < line.endIndex, Self.isWord(line[position]) { position += 1 }
            guard position - start > 4, line[start..<position].suffix(4).elementsEqual("_URL".utf8) else {
                continue
            }
            let name = String(decoding: line[start..<position], as: UTF8.self)
            if names.nodes[name] != nil {
                mentions.append(
                    Mention(
                        kind: .variable,
                        name: name,
                        span: SourceSpan(file: file, range: start..<position)
                    )
                )
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == 0x5F
    }

    private static func isComment(_ text: ArraySlice<UInt8>) -> Bool {
        ["//", "#", "*", "/*", "--"].contains { text.starts(with: $0.utf8) }
    }

    private static func isTest(_ path: String) -> Bool {
        let parts = path.lowercased().split(separator: "/")
        guard let name = parts.last else { return false }
        return parts.dropLast().contains {
            ["test", "tests", "__tests__", "spec", "testdata", "fixtures"].contains($0)
        }
            || name.contains("_test.") || name.contains(".test.") || name.contains(".spec.")
            || name.hasPrefix("test_")
            || name.hasSuffix("test.java") || name.hasSuffix("tests.swift")
    }
}
