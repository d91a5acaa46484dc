// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What msctl found out about a service's source code, and where it read that.
package struct Detection: Sendable, Hashable {
    /// What it is written in.
    package var runtime: Runtime
    /// Why that was concluded, such as "`go.mod`".
    package var runtimeSource: String
    /// The web framework, if one was recognised.
    package var framework: String?
    /// The version of the runtime as image tags spell it.
    package var version: String
    /// Where the version was read, such as "`go.mod`" or "msctl's default".
    package var versionSource: String
    /// What the container starts, as the user would call it.
    package var entryPoint: String
    /// What installs the dependencies.
    package var packageManager: String
    /// Facts that shaped the Dockerfile and may surprise.
    package var notes: [String]

    /// The last day with security fixes for this version as `YYYY-MM-DD`, if it is known.
    package var endOfLife: String? { RuntimeRelease.of(runtime, version: version)?.endOfLife }

    /// One line for people: "Go 1.24 from `go.mod`, starts `./cmd/catalog`".
    package var summary: String {
        let framework = framework.map { " with \($0)" } ?? ""
        return "\(runtime.title) \(version) from \(versionSource)\(framework), starts `\(entryPoint)`"
    }
}

/// A version and where it was read.
struct VersionChoice: Sendable, Hashable {
    var version: String
    var source: String

    /// The first that is known of: manifest, the project's own files in order, msctl's table.
    static func choose(
        _ runtime: Runtime,
        hints: BuildHints,
        found: [(version: String?, source: String)]
    ) -> VersionChoice {
        if let version = hints.version { return VersionChoice(version: version, source: "the manifest") }
        for case (let version?, let source) in found where !version.isEmpty {
            return VersionChoice(version: version, source: "`\(source)`")
        }
        let standard = RuntimeRelease.standard(runtime)?.version ?? "1"
        return VersionChoice(version: standard, source: "msctl's default")
    }

    /// The version for a range such as `>=22` or `^20.1`: msctl's default where the range allows it, else the newest
    /// that msctl knows, else the lowest.
    static func within(_ range: String?, of runtime: Runtime, parts: Int) -> String? {
        guard let range, let lowest = SourceLines.version(in: range, parts: parts) else { return nil }
        guard range.contains(">") else { return lowest }
        let upper = range.split(separator: "<").dropFirst().first.flatMap {
            SourceLines.version(in: $0, parts: parts)
        }
        let isInclusive = range.contains("<=")
        let allowed = RuntimeRelease.table.filter { $0.runtime == runtime }.map(\.version).filter { version in
            let number = numbers(version)
            let isBelow = upper.map {
                number.lexicographicallyPrecedes(numbers($0)) || isInclusive && number == numbers($0)
            }
            return !number.lexicographicallyPrecedes(numbers(lowest)) && isBelow ?? true
        }
        let newest = allowed.max { numbers($0).lexicographicallyPrecedes(numbers($1)) }
        return allowed.first { $0 == RuntimeRelease.standard(runtime)?.version } ?? newest ?? lowest
    }

    private static func numbers(_ version: String) -> [Int] {
        version.split(separator: ".").compactMap { Int($0) }
    }
}
