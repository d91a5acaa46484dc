// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

/// The one-way dependencies: the table of docs/architecture.md, held against every `import` under Sources.
@Suite struct ImportTableTests {
    /// Packages of others, each of which only few rooms know.
    static let packages: [String: Set<String>] = [
        "HTTP": ["HTTPTypes"],
        "KubernetesClient": ["HTTPTypes", "NIOConcurrencyHelpers"],
        "Rollout": ["NIOConcurrencyHelpers"],
        "Sandbox": ["HTTPTypes", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOConcurrencyHelpers"],
        "Commands": ["ArgumentParser", "NIOConcurrencyHelpers"],
    ]

    /// The C library, threads, queues and locks, where input and output, or what threads share, are a room's job.
    static let system: [String: Set<String>] = [
        "Parallelism": ["Glibc", "Synchronization"],
        "Lint": ["Synchronization"],
        "KubernetesClient": ["Glibc"],
        "Sandbox": ["Glibc"],
        "Commands": ["Glibc", "Dispatch"],
    ]

    /// Room → what the table lets it import.
    static func table() throws -> [String: Set<String>] {
        let rows = try SourceTree.read("docs/architecture.md").split(separator: "\n")
            .filter { $0.hasPrefix("| `") }
            .map { $0.split(separator: "|").map { $0.split(separator: "`").map(String.init) } }
        let rooms = rows.compactMap { row in row.first.map { $0[1] } }
        var table: [String: Set<String>] = [:]
        for (index, row) in rows.enumerated() {
            let words = try #require(row.last)
            let isAll = words.contains(" everything below ")
            // Names stand between backquotes: every other piece.
            let named = words.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            table[rooms[index]] = isAll ? Set(rooms[(index + 1)...]) : Set(named)
        }
        return table
    }

    @Test(arguments: SourceTree.swiftFiles)
    func importsOnlyWhatTheTableAllows(file: SourceTree.File) throws {
        let own = try #require(try Self.table()[file.room], "docs/architecture.md does not know \(file.room)")
        let allowed = own.union(Self.packages[file.room] ?? []).union(Self.system[file.room] ?? [])
        let extra = Set(file.lines.compactMap(importedModule)).subtracting(allowed)
        #expect(extra.isEmpty, "\(file.path) may not import \(extra.sorted().joined(separator: ", "))")
    }

    @Test func theTableCoversEveryRoomAndPromisesNoMoreThanIsUsed() throws {
        let table = try Self.table()
        var used: [String: Set<String>] = [:]
        for file in SourceTree.swiftFiles {
            used[file.room, default: []].formUnion(file.lines.compactMap(importedModule))
        }
        #expect(Set(used.keys) == Set(table.keys))
        for (room, imports) in table {
            let idle = imports.subtracting(used[room] ?? [])
            #expect(idle.isEmpty, "\(room) has no use for \(idle.sorted().joined(separator: ", "))")
        }
    }

    @Test func thePageShowsTheSameTable() {
        let ours = Set(Self.allowed.keys).union(["CCurl", "CLibYAML"])
        let rows = SourceTree.read("docs/architecture.md").split(separator: "\n")
            .filter { $0.hasPrefix("| `") }
            .map { row in row.split(separator: "|").map(names) }
        #expect(rows.count == Self.allowed.count)
        for (index, cells) in rows.enumerated() {
            guard let room = cells.first?.first, let named = cells.last else { continue }
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
