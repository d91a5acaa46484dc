// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// What a calendar and a clock in a zone show at a moment.
struct CELClock {
    /// From 0 to 10000: in a zone it may be another year than in UTC.
    let year: Int64
    /// From 1.
    let month: Int64
    /// From 1.
    let day: Int64
    let hour: Int64
    let minute: Int64
    let second: Int64
    let millisecond: Int64
    /// From 0, a Sunday.
    let dayOfWeek: Int64
    /// From 0.
    let dayOfYear: Int64

    /// A clock that is so many seconds ahead of UTC.
    init(_ time: CELTimestamp, ahead offset: Int64) {
        let seconds = time.seconds + offset
        let secondOfDay = (seconds % 86_400 + 86_400) % 86_400
        let days = (seconds - secondOfDay) / 86_400
        hour = secondOfDay / 3_600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        millisecond = time.nanoseconds / 1_000_000
        // 1970-01-01 was a Thursday.
        dayOfWeek = ((days + 4) % 7 + 7) % 7
        // Hinnant's `civil_from_days`: years begin in March, the first one 306 days before the year 1.
        let daysSinceMarch = days + 719_468
        let era = daysSinceMarch / 146_097
        let dayOfEra = daysSinceMarch % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayFromMarch + 2) / 153
        day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month < 3 ? 1 : 0)
        let newYear = CalendarDate(year: Int(year), month: 1, day: 1)
        dayOfYear = newYear.map { days - Int64($0.daysSinceEpoch) } ?? 0
    }

    /// How many seconds a zone such as `+01:00` is ahead of UTC; `nil` for names of zones, which only a table knows.
    static func offset(of zone: String) -> Int64? {
        if zone.isEmpty || zone == "UTC" { return 0 }
        var rest = zone.utf8[...]
        let isBehind = rest.first == UInt8(ascii: "-")
        if isBehind || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let parts = rest.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(isDigit) }) else {
            return nil
        }
        let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) } }
        let offset = numbers[0] * 3_600 + numbers[1] * 60
        return isBehind ? -offset : offset
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
