// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP

extension ClusterError: CustomStringConvertible {
    /// Two or three lines: what was being done and how it ended, the server's words, what to try.
    package var description: String {
        var lines = ["\(doing): \(headline)\(httpStatus.map { " (\($0))" } ?? "")"]
        if let words { lines.append("  server: \(words)") }
        lines += reasons.map { "  - \($0)" }
        if let transport = cause as? TransportError {
            lines.append("  because: \(transport.message)")
        } else if let cause, !(cause is UnstructuredReply) {
            lines.append("  because: \(cause)")
        }
        if let last = earlierAttempts.last {
            let count = earlierAttempts.count
            lines.append("  after \(count) earlier attempt\(count == 1 ? "" : "s"), the last: \(last)")
        }
        if let hint { lines.append("  try: \(hint)") }
        // Much of it is what others wrote: the server, a webhook, a program.
        return lines.joined(separator: "\n").harmless
    }

    /// What went wrong in a few words, without what was being done.
    package var headline: String {
        switch code {
        case .unreachable: "the API server cannot be reached"
        case .untrusted: "the TLS connection is not trusted"
        case .connectionLost: "the connection broke before the answer came"
        // Without an answer of the server, nobody has asked it.
        case .unauthorized where cause is CredentialError: "no credentials could be had"
        case .unauthorized where (cause as? TransportError)?.code == .identityUnusable:
            "the client certificate cannot be used"
        case .unauthorized: "the server does not accept the credentials"
        case .forbidden: "not allowed"
        case .notFound: "not found"
        case .alreadyExists: "it exists already"
        case .conflict: fieldConflicts.isEmpty ? "it was changed meanwhile" : "another manager owns a field"
        case .expired: "the resource version is too old"
        case .invalid: "the server refuses the \(isAboutObject ? "object" : "request")"
        case .unsupported: "the server does not support this"
        case .throttled: "the server is throttling"
        case .serverFailure: "the server has a problem"
        case .timedOut: "no answer in time"
        case .cancelled: "cancelled"
        case .malformedReply: "the answer is not what the API promises"
        default: "the request was not sent"
        }
    }

    private var words: String? {
        if let status, !status.message.isEmpty { return status.message.replacingNewlines() }
        return (cause as? UnstructuredReply)?.text
    }

    /// Single reasons that the server's message does not already spell out.
    private var reasons: [String] {
        let message = status?.message ?? ""
        return (status?.causes ?? []).compactMap { cause in
            guard let field = cause.field, !message.contains(field) else { return nil }
            return "\(field): \(cause.message.replacingNewlines())"
        }
    }
}

extension String {
    fileprivate func replacingNewlines() -> String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
