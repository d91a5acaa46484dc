// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// Path arithmetic on text: no file is looked at.
enum Path {
    /// Puts a relative path under a directory; `.` adds nothing.
    static func join(_ directory: String, _ name: String) -> String {
        if directory.isEmpty || directory == "." { return name }
        if name.isEmpty || name == "." { return directory }
        return directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }

    /// The last component.
    static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// All but the last component: `.` for a bare name, `/` for the root.
    static func parent(_ path: String) -> String {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    /// Resolves `.` and `..` without looking at links.
    static func normalized(_ path: String) -> String { path.normalizedPath }
}
