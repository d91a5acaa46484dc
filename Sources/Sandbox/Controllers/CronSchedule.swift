// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// A schedule in cron's five fields, in UTC.
struct CronSchedule: Sendable, Hashable {
    private var minutes: Set<Int>
    private var hours: Set<Int>
    private var days: Set<Int>
    private var months: Set<Int>
    private var weekdays: Set<Int>
    private var hasDays: Bool
    private var hasWeekdays: Bool

    private static let words = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    init?(_ text: String) {
        let fields = (Self.words[text] ?? text).split(separator: " ").map(String.init)
        guard fields.count == 5, let minutes = Self.parse(fields[0], 0...59),
            let hours = Self.parse(fields[1], 0...23),
            let days = Self.parse(fields[2], 1...31),
            let months = Self.parse(fields[3], 1...12, Self.monthNames),
            let weekdays = Self.parse(fields[4], 0...7, Self.dayNames)
        else { return nil }
        self.minutes = minutes
        self.hours = hours
        self.days = days
        self.months = months
        self.weekdays = Set(weekdays.map { $0 % 7 })
        hasDays = !fields[2].hasPrefix("*") && fields[2] != "?"
        hasWeekdays = !fields[4].hasPrefix("*") && fields[4] != "?"
    }

    private static let monthNames = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    private static func parse(_ field: String, _ range: ClosedRange<Int>, _ names: [String] = []) -> Set<Int>?
    {
        func number(_ text: Substring) -> Int? {
            if let index = names.firstIndex(of: text.lowercased()) { return index + range.lowerBound }
            return Int(text)
        }
        var result: Set<Int> = []
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", maxSplits: 1)
            guard let span = pieces.first else { return nil }
            let step = pieces.count == 2 ? Int(pieces[1]) ?? 0 : 1
            guard step > 0 else { return nil }
            var low = range.lowerBound
            var high = range.upperBound
            if span != "*", span != "?" {
                let ends = span.split(separator: "-", maxSplits: 1)
                guard let first = ends.first.flatMap(number) else { return nil }
                low = first
                high = ends.count == 2 ? number(ends[1]) ?? -1 : pieces.count == 2 ? range.upperBound : first
            }
            guard range.contains(low), range.contains(high), low <= high else { return nil }
            result.formUnion(stride(from: low, through: high, by: step))
        }
        return result
    }

    /// The first moment after another; `nil` when there is none within five years.
    func next(after moment: Timestamp) -> Timestamp? {
        var minute = (moment.seconds / 60 + 1) * 60
        let limit = moment.seconds + 5 * 366 * 86_400
        while minute <= limit {
            let day = minute / 86_400
            guard matches(day: day) else {
                minute = (day + 1) * 86_400
                continue
            }
            let hour = Int(minute % 86_400 / 3600)
            guard hours.contains(hour) else {
                minute = (minute / 3600 + 1) * 3600
                continue
            }
            if minutes.contains(Int(minute % 3600 / 60)) { return Timestamp(seconds: minute) }
            minute += 60
        }
        return nil
    }

    /// The last moment after one and up to another; `nil` when there is none, or none within five years before the other.
    ///
    /// It looks back further and further, so that years of minutes are not gone through one by one.
    func last(after start: Timestamp, upTo end: Timestamp) -> Timestamp? {
        for days in [0, 1, 31, 366, 5 * 366] {
            let from = max(start, end - .seconds(max(3600, days * 86_400)))
            guard var last = next(after: from), last <= end else {
                if from == start { return nil }
                continue
            }
            while let later = next(after: last), later <= end { last = later }
            return last
        }
        return nil
    }

    /// Day of month and day of week are alternatives when both are given, as cron has it.
    private func matches(day: Int64) -> Bool {
        let text = Timestamp(seconds: day * 86_400).description
        let month = Int(text.dropFirst(5).prefix(2)) ?? 0
        let date = Int(text.dropFirst(8).prefix(2)) ?? 0
        let weekday = Int((day + 4) % 7)
        guard months.contains(month) else { return false }
        if hasDays && hasWeekdays { return days.contains(date) || weekdays.contains(weekday) }
        return days.contains(date) && weekdays.contains(weekday)
    }
}
