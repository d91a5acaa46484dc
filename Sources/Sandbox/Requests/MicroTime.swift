// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Times with exactly six digits after the second: how a Lease holds them.
enum MicroTime {
    /// Why a Lease's times cannot be read, in the words of Go's parser; `nil` when they can.
    static func misfit(in spec: JSONValue?) -> String? {
        for name in ["acquireTime", "renewTime"] {
            guard let text = spec?[name]?.string, let why = misfit(of: text) else { continue }
            return "parsing time \"\(text)\"\(why)"
        }
        return nil
    }

    private static let layout = "2006-01-02T15:04:05.000000Z07:00"

    private static func misfit(of text: String) -> String? {
        let lead = " as \"\(layout)\": cannot parse "
        guard let match = text.prefixMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) else {
            return lead + "\"\(text)\" as \"2006\""
        }
        let rest = text[match.range.upperBound...]
        guard let fraction = rest.prefixMatch(of: /\.\d{6}/) else {
            return lead + "\"\(rest)\" as \".000000\""
        }
        let zone = rest[fraction.range.upperBound...]
        if zone.wholeMatch(of: /Z|[+-]\d\d:\d\d/) != nil { return nil }
        return lead + "\"\(zone)\" as \"Z07:00\""
    }
}
