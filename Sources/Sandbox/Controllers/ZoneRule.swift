// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A rule by which clocks are changed every year, as the variable `TZ` of POSIX has it: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Sendable {
    /// How far the clocks are ahead of UTC in winter, in seconds.
    private var standard: Int64
    /// The same in summer, and from when to when that is; `nil` where the clocks are never changed.
    private var summer: (offset: Int64, from: Moment, to: Moment)?

    /// A day of every year, and the time of that day at which something happens, in seconds after midnight.
    private struct Moment {
        enum Day {
            /// Counted from 1, without the 29th of February.
            case julian(Int64)
            /// Counted from 0.
            case ordinal(Int64)
            /// The first to fourth, or as 5 the last, of a weekday in a month; 0 is Sunday.
            case weekday(month: Int64, week: Int64, day: Int64)
        }

        var day: Day
        var time: Int64
    }

    /// Reads a rule; `nil` for a text that is none.
    init?(_ text: String) {
        var reader = RuleReader(rest: text.utf8[...])
        guard reader.name(), let west = reader.time() else { return nil }
        standard = -west
        if reader.rest.isEmpty { return }
        guard reader.name() else { return nil }
        var offset = standard + 3600
        if reader.rest.first != UInt8(ascii: ",") {
            guard let west = reader.time() else { return nil }
            offset = -west
        }
        guard let from = Self.moment(&reader), let to = Self.moment(&reader), reader.rest.isEmpty else {
            return nil
        }
        summer = (offset, from, to)
    }

    private static func moment(_ reader: inout RuleReader) -> Moment? {
        guard reader.take(",") else { return nil }
        let day: Moment.Day
        if reader.take("M") {
            guard let month = reader.number(in: 1...12), reader.take("."),
                let week = reader.number(in: 1...5), reader.take("."), let weekday = reader.number(in: 0...6)
            else { return nil }
            day = .weekday(month: month, week: week, day: weekday)
        } else if reader.take("J") {
            guard let number = reader.number(in: 1...365) else { return nil }
            day = .julian(number)
        } else {
            guard let number = reader.number(in: 0...365) else { return nil }
            day = .ordinal(number)
        }
        guard reader.take("/") else { return Moment(day: day, time: 2 * 3600) }
        return reader.time().map { Moment(day: day, time: $0) }
    }

    /// How far the clocks are ahead of UTC at a moment in seconds since 1970; in seconds.
    func offset(at moment: Int64) -> Int64 {
        guard let summer else { return standard }
        let year = Self.year(of: (moment + standard) / 86_400)
        // Each by the clocks that it ends.
        let start = Self.seconds(summer.from, in: year) - standard
        let end = Self.seconds(summer.to, in: year) - summer.offset
        let isSummer =
            start < end ? start <= moment && moment < end : !(end <= moment && moment < start)
        return isSummer ? summer.offset : standard
    }

    /// When a moment of a year is, in seconds since 1970 as if its clocks showed UTC.
    private static func seconds(_ moment: Moment, in year: Int64) -> Int64 {
        let first = firstDay(of: 1, in: year)
        let day: Int64
        switch moment.day {
        case .julian(let number):
            let isLeap = firstDay(of: 3, in: year) - first == 60
            day = first + number - (isLeap && number > 59 ? 0 : 1)
        case .ordinal(let number): day = first + number
        case .weekday(let month, let week, let weekday):
            let start = firstDay(of: month, in: year)
            let next = month == 12 ? firstDay(of: 1, in: year + 1) : firstDay(of: month + 1, in: year)
            // The first of 1970 was a Thursday.
            let shift = ((weekday - start - 4) % 7 + 7) % 7
            let wanted = start + shift + (week - 1) * 7
            day = wanted < next ? wanted : wanted - 7
        }
        return day * 86_400 + moment.time
    }

    /// The year of a day, which is counted since 1970.
    private static func year(of day: Int64) -> Int64 {
        var year = 1970 + day * 400 / 146_097
        while firstDay(of: 1, in: year + 1) <= day { year += 1 }
        while firstDay(of: 1, in: year) > day { year -= 1 }
        return year
    }

    private static let daysBefore: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    /// The first day of a month, in days since 1970.
    private static func firstDay(of month: Int64, in year: Int64) -> Int64 {
        // A year has its leap day when March begins. There were 477 of them before 1970.
        let last = month > 2 ? year : year - 1
        let leapDays = last / 4 - last / 100 + last / 400 - 477
        return (year - 1970) * 365 + leapDays + daysBefore[Int(month) - 1]
    }
}

/// Reads a rule from left to right.
private struct RuleReader {
    var rest: Substring.UTF8View

    mutating func take(_ letter: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: letter) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Passes over the name of a time: letters, or anything between `<` and `>`.
    mutating func name() -> Bool {
        if take("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[end...].dropFirst()
            return true
        }
        let letters = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
        rest = rest.dropFirst(letters.count)
        return letters.count >= 3
    }

    mutating func number(in bounds: ClosedRange<Int64>) -> Int64? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard let number = Int64(String(decoding: digits, as: UTF8.self)), bounds.contains(number) else {
            return nil
        }
        rest = rest.dropFirst(digits.count)
        return number
    }

    /// Seconds, from hours with a sign and, if given, minutes and seconds; hours may be those of a week.
    mutating func time() -> Int64? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard var seconds = number(in: 0...167).map({ $0 * 3600 }) else { return nil }
        for unit in [60, 1] as [Int64] where take(":") {
            guard let number = number(in: 0...59) else { return nil }
            seconds += number * unit
        }
        return isNegative ? -seconds : seconds
    }
}
