// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The files of an example: a single manifest, or several files now and before.
///
/// Several files are written as in the txtar format of Go: a line `-- path --` begins a file. `-- before: path --` begins one
/// that only an earlier version has, `-- now: path --` one that it does not have.
package struct ExampleFiles: Sendable, Hashable {
    /// One file.
    package struct File: Sendable, Hashable {
        /// The path, as seen from the top of the example.
        package var path: String
        /// The text.
        package var text: String
    }

    /// The files as they are.
    package private(set) var now: [File] = []
    /// The files of the earlier version.
    package private(set) var before: [File] = []
    /// Whether the example is written as several files.
    package private(set) var isRepository = false

    /// Takes an example apart.
    package init(_ example: String) {
        guard example.hasPrefix("-- ") else {
            now = [File(path: "msctl.yaml", text: example)]
            before = now
            return
        }
        isRepository = true
        var heading: Substring?
        var lines: [Substring] = []
        for line in example.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("-- "), line.hasSuffix(" --"), line.count > 6 {
                add(lines, under: heading)
                heading = line.dropFirst(3).dropLast(3)
                lines = []
            } else {
                lines.append(line)
            }
        }
        add(lines, under: heading)
    }

    private mutating func add(_ lines: [Substring], under heading: Substring?) {
        guard let heading else { return }
        let text = lines.joined(separator: "\n")
        func file(_ path: Substring) -> File { File(path: String(path), text: text) }
        if heading.hasPrefix("before: ") {
            before.append(file(heading.dropFirst(8)))
        } else if heading.hasPrefix("now: ") {
            now.append(file(heading.dropFirst(5)))
        } else {
            now.append(file(heading))
            before.append(file(heading))
        }
    }
}

extension Examples {
    /// A repository of several files, each under its heading.
    static func repository(_ files: (heading: String, text: String)...) -> String {
        files.map { "-- \($0.heading) --\n\($0.text)\($0.text.hasSuffix("\n") ? "" : "\n")" }.joined()
    }
}
