// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Commands
import Testing

/// The sources of the project, as text.
struct SourceTree {
    struct File: Sendable, CustomTestStringConvertible {
        /// The path below the project, such as `Sources/Lint/Linter.swift`.
        var path: String
        var text: String

        var room: String { String(path.split(separator: "/")[1]) }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var testDescription: String { path }
    }

    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    static let swiftFiles: [File] = files(under: "Sources", suffix: ".swift")

    static func files(under directory: String, suffix: String) -> [File] {
        let access = POSIXFileAccess()
        guard let entries = try? access.entries(of: "\(root)/\(directory)") else { return [] }
        return entries.flatMap { entry -> [File] in
            let path = "\(directory)/\(entry.name)"
            if entry.kind == .directory { return files(under: path, suffix: suffix) }
            guard entry.name.hasSuffix(suffix) else { return [] }
            return [File(path: path, text: read(path))]
        }
    }

    static func read(_ path: String) -> String {
        let bytes = try? POSIXFileAccess().read("\(root)/\(path)", limit: 1 << 24)
        return String(decoding: bytes ?? [], as: UTF8.self)
    }
}
