// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Manifest

extension FigureText {
    /// Names in a row; a word for none.
    static func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }

    /// Two values with an arrow between; one when they are the same.
    static func move(_ was: String?, _ now: String?, none: String = "none") -> String {
        was == now ? now ?? "" : "\(was ?? none) → \(now ?? none)"
    }
}

/// How figures are written for programs.
enum FigureJSON {
    /// One object with a version: members may be added within a version, never changed or removed.
    static func report(_ members: [(String, JSONValue?)]) -> String {
        JSONValue.object(JSONObject(present: [("version", .integer(1))] + members)).text(.pretty)
    }

    /// A number with a fixed count of digits, so that the same system gives the same text everywhere.
    static func number(_ value: Double, digits: Int = 7) -> JSONValue {
        .decimal(FixedDecimal.text(value, digits: digits))
    }

    /// A time in milliseconds.
    static func milliseconds(_ time: Duration) -> JSONValue {
        let parts = time.components
        return .integer(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)
    }

    /// Texts in a row.
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
