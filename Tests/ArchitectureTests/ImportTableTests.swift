// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

/// The one-way dependencies of docs/architecture.md, held against every `import` under Sources.
@Suite struct ImportTableTests {
    /// Room → what it may import of ours and of others.
    static let allowed: [String: Set<String>] = [
        "Diagnostics": [],
        "HTTP": ["HTTPTypes"],
        "Documents": ["Diagnostics", "CLibYAML"],
        "Parallelism": [],
        "Manifest": ["Documents", "Diagnostics", "Parallelism"],
        "Lint": [
            "Manifest", "Kubernetes", "Documents", "Diagnostics", "Parallelism", "NIOConcurrencyHelpers",
        ],
        "LanguageServer": ["Lint", "Manifest", "Documents", "Diagnostics"],
        "Kubernetes": ["Documents", "Diagnostics"],
        "Generation": ["Manifest", "Kubernetes", "Documents", "Diagnostics"],
        "KubernetesClient": [
            "Kubernetes", "HTTP", "HTTPTypes", "Documents", "Diagnostics", "CCurl",
            "NIOConcurrencyHelpers",
        ],
        "Rollout": ["Kubernetes", "KubernetesClient", "Documents", "Diagnostics", "NIOConcurrencyHelpers"],
        // Diagnostics only for the source file that a YAML body is read from.
        "Sandbox": [
            "Kubernetes", "HTTP", "HTTPTypes", "Documents", "Diagnostics", "NIOCore", "NIOPosix", "NIOHTTP1",
            "NIOConcurrencyHelpers",
        ],
        "Commands": [
            "Lint", "LanguageServer", "Generation", "Rollout", "Sandbox", "KubernetesClient", "HTTP",
            "Kubernetes", "Manifest", "Documents", "Diagnostics", "Parallelism", "ArgumentParser",
            "NIOConcurrencyHelpers",
        ],
        "msctl": ["Commands"],
    ]

    /// The C library, threads, queues and locks, where input and output, or what threads share, are a room's job.
    static let system: [String: Set<String>] = [
        "Parallelism": ["Glibc", "Synchronization"],
        "KubernetesClient": ["Glibc"],
        "Sandbox": ["Glibc"],
        "Commands": ["Glibc", "Dispatch"],
    ]

    @Test(arguments: SourceTree.swiftFiles)
    func importsOnlyWhatTheTableAllows(file: SourceTree.File) throws {
        let table = try #require(Self.allowed[file.room], "the room \(file.room) is not in the table")
        let imports = file.lines.compactMap(importedModule)
        let extra = Set(imports).subtracting(table).subtracting(Self.system[file.room] ?? [])
        #expect(extra.isEmpty, "\(file.path) may not import \(extra.sorted().joined(separator: ", "))")
    }

    @Test func theTableCoversEveryRoom() {
        let rooms = Set(SourceTree.swiftFiles.map(\.room))
        #expect(rooms == Set(Self.allowed.keys))
    }

    @Test func thePageShowsTheSameTable() throws {
        let ours = Set(Self.allowed.keys).union(["CCurl", "CLibYAML"])
        let rows = SourceTree.read("docs/architecture.md").split(separator: "\n")
            .filter { $0.hasPrefix("| `") }
            .map { row in row.split(separator: "|").map(names) }
        #expect(rows.count == Self.allowed.count)
        for (index, cells) in rows.enumerated() {
            let room = try #require(cells.first?.first)
            let named = try #require(cells.last)
            // "Everything below" names nothing.
            let isAll = room == "Commands" && named.isEmpty
            let shown = Set(isAll ? rows[(index + 1)...].compactMap(\.first?.first) : named)
            let real = Self.allowed[room]?.intersection(ours)
            #expect(shown == real, "docs/architecture.md shows other imports of \(room)")
        }
    }

    /// The words in backticks.
    private func names(_ cell: Substring) -> [String] {
        cell.matches(of: /`([A-Za-z]+)`/).map { String($0.1) }
    }

    private func importedModule(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "import"), index + 1 < words.count else { return nil }
        let isImport = words[..<index].allSatisfy {
            $0.hasPrefix("@") || ["package", "internal"].contains($0)
        }
        guard isImport, !line.hasPrefix(" ") else { return nil }
        let kinds: Set<Substring> = [
            "struct", "class", "enum", "func", "protocol", "typealias", "var", "let",
        ]
        let name = kinds.contains(words[index + 1]) ? words[index + 2] : words[index + 1]
        return String(name.prefix { $0 != "." })
    }
}
