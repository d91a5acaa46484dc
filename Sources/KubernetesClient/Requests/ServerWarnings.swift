// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTPTypes
import NIOConcurrencyHelpers

/// Remembers which `Warning:` texts were shown, so that each is shown once.
final class ServerWarnings: Sendable {
    private let seen = NIOLockedValueBox<Set<String>>([])

    /// The texts in a reply that were not seen before.
    func new(in head: HTTPResponse) -> [String] {
        let texts = head.headerFields[values: .warning].flatMap(Self.texts)
        guard !texts.isEmpty else { return [] }
        return seen.withLockedValue { seen in texts.filter { seen.insert($0).inserted } }
    }

    /// The quoted texts of a header value: `299 - "text", 299 - "other"` (RFC 7234 §5.5).
    static func texts(of value: String) -> [String] {
        var texts: [String] = []
        var current: String?
        var isEscaped = false
        for character in value {
            guard let text = current else {
                if character == "\"" { current = "" }
                continue
            }
            switch (character, isEscaped) {
            case ("\\", false): isEscaped = true
            case ("\"", false):
                texts.append(text)
                current = nil
            default:
                current = text + String(character)
                isEscaped = false
            }
        }
        return texts.filter { !$0.isEmpty }.map(\.harmless)
    }
}
