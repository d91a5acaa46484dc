// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// The lines of a CODEOWNERS file, as GitHub and GitLab read it: of those that match a path the last one counts, with GitLab the
/// last one of each section.
struct CodeownersFile {
    /// A pattern and who owns what it matches.
    struct Entry {
        /// Those of the line, or of its section where the line names none.
        var handles: [String]
        /// The owners, or the pattern where there are none.
        var span: SourceSpan
        /// The number of the section; 0 before the first one.
        var section: Int

        /// The names of teams without regard to case, as both services compare them.
        var teams: Set<String> { Set(handles.map(CodeownersFile.team)) }
        /// Whether one of the handles is no team, such as `@alice` or an address.
        var namesPersons: Bool { handles.contains { !$0.hasPrefix("@") || !$0.contains("/") } }
    }

    let source: SourceFile
    /// The teams of all lines, in lower case.
    private(set) var teams: Set<String> = []
    /// Whether the file has sections, as GitLab knows them.
    var hasSections: Bool { !sections.isEmpty }
    private let repository: ProjectFiles.Repository
    private var entries: [Entry] = []
    private var owned = CodeownersPatterns()
    private var excluded = CodeownersPatterns()
    /// The sections by their names in lower case: two of one name are one.
    private var sections: [String: Int] = [:]
    /// What stands before the name in the first handle of a team.
    private var organisation: String?

    /// Reads the first of the places where the file may lie.
    init?(_ files: ProjectFiles?) {
        guard let files, let repository = files.repository else { return nil }
        let places = [".github/CODEOWNERS", "CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"]
        let found = places.lazy.map { repository.top.isEmpty ? $0 : repository.top + "/" + $0 }.compactMap(
            files.read
        ).first
        guard let found else { return nil }
        source = found
        self.repository = repository
        var section = 0
        var defaults: [String] = []
        for index in found.lineStarts.indices {
            let line = found.line(index)
            if let head = Self.sectionHead(line) {
                let name = String(decoding: head.name, as: UTF8.self).lowercased()
                section = sections[name] ?? sections.count + 1
                sections[name] = section
                defaults = head.owners.map { String(decoding: $0, as: UTF8.self) }
            } else {
                add(Self.words(line), section, defaults)
            }
        }
    }

    private mutating func add(_ words: [ArraySlice<UInt8>], _ section: Int, _ defaults: [String]) {
        guard let pattern = words.first, let last = words.last else { return }
        let handles = words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
        let first = words.dropFirst().first ?? pattern
        if pattern.first == UInt8(ascii: "!") {
            excluded.add(pattern.dropFirst(), section, entries.count)
        } else {
            owned.add(pattern, section, entries.count)
        }
        let entry = Entry(
            handles: handles.isEmpty ? defaults : handles,
            span: SourceSpan(file: source, range: first.startIndex..<last.endIndex),
            section: section
        )
        teams.formUnion(entry.teams)
        organisation =
            organisation
            ?? entry.handles.first { $0.hasPrefix("@") && $0.contains("/") }.map {
                String($0[...($0.lastIndex(of: "/") ?? $0.startIndex)])
            }
        entries.append(entry)
    }

    /// The lines that decide about a folder, in the order of the file; none when nothing matches.
    func entries(for path: String) -> [Entry] {
        let names = path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
        let left = excluded.lastMatches(names)
        return owned.lastMatches(names).filter { left[$0.key] == nil }.values.sorted().map { entries[$0] }
    }

    /// A folder as seen from the top of the repository; `nil` outside of it.
    func path(of folder: String) -> String? {
        guard !folder.hasPrefix("/"), !folder.hasPrefix("..") else { return nil }
        let path = repository.here.appendingPath(folder.isEmpty ? "." : folder)
        return path == "." ? "" : path
    }

    /// The handle of a team, with the organisation that other handles have.
    func handle(of team: String) -> String { (organisation ?? "@") + team }

    /// The last part of a handle, in lower case.
    static func team(_ handle: String) -> String {
        String(handle.drop { $0 == "@" }.split(separator: "/").last ?? "").lowercased()
    }

    /// The words of a line up to a comment; a blank behind `\` belongs to its word.
    private static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var words: [ArraySlice<UInt8>] = []
        var index = line.startIndex
        while index < line.endIndex {
            if isBlank(line[index]) {
                index += 1
                continue
            }
            if line[index] == UInt8(ascii: "#") { break }
            let start = index
            while index < line.endIndex, !isBlank(line[index]) {
                index += line[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            index = min(index, line.endIndex)
            words.append(line[start..<index])
        }
        return words
    }

    /// The name and the default owners of `[Name]`, `^[Name]` or `[Name][2] @owner`; `nil` for other lines.
    private static func sectionHead(_ line: ArraySlice<UInt8>)
        -> (name: ArraySlice<UInt8>, owners: [ArraySlice<UInt8>])?
    {
        var rest = line.drop(while: isBlank)
        if rest.first == UInt8(ascii: "^") { rest = rest.dropFirst() }
        guard rest.first == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]")) else {
            return nil
        }
        let name = rest[(rest.startIndex + 1)..<end]
        rest = rest[(end + 1)...]
        if rest.first == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]")) {
            rest = rest[(end + 1)...]
        }
        // What goes on without a blank is a pattern such as `[ab]/`.
        guard rest.first.map(isBlank) ?? true else { return nil }
        return (name, words(rest))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// Patterns of CODEOWNERS, kept so that a path is looked up by its folders; only those with wildcards are tried one by one.
private struct CodeownersPatterns {
    /// By section, the number of the last line.
    typealias Lines = [Int: Int]

    /// Folders with everything below them.
    private var paths: [[[UInt8]]: Lines] = [:]
    /// Folders of which only the files are meant.
    private var folders: [[[UInt8]]: Lines] = [:]
    private var names: [[UInt8]: Lines] = [:]
    private var globs: [(glob: PathGlob, section: Int, line: Int)] = []

    mutating func add(_ pattern: ArraySlice<UInt8>, _ section: Int, _ line: Int) {
        let isAnchored = pattern.dropLast().contains(UInt8(ascii: "/"))
        let isFolder = pattern.last == UInt8(ascii: "/")
        var parts = pattern.split(separator: UInt8(ascii: "/")).map(Array.init)
        // `docs/*` is the files of a folder, and not what lies in its folders; `docs/**`, and `*` alone, is everything.
        let endsInStar = parts.last == Array("*".utf8) && !isFolder
        let isFlat = endsInStar && isAnchored
        if endsInStar || parts.last == Array("**".utf8) { parts.removeLast() }
        let isPlain = parts.allSatisfy { !$0.contains { "*?[".utf8.contains($0) } }
        if isPlain, isFlat {
            folders[parts.map(Self.unescaped), default: [:]][section] = line
        } else if isPlain, isAnchored || parts.isEmpty {
            paths[parts.map(Self.unescaped), default: [:]][section] = line
        } else if isPlain, let name = parts.first {
            names[Self.unescaped(name), default: [:]][section] = line
        } else {
            let segments = parts.map { $0 == Array("**".utf8) ? nil : Glob($0, hasClasses: true) }
            // What lies below a folder that is meant is meant, too.
            let below: [Glob?] = isFlat ? [] : [nil]
            globs.append((PathGlob((isAnchored ? [] : [nil]) + segments + below), section, line))
        }
    }

    /// Of each section the last line that covers a folder: everything in it, or at least its own files.
    func lastMatches(_ folder: [[UInt8]]) -> Lines {
        var found: Lines = [:]
        func add(_ lines: Lines?) { if let lines { found.merge(lines, uniquingKeysWith: max) } }
        for end in 0...folder.count { add(paths[Array(folder[..<end])]) }
        add(folders[folder])
        for name in folder { add(names[name]) }
        for (glob, section, line) in globs where line > found[section] ?? -1 && glob.matches(folder) {
            found[section] = line
        }
        return found
    }

    private static func unescaped(_ name: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = name[...]
        while let byte = rest.popFirst() {
            result.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
        }
        return result
    }
}
