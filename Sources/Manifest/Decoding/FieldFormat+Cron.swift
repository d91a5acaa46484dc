// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

extension FieldFormat where Value == String {
    /// Five fields of cron, or a name such as `@daily`, as the controller of CronJobs reads them.
    static var cron: FieldFormat {
        .scalar(.text("a cron schedule", "0 3 * * *", "@daily")) {
            CronFormat.accepts($0.text) ? $0.text : nil
        }
    }
}

/// The schedules that Kubernetes accepts: no seconds, no `L`, `W` or `#`, and Sunday is 0.
package enum CronFormat {
    private struct Field {
        var range: ClosedRange<Int>
        var names: [String] = []
    }

    private static let fields = [
        Field(range: 0...59), Field(range: 0...23), Field(range: 1...31),
        Field(
            range: 1...12,
            names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        ),
        Field(range: 0...6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]

    private static let named: Set<String> = [
        "@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually",
    ]

    /// Whether a text is a schedule.
    package static func accepts(_ text: String) -> Bool {
        if named.contains(text) { return true }
        let words = text.split(separator: " ")
        return words.count == fields.count
            && zip(words, fields).allSatisfy { word, field in
                word.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { accepts($0, field) }
            }
    }

    /// One part: `*`, a number or a range, with a step if any.
    private static func accepts(_ part: Substring, _ field: Field) -> Bool {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if halves.count == 2 {
            guard let step = number(halves[1]), step > 0 else { return false }
        }
        guard let span = halves.first, span != "*", span != "?" else { return halves.first != nil }
        let bounds = span.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map {
            value($0, field)
        }
        guard let first = bounds.first ?? nil, let last = bounds.last ?? nil else { return false }
        return field.range.contains(first) && field.range.contains(last) && first <= last
    }

    private static func value(_ text: Substring, _ field: Field) -> Int? {
        if let index = field.names.firstIndex(of: text.lowercased()) { return field.range.lowerBound + index }
        return number(text)
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy(\.isDigit) ? Int(text) : nil
    }
}
