// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Rollout

/// The lines below a service that does not work: where it comes from and what it last said.
enum FailureText {
    static func details(of cause: RootCause) -> [String] {
        var lines: [String] = []
        if let span = cause.span {
            let start = span.start
            let source = String(decoding: span.file.line(start.line - 1), as: UTF8.self)
            lines.append("\(span.file.path):\(start.line)  \(trimmed(source))")
        }
        if let detail = cause.detail, !detail.isEmpty, !cause.headline.contains(detail) {
            lines.append("server     \(LongText.shortened(oneLine(detail)))")
        }
        if let remedy = cause.remedy { lines.append("help       \(remedy)") }
        if let last = cause.logTail.last(where: { !$0.isEmpty }) {
            lines.append("last log   \(oneLine(last))")
        }
        return lines
    }

    /// The steps down to the cause, without the words that stand above them already.
    static func steps(to cause: RootCause) -> [String] {
        guard let detail = cause.detail, !detail.isEmpty else { return cause.chain.map(LongText.shortened) }
        return cause.chain.map { step in
            let repeated = ": \(detail)"
            return LongText.shortened(step.hasSuffix(repeated) ? String(step.dropLast(repeated.count)) : step)
        }
    }

    /// What else is not as the revision in place says, beside the cause itself.
    static func others(_ deviations: [String], besides cause: RootCause?) -> [String] {
        deviations.filter { $0 != cause?.headline }.map { "also       \($0)" }
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.first == " " || text.first == "\t" { text = text.dropFirst() }
        return String(text)
    }

    /// Control characters in a log line must not reach the terminal.
    private static func oneLine(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar.properties.generalCategory == .control ? " " : scalar
        }
        return trimmed(String(String.UnicodeScalarView(scalars)))
    }
}
