// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Reads suppressions from the comments of a Dockerfile: `# msctl:ignore …`, and those of hadolint.
///
/// A comment is about the instruction below it, or about the one that it stands in. `# hadolint ignore=DL3006` asks for no
/// reason, and `# hadolint global ignore=…` is about the whole file.
enum DockerfileSuppressions {
    /// The suppressions of a file.
    static func read(_ document: DockerfileDocument) -> [Suppression] {
        document.comments.flatMap { comment in
            let own = SuppressionComment.read(comment) { scope(of: comment, in: document) }
            return own.isEmpty ? foreign(comment, in: document) : own
        }
    }

    private static func scope(of comment: SourceSpan, in document: DockerfileDocument) -> SourceSpan {
        let place = comment.range.lowerBound
        let instruction =
            document.instructions.first { $0.span.range.contains(place) }
            ?? document.instructions.first { $0.span.range.lowerBound >= comment.range.upperBound }
        return instruction?.span ?? SourceSpan(file: document.file, range: place..<place)
    }

    private static func foreign(_ comment: SourceSpan, in document: DockerfileDocument) -> [Suppression] {
        let words = comment.text.dropFirst().split(whereSeparator: \.isWhitespace)
        guard words.first == "hadolint" else { return [] }
        let isGlobal = words.dropFirst().first == "global"
        let rest = words.dropFirst(isGlobal ? 2 : 1).joined(separator: " ")
        guard rest.hasPrefix("ignore=") else { return [] }
        let all = SourceSpan(file: document.file, range: 0..<document.file.bytes.count)
        let scope = isGlobal ? all : scope(of: comment, in: document)
        let names = rest.dropFirst("ignore=".count).prefix { $0 != ";" && $0 != "#" }
        return names.split { $0 == "," || $0 == " " }.map { name in
            Suppression(
                rule: String(name),
                ruleSpan: comment,
                span: comment,
                reason: "ignored for hadolint",
                scope: .text(scope),
                isComment: true,
                isOfOtherTool: true
            )
        }
    }
}
