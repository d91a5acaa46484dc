// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The files of one service as the generator sees them: relative paths with `/`, no leading `./`.
///
/// Whoever fills it leaves out hidden folders, folders ignored by git and build products.
package protocol ProjectTree: Sendable {
    /// Every file, relative to the build context.
    var paths: [String] { get }
    /// The bytes of a file; `nil` when there is no such file or it cannot be read.
    func contents(of path: String) -> [UInt8]?
}

extension ProjectTree {
    /// Whether there is a file of exactly this path.
    func has(_ path: String) -> Bool { paths.contains(path) }

    /// Whether any file lies below a folder.
    func hasFolder(_ path: String) -> Bool { paths.contains { $0.hasPrefix(path + "/") } }

    /// A file as text; `nil` when it does not exist.
    func text(of path: String) -> String? {
        contents(of: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The files with an extension below a folder (`""` is the whole tree), in the order of their names.
    func files(under folder: String = "", extension suffix: String) -> [String] {
        paths.filter { $0.hasSuffix("." + suffix) && (folder.isEmpty || $0.hasPrefix(folder + "/")) }.sorted()
    }

    /// Whether a file with this extension below a folder holds a text.
    func mentions(_ needle: String, under folder: String = "", extension suffix: String) -> Bool {
        files(under: folder, extension: suffix).contains { text(of: $0)?.contains(needle) == true }
    }
}

/// A tree held in memory: what tests use, and what a caller may fill from disk.
package struct InMemoryProjectTree: ProjectTree {
    private var files: [String: [UInt8]]

    /// Holds the given files.
    package init(_ files: [String: [UInt8]]) {
        self.files = files
    }

    /// Holds the given texts.
    package init(texts: [String: String]) {
        files = texts.mapValues { Array($0.utf8) }
    }

    /// Every file in the order of the names.
    package var paths: [String] { files.keys.sorted() }

    /// The bytes of a file.
    package func contents(of path: String) -> [UInt8]? { files[path] }
}
