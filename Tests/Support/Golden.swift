// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
package import Testing

/// Compares a generated text with `Tests/Goldens/<story>/expected/<file>`.
///
/// On a mismatch the issue holds a unified diff and the command that accepts the new text. `UPDATE_GOLDEN=1` rewrites
/// the file and still fails, so that no automatic run can bless itself. A missing golden is a failure.
package func golden(
    _ actual: String,
    story: String,
    file: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let path = "Tests/Goldens/\(story)/expected/\(file)"
    let expected = GoldenFiles.read(path)
    guard expected != actual else { return }
    if GoldenFiles.isUpdating {
        let outcome =
            GoldenFiles.write(actual, to: path) ? "rewritten; look at the diff" : "could not be written"
        Issue.record("\(path) was \(outcome)", sourceLocation: sourceLocation)
        return
    }
    let name = Test.current?.name.prefix { $0 != "(" } ?? ""
    let difference = expected.map { unifiedDiff(from: $0, to: actual) } ?? "the file does not exist\n"
    Issue.record(
        "\(path)\n\(difference)accept with: UPDATE_GOLDEN=1 swift test --filter '\(name)'",
        sourceLocation: sourceLocation
    )
}

/// Compares a set of generated files, by relative path, with all of `Tests/Goldens/<story>/expected/`.
///
/// A file there that was not generated is a failure too.
package func golden(
    _ files: [(path: String, text: String)],
    story: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    for file in files { golden(file.text, story: story, file: file.path, sourceLocation: sourceLocation) }
    let root = "Tests/Goldens/\(story)/expected"
    for path in GoldenFiles.list(root) where !files.contains(where: { $0.path == path }) {
        Issue.record("\(root)/\(path) is not generated any more: remove it", sourceLocation: sourceLocation)
    }
}

/// The text of `Tests/Goldens/<story>/input/<file>`.
package func goldenInput(
    story: String,
    file: String,
    sourceLocation: SourceLocation = #_sourceLocation
) -> String {
    let path = "Tests/Goldens/\(story)/input/\(file)"
    if let text = GoldenFiles.read(path) { return text }
    Issue.record("\(path) does not exist", sourceLocation: sourceLocation)
    return ""
}

/// The folder of the package, from where this file was compiled.
package let repositoryRoot: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
}()

/// Whether goldens are rewritten instead of compared.
package var isUpdatingGoldens: Bool { getenv("UPDATE_GOLDEN").map { String(cString: $0) } == "1" }

/// Files below the folder of the package.
private enum GoldenFiles {
    static var isUpdating: Bool { isUpdatingGoldens }

    static func read(_ path: String) -> String? {
        guard let file = fopen("\(repositoryRoot)/\(path)", "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    static func write(_ text: String, to path: String) -> Bool {
        let parts = path.split(separator: "/")
        for count in 1..<parts.count {
            mkdir("\(repositoryRoot)/\(parts[..<count].joined(separator: "/"))", 0o755)
        }
        guard let file = fopen("\(repositoryRoot)/\(path)", "w") else { return false }
        let bytes = Array(text.utf8)
        let written = fwrite(bytes, 1, bytes.count, file)
        return fclose(file) == 0 && written == bytes.count
    }

    /// The paths of all files below a folder, relative to it.
    static func list(_ folder: String) -> [String] {
        guard let directory = opendir("\(repositoryRoot)/\(folder)") else { return [] }
        defer { closedir(directory) }
        var paths: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            if entry.pointee.d_type == UInt8(DT_DIR) {
                paths += list("\(folder)/\(name)").map { "\(name)/\($0)" }
            } else {
                paths.append(name)
            }
        }
        return paths.sorted()
    }
}
