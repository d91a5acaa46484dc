// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What Go's parser says of a text that is no time of RFC 3339.
enum TimeWords {
    /// One number of a time: what comes before it, how Go's layout writes it, its name and its bounds.
    private struct Part {
        var separator: String
        var layout: String
        var name: String
        var bounds: ClosedRange<Int>
    }

    private static let parts = [
        Part(separator: "", layout: "2006", name: "year", bounds: 0...9999),
        Part(separator: "-", layout: "01", name: "month", bounds: 1...12),
        // How many days a month has is looked at last.
        Part(separator: "-", layout: "02", name: "day", bounds: 0...99),
        Part(separator: "T", layout: "15", name: "hour", bounds: 0...23),
        Part(separator: ":", layout: "04", name: "minute", bounds: 0...59),
        Part(separator: ":", layout: "05", name: "second", bounds: 0...59),
    ]

    /// Why a text is no time; `nil` where it is one.
    ///
    /// Some fields want exactly six digits after the second.
    static func misfit(of text: String, hasMicroseconds: Bool = false) -> String? {
        let layout = "2006-01-02T15:04:05\(hasMicroseconds ? ".000000" : "")Z07:00"
        let lead = "parsing time \(quoted(text))"
        var rest = text[...]
        func unfit(_ element: String) -> String {
            "\(lead) as \"\(layout)\": cannot parse \(quoted(rest)) as \"\(element)\""
        }
        for part in parts {
            guard rest.hasPrefix(part.separator) else { return unfit(part.separator) }
            rest = rest.dropFirst(part.separator.count)
            let digits = rest.prefix(part.layout.count)
            guard digits.count == part.layout.count, digits.utf8.allSatisfy({ (48...57).contains($0) }),
                let number = Int(digits)
            else { return unfit(part.layout) }
            rest = rest.dropFirst(digits.count)
            if !part.bounds.contains(number) { return "\(lead): \(part.name) out of range" }
        }
        if hasMicroseconds {
            guard let fraction = rest.prefixMatch(of: /[.,][0-9]{6}/) else { return unfit(".000000") }
            rest = rest[fraction.range.upperBound...]
        } else if let fraction = rest.prefixMatch(of: /[.,][0-9]+/) {
            rest = rest[fraction.range.upperBound...]
        }
        guard let zone = rest.prefixMatch(of: /Z|[+-][0-9]{2}:[0-9]{2}/) else { return unfit("Z07:00") }
        rest = rest[zone.range.upperBound...]
        let offset = zone.output.dropFirst().split(separator: ":").compactMap { Int($0) }
        for (number, (most, name)) in zip(offset, [(24, "hour"), (60, "minute")]) where number > most {
            return "\(lead): time zone offset \(name) out of range"
        }
        if !rest.isEmpty { return "\(lead): extra text: \(quoted(rest))" }
        return Timestamp("\(text.prefix(10))T00:00:00Z") == nil ? "\(lead): day out of range" : nil
    }

    private static func quoted(_ text: some StringProtocol) -> String {
        JSONValue.string(String(text)).text()
    }
}
