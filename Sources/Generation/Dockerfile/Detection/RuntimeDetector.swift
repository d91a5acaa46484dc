// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Decides what a folder is written in, by the files at its top.
///
/// The first runtime in the order of `markers` wins, unless two have marker files: that is reported, never guessed.
package enum RuntimeDetector {
    /// A runtime and the file that speaks for it.
    struct Candidate: Sendable, Hashable {
        var runtime: Runtime
        var source: String
    }

    /// What a folder is written in; `nil` when nothing or more than one thing speaks for itself.
    package static func runtime(of tree: some ProjectTree, hint: String? = nil) -> Runtime? {
        // The reason is told by the command that needs a Dockerfile; others only lose a default.
        try? detect(tree, hint: hint).runtime
    }

    /// What a folder is written in, or why that cannot be said.
    ///
    /// - Throws: ``GenerationFailure`` when nothing or more than one thing speaks for itself, or the hint is unknown.
    static func detect(_ tree: some ProjectTree, hint: String?) throws(GenerationFailure) -> Candidate {
        if let hint {
            guard let runtime = Runtime(rawValue: hint) else { throw unknown(hint) }
            return Candidate(runtime: runtime, source: "the manifest")
        }
        let found = candidates(in: tree)
        let strong = found.filter { !isWeak($0, in: tree) }
        if strong.count > 1 { throw tie(strong) }
        guard let winner = strong.first ?? found.first else { throw unrecognised() }
        return winner
    }

    private static func candidates(in tree: some ProjectTree) -> [Candidate] {
        let top = tree.paths.filter { !$0.contains("/") }
        var found: [Candidate] = []
        for (runtime, files) in markers {
            guard let file = files.first(where: { matches($0, in: top) != nil }) else { continue }
            let source = "`\(matches(file, in: top) ?? file)`"
            found.append(Candidate(runtime: isKotlin(runtime, tree) ? .kotlin : runtime, source: source))
        }
        if found.isEmpty, tree.hasFolder("public") {
            found = [Candidate(runtime: .static, source: "`public/`")]
        }
        if found.isEmpty, top.contains("Dockerfile") {
            found = [Candidate(runtime: .custom, source: "`Dockerfile`")]
        }
        return found
    }

    /// Marker files in the order of precedence; a leading `*` stands for any name.
    private static let markers: [(Runtime, [String])] = [
        (.swift, ["Package.swift"]),
        (.go, ["go.mod"]),
        (.rust, ["Cargo.toml"]),
        (.elixir, ["mix.exs"]),
        (.java, ["pom.xml", "build.gradle", "build.gradle.kts"]),
        (.dotnet, ["*.csproj", "*.fsproj", "*.sln"]),
        (.php, ["composer.json", "index.php"]),
        (.ruby, ["Gemfile"]),
        (
            .python,
            ["pyproject.toml", "uv.lock", "poetry.lock", "Pipfile", "requirements.txt", "manage.py"]
        ),
        (.node, ["package.json"]),
        (.static, ["index.html"]),
    ]

    private static func matches(_ marker: String, in top: [String]) -> String? {
        guard marker.hasPrefix("*") else { return top.contains(marker) ? marker : nil }
        return top.first { $0.hasSuffix(marker.dropFirst()) }
    }

    private static func isKotlin(_ runtime: Runtime, _ tree: some ProjectTree) -> Bool {
        guard runtime == .java else { return false }
        if tree.hasFolder("src/main/kotlin") { return true }
        return ["build.gradle", "build.gradle.kts"].contains { file in
            tree.text(of: file).map { $0.contains("kotlin(\"jvm\")") || $0.contains("org.jetbrains.kotlin") }
                ?? false
        }
    }

    /// A `package.json` that starts nothing builds somebody's front end, and an `index.html` belongs to whatever serves it.
    private static func isWeak(_ candidate: Candidate, in tree: some ProjectTree) -> Bool {
        switch candidate.runtime {
        case .static, .custom: return true
        case .node:
            guard let text = tree.text(of: "package.json") else { return true }
            return !text.contains("\"start\"") && !text.contains("\"main\"")
        default: return false
        }
    }

    private static func unknown(_ hint: String) -> GenerationFailure {
        GenerationFailure(
            .hint,
            "cannot tell what `\(hint)` is: `build.runtime` names no runtime that msctl knows",
            help: "use one of \(Runtime.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))"
        )
    }

    private static func tie(_ candidates: [Candidate]) -> GenerationFailure {
        let names = candidates.map { "\($0.runtime.title) (\($0.source))" }
        return GenerationFailure(
            .tie,
            "cannot decide what to build because the folder looks like \(names.joined(separator: " and like "))",
            evidence: candidates.map { "\($0.source) speaks for \($0.runtime.title)" },
            help: "set `build.runtime` to `\(candidates.map(\.runtime.rawValue).joined(separator: "` or `"))`"
        )
    }

    private static func unrecognised() -> GenerationFailure {
        GenerationFailure(
            .unrecognised,
            "cannot decide what to build because no file at the top of the folder says what it is written in",
            evidence: ["looked for \(markers.flatMap(\.1).map { "`\($0)`" }.joined(separator: ", "))"],
            help:
                "point `build` at the folder with the source code, set `build.runtime`, or write a Dockerfile and set "
                + "`build.dockerfile`"
        )
    }
}
