// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Lint

/// A text as the editor has it, which may differ from the file on disk.
struct OpenDocument: Sendable {
    /// The address, exactly as the editor writes it.
    let uri: String
    /// The absolute path.
    let path: String
    /// Whether it is a Dockerfile, by what the editor says or else by its name.
    let isDockerfile: Bool
    /// Counts up with every change.
    private(set) var version: Int64
    /// The text, under its path as diagnostics name it.
    private(set) var file: SourceFile

    init(uri: String, path: String, language: String?, version: Int64, file: SourceFile) {
        self.uri = uri
        self.path = path
        self.version = version
        self.file = file
        let name = path.split(separator: "/").last.map(String.init) ?? path
        isDockerfile = language == "dockerfile" || (language != "yaml" && DockerfileName.isDockerfile(name))
    }

    /// Makes the changes of one `didChange`, one after the other.
    ///
    /// - Throws: ``ResponseError`` when one of them has no text or no proper range; what came before it is kept.
    mutating func apply(
        _ changes: [JSONValue],
        version: Int64,
        _ encoding: PositionEncoding
    ) throws(ResponseError) {
        self.version = version
        for change in changes {
            guard let text = change["text"]?.string else {
                throw .invalidParams("a change without `text`")
            }
            guard let written = change["range"], !written.isNull else {
                file = SourceFile(path: file.path, text: text)
                continue
            }
            guard let range = encoding.range(of: written, in: file) else {
                throw .invalidParams("a change with a `range` that is none")
            }
            var bytes = Array(file.bytes[..<range.lowerBound])
            bytes += text.utf8
            bytes += file.bytes[range.upperBound...]
            file = SourceFile(path: file.path, bytes: bytes)
        }
    }
}
