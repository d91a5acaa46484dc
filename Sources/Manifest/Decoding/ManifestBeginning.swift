// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// A file of manifests without what its Services say after their names.
///
/// A document of kind Service is cut off at a line that begins with `spec:`. If what stands before can be read, it was a key of
/// the document: a text in quotes or a mapping in braces would be open there, and anything else is indented. So the names that
/// are found are those that are there; whoever finds less than names has to read the whole file.
enum ManifestBeginning {
    /// What is left of a file; `nil` if nothing can be left out.
    static func of(_ file: SourceFile) -> SourceFile? {
        var kept: [UInt8] = []
        var isService = false
        var isSkipping = false
        var hasSkipped = false
        for index in file.lineStarts.indices {
            let line = file.line(index)
            if line.starts(with: separator) || line.starts(with: end) {
                isService = false
                isSkipping = false
            } else if line.starts(with: kind) {
                isService = names(line.dropFirst(kind.count), ManifestKind.service)
            } else if isService, line.starts(with: spec) {
                isSkipping = true
                hasSkipped = true
            }
            if !isSkipping {
                kept += line
                kept.append(UInt8(ascii: "\n"))
            }
        }
        return hasSkipped ? SourceFile(path: file.path, bytes: kept) : nil
    }

    private static let separator = Array("---".utf8)
    private static let end = Array("...".utf8)
    private static let kind = Array("kind:".utf8)
    private static let spec = Array("spec:".utf8)

    /// Whether a value is this kind, with nothing behind it but a comment.
    private static func names(_ value: ArraySlice<UInt8>, _ kind: ManifestKind) -> Bool {
        let words = value.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let first = words.first, first.elementsEqual(kind.rawValue.utf8) else { return false }
        return words.count == 1 || words[1].first == UInt8(ascii: "#")
    }
}
