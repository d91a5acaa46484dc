// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let codeowners = Rule(
        id: "codeowners",
        severity: .warning,
        family: .ownership,
        summary: "the code of a service belongs to others in CODEOWNERS than in its manifest",
        rationale: """
            The team that is paged for a service has to see the changes of its code. When CODEOWNERS says somebody else, or nobody, reviews go \
            past the owner, and one of the two files is out of date. A team is recognised by the last part of its handle: `@acme/team-cart` \
            is `team-cart`. When no handle of the file is a team of the manifests, the names follow another rule, and nothing is said; \
            neither where a line names persons, who may be of the team.
            """,
        examples: Examples(
            clean: [
                repository("* @acme/team-web\n/services/cart/ @acme/team-cart"), repository("* @alice @bob"),
                repository("/services/cart/ @acme/team-cart @acme/team-web"),
                repository("/services/cart/ @alice\n/services/web/ @acme/team-web"),
            ],
            flagged: [
                repository("/services/cart/ @acme/team-cart\n* ⟪@acme/team-web⟫"),
                repository("/services/web/ @acme/team-web", owner: "⟪team-cart⟫"),
            ]
        ),
        needs: [.files],
        evidence: [.own(.owner, .build), .system(.teams)],
        source: .check { context in
            guard let file = CodeownersFile(context.files) else { return [] }
            let teams = Set(context.services.compactMap(\.owner?.value.text))
            guard file.teams.contains(where: teams.contains) else { return [] }
            return context.services.compactMap { finding(about: $0, file, in: context) }
        }
    )

    private static func repository(_ text: String, owner: String = "team-cart") -> String {
        Examples.repository(
            (
                "services/cart/msctl.yaml",
                Examples.service(
                    "cart",
                    "provides:\n  - { api: cart, version: v1, http: 8080 }",
                    owner: owner
                )
            ),
            ("services/web/msctl.yaml", Examples.service("web", "role: static", owner: "team-web")),
            (
                "CODEOWNERS",
                text
                    + (text.contains("/services/web") || text.contains("* ")
                        ? "" : "\n/services/web/ @acme/team-web")
            )
        )
    }

    private static func finding(
        about service: ServiceManifest,
        _ file: CodeownersFile,
        in context: LintContext
    ) -> Diagnostic? {
        guard let owner = service.owner, let path = file.path(of: service.buildContext ?? service.folder)
        else { return nil }
        let entry = file.entry(for: path)
        guard entry?.teams.contains(owner.value.text) != true, entry?.namesPersons != true else { return nil }
        return .init(
            id: "codeowners",
            severity: .warning,
            headline: headline(service, owner.value.text, entry),
            primary: entry.map { Diagnostic.Label($0.span, "not `\(owner.value)`") }
                ?? Diagnostic.Label(owner.span, "not in `\(file.source.path)`"),
            secondary: entry == nil ? [] : [Diagnostic.Label(owner.span, "the owner")],
            help: "add a line behind the others: `/\(path)/ \(file.handle(of: owner.value.text))`",
            service: service.name
        )
    }

    private static func headline(
        _ service: ServiceManifest,
        _ owner: String,
        _ entry: CodeownersFile.Entry?
    ) -> String {
        guard let entry else {
            return "CODEOWNERS does not name the code of `\(service.name)`, which belongs to `\(owner)`"
        }
        if entry.handles.isEmpty { return "CODEOWNERS leaves the code of `\(service.name)` to nobody" }
        let names = Figure.names(entry.handles)
        return "CODEOWNERS gives the code of `\(service.name)` to \(names), its manifest to `\(owner)`"
    }
}

/// The lines of a CODEOWNERS file; of those that match a path the last one counts.
private struct CodeownersFile {
    struct Entry {
        var pattern: String
        var handles: [String]
        /// The owners, or the pattern where there are none.
        var span: SourceSpan
        var teams: Set<String> { Set(handles.map(CodeownersFile.team)) }
        /// Whether one of the handles is no team, such as `@alice` or an address.
        var namesPersons: Bool { handles.contains { !$0.hasPrefix("@") || !$0.contains("/") } }
    }

    let source: SourceFile
    private let repository: ProjectFiles.Repository
    private var entries: [Entry] = []

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
        for index in found.lineStarts.indices {
            let line = found.line(index)
            let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }).prefix {
                $0.first != UInt8(ascii: "#")
            }
            guard let pattern = words.first, pattern.first != UInt8(ascii: "["), let last = words.last else {
                continue
            }
            let first = words.dropFirst().first ?? pattern
            entries.append(
                Entry(
                    pattern: String(decoding: pattern, as: UTF8.self),
                    handles: words.dropFirst().map { String(decoding: $0, as: UTF8.self) },
                    span: SourceSpan(file: found, range: first.startIndex..<last.endIndex)
                )
            )
        }
    }

    /// The teams of all lines.
    var teams: Set<String> { Set(entries.flatMap(\.teams)) }

    /// The last line that matches a folder.
    func entry(for path: String) -> Entry? { entries.last { matches($0.pattern, path) } }

    /// A folder as seen from the top of the repository; `nil` outside of it.
    func path(of folder: String) -> String? {
        guard !folder.hasPrefix("/"), !folder.hasPrefix("..") else { return nil }
        let path = repository.here.appendingPath(folder.isEmpty ? "." : folder)
        return path == "." ? "" : path
    }

    /// The handle of a team, with the organisation that other handles have.
    func handle(of team: String) -> String {
        let known = entries.flatMap(\.handles).first { $0.hasPrefix("@") && $0.contains("/") }
        let prefix = known.map { String($0[...($0.lastIndex(of: "/") ?? $0.startIndex)]) }
        return (prefix ?? "@") + team
    }

    /// The last part of a handle.
    static func team(_ handle: String) -> String {
        String(handle.drop { $0 == "@" }.split(separator: "/").last ?? "")
    }

    /// Whether a pattern covers everything in a folder.
    private func matches(_ pattern: String, _ folder: String) -> Bool {
        if pattern == "*" || pattern == "/" || pattern == "**" || pattern == "/**" { return true }
        var trimmed = pattern.hasPrefix("/") ? String(pattern.dropFirst()) : pattern
        let isAnchored = pattern.dropLast().contains("/")
        for end in ["/**", "/*", "/"] where trimmed.hasSuffix(end) {
            trimmed = String(trimmed.dropLast(end.count))
        }
        let parts = folder.split(separator: "/").map(String.init)
        // A folder is covered by a pattern for itself or for one above it.
        return parts.indices.contains { index in
            let candidate = isAnchored ? parts[...index].joined(separator: "/") : parts[index]
            return PathPattern(trimmed).matches(candidate)
        }
    }
}
