// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// A schedule in cron's five fields, by the clocks of a zone, or of runs at intervals.
struct CronSchedule: Sendable, Hashable {
    private var minutes: Set<Int> = []
    private var hours: Set<Int> = []
    private var days: Set<Int> = []
    private var months: Set<Int> = []
    private var weekdays: Set<Int> = []
    private var hasDays = false
    private var hasWeekdays = false
    /// From one run to the next in seconds, where there are no fields.
    private var interval: Int64?

    private static let words = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]
    private static let every = "@every "

    /// Reads a schedule; throws what a server has against it.
    init(_ text: String) throws(CronFault) {
        if text.hasPrefix(Self.every) {
            interval = try CronInterval.seconds(String(text.dropFirst(Self.every.count)), in: text)
            return
        }
        if text.hasPrefix("@"), Self.words[text] == nil {
            throw CronFault(message: "unrecognized descriptor: \(text)")
        }
        let fields = (Self.words[text] ?? text).split(whereSeparator: \.isWhitespace).map(String.init)
        guard fields.count == 5 else {
            let found = "found \(fields.count): [\(fields.joined(separator: " "))]"
            throw CronFault(message: "expected exactly 5 fields, \(found)")
        }
        minutes = try CronField.minutes.parse(fields[0])
        hours = try CronField.hours.parse(fields[1])
        days = try CronField.days.parse(fields[2])
        months = try CronField.months.parse(fields[3])
        weekdays = try CronField.weekdays.parse(fields[4])
        hasDays = !CronField.isEvery(fields[2])
        hasWeekdays = !CronField.isEvery(fields[4])
    }

    /// The first moment after another; `nil` when there is none within five years.
    ///
    /// It is a minute at which the zone's clocks show what the fields say: one that is skipped when they are put forward does
    /// not come, and one that they show twice comes twice, as with the library that servers use.
    func next(after moment: Timestamp, in zone: TimeZoneRules = .utc) -> Timestamp? {
        if let interval { return Timestamp(seconds: moment.seconds + interval) }
        var minute = (moment.seconds / 60 + 1) * 60
        let limit = moment.seconds + 5 * 366 * 86_400
        while minute <= limit {
            let offset = zone.offset(at: minute)
            let shown = minute + offset
            let wait: Int64
            if !matches(day: shown / 86_400) {
                wait = 86_400 - shown % 86_400
            } else if !hours.contains(Int(shown % 86_400 / 3600)) {
                wait = 3600 - shown % 3600
            } else if minutes.contains(Int(shown % 3600 / 60)) {
                return Timestamp(seconds: minute)
            } else {
                wait = 60
            }
            // When the clocks are changed before that, it is looked for minute by minute.
            minute += zone.offset(at: minute + wait) == offset ? wait : 60
        }
        return nil
    }

    /// The last moment after one and up to another; `nil` when there is none, or none within five years before the other.
    ///
    /// It looks back further and further, so that years of minutes are not gone through one by one.
    func last(after start: Timestamp, upTo end: Timestamp, in zone: TimeZoneRules = .utc) -> Timestamp? {
        if let interval {
            let count = (end.seconds - start.seconds) / interval
            return count > 0 ? Timestamp(seconds: start.seconds + count * interval) : nil
        }
        for days in [0, 1, 31, 366, 5 * 366] {
            let from = max(start, end - .seconds(max(3600, days * 86_400)))
            guard var last = next(after: from, in: zone), last <= end else {
                if from == start { return nil }
                continue
            }
            while let later = next(after: last, in: zone), later <= end { last = later }
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
