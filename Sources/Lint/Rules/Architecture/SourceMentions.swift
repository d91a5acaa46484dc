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
    /// How many source files were read.
    private(set) var count = 0
    /// The texts of source files and settings.
    private var texts: [String] = []

    /// The most files of a service that are read, and the most bytes of each: source code is smaller.
    private static let fileLimit = 2_000
    private static let sizeLimit = 1 << 20

    private static let endings = [
        ".go", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".py", ".java", ".kt", ".swift", ".rb", ".rs",
        ".cs", ".php",
        ".scala", ".ex", ".exs", ".clj", ".properties",
    ]
    /// Where frameworks keep settings, in which addresses may stand instead of in code.
    private static let settingFolders = ["/src/main/resources/", "/config/"]
    private static let settingEndings = [".yml", ".yaml", ".json", ".toml", ".env"]

    /// Reads the source files below a folder, without tests and without the folders of other services.
    init(_ files: ProjectFiles, below folder: String, others: [String], _ names: SystemNames) {
        let inner = others.filter { folder == "." || $0.hasPrefix(folder + "/") }
        let paths = files.list(folder).filter { path in
            !Self.isTest(path) && !inner.contains { path.hasPrefix($0 + "/") }
        }
        for path in paths.filter({ Self.endings.contains(where: $0.hasSuffix) }).prefix(Self.fileLimit) {
            guard let file = files.read(path), file.bytes.count <= Self.sizeLimit else { continue }
            count += 1
            texts.append(String(decoding: file.bytes, as: UTF8.self))
            let ending = path.split(separator: ".").last.map(String.init) ?? ""
            // Offsets stay, so that spans are those of the file itself.
            let code = SourceFile(path: path, bytes: SourceComments.blanked(file.bytes, ending: ending))
            for index in code.lineStarts.indices {
                readStrings(code.line(index), of: file, names)
                readVariables(code.line(index), of: file, names)
            }
        }
        for path in paths.filter({ Self.isSetting("/" + $0) }).prefix(Self.fileLimit) {
            guard let file = files.read(path), file.bytes.count <= Self.sizeLimit else { continue }
            texts.append(String(decoding: file.bytes, as: UTF8.self))
        }
    }

    /// Whether a file holds settings of the program; a manifest says itself what it declares.
    private static func isSetting(_ path: String) -> Bool {
        settingEndings.contains(where: path.hasSuffix) && settingFolders.contains(where: path.contains)
            && !path.hasSuffix("msctl.yaml") && !path.hasSuffix("msctl.yml")
    }

    /// Whether a word occurs anywhere, comments included.
    func says(_ word: String) -> Bool { texts.contains { $0.contains(word) } }

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
            } else if let host = Self.host(in: text, names) {
                mentions.append(Mention(kind: .host, name: host, span: span))
            }
            position = end + 1
        }
    }

    /// The service whose host stands in an address, or in a target of gRPC, which has no scheme or `dns:///`.
    private static func host(in text: String, _ names: SystemNames) -> String? {
        let target = text.hasPrefix("dns:///") ? text.dropFirst(7) : text[...]
        if !target.contains("/"), target.contains(":") || target.count < text.count {
            let parts = target.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2, parts.count == 1 || !parts[1].isEmpty && parts[1].allSatisfy(\.isNumber)
            else { return nil }
            return service(String(parts[0])).flatMap { names.grpc.contains($0) ? $0 : nil }
        }
        guard text.contains("://"), let host = HostGuess.host(in: text), let label = service(host) else {
            return nil
        }
        return names.nodes[label] == nil ? nil : label
    }

    /// The name of the service that a host is of: the whole of it, or the first part of a name in a cluster.
    private static func service(_ host: String) -> String? {
        let label = String(host.prefix { $0 != "." })
        return label == host || HostGuess.isClusterName(host) ? label : nil
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
