// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A moment as the Kubernetes API writes it (RFC 3339), counted from the start of 1970 in UTC.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Whole seconds since 1970-01-01T00:00:00Z.
    package var seconds: Int64
    /// Nanoseconds within the second, from 0 to 999,999,999.
    package var nanoseconds: Int32

    /// A moment so many seconds and nanoseconds after the start of 1970.
    package init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Orders by time.
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// The moment after a duration; the year 9999 does not end.
    package static func + (left: Timestamp, right: Duration) -> Timestamp {
        let parts = right.components
        let nanoseconds = Int64(left.nanoseconds) + parts.attoseconds / 1_000_000_000
        let carry = nanoseconds >= 1_000_000_000 ? 1 : nanoseconds < 0 ? -1 : Int64(0)
        // Objects may name any number of seconds; texts of times have four digits for the year.
        let (sum, isOverflow) = left.seconds.addingReportingOverflow(parts.seconds)
        let seconds = isOverflow ? (parts.seconds < 0 ? -latest : latest) : min(max(sum, -latest), latest)
        return Timestamp(
            seconds: seconds + carry,
            nanoseconds: Int32(nanoseconds - carry * 1_000_000_000)
        )
    }

    /// The last second of 9999, from 1970.
    private static let latest: Int64 = 253_402_300_799

    /// The moment before a duration.
    package static func - (left: Timestamp, right: Duration) -> Timestamp {
        left + (.zero - right)
    }

    /// The time from `right` to `left`.
    package static func - (left: Timestamp, right: Timestamp) -> Duration {
        .seconds(left.seconds - right.seconds)
            + .nanoseconds(Int64(left.nanoseconds) - Int64(right.nanoseconds))
    }
}

extension Timestamp: CustomStringConvertible {
    /// Whole seconds, as in `creationTimestamp`: `2026-11-21T03:18:00Z`.
    package var description: String { dateTime + "Z" }

    /// With microseconds, as in a Lease's `renewTime`: `2026-11-21T03:18:00.000000Z`.
    package var withMicroseconds: String {
        "\(dateTime).\(Self.padded(Int64(nanoseconds / 1000), 6))Z"
    }

    private var dateTime: String {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let second = seconds - day * 86_400
        let date = Self.date(ofDay: day)
        let dateText =
            "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))"
        let hours = Self.padded(second / 3600, 2)
        let minutes = Self.padded(second / 60 % 60, 2)
        return "\(dateText)T\(hours):\(minutes):\(Self.padded(second % 60, 2))"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Timestamp {
    /// Reads RFC 3339 with any fraction and offset; `nil` for any other text.
    package init?(_ text: String) {
        var reader = DigitReader(bytes: Array(text.utf8)[...])
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T") || reader.take("t"), let hour = reader.number(2),
            reader.take(":"), let minute = reader.number(2), reader.take(":"), let second = reader.number(2),
            let fraction = reader.fraction(), let offset = reader.offset(), reader.bytes.isEmpty,
            (1...12).contains(month), (1...Self.days(ofMonth: month, year: year)).contains(day),
            hour < 24, minute < 60, second < 61
        else { return nil }
        let days = Self.day(year: year, month: month, day: day)
        self.init(
            seconds: days * 86_400 + hour * 3600 + minute * 60 + second - offset,
            nanoseconds: Int32(fraction)
        )
    }

    private static func days(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Days and dates of the proleptic Gregorian calendar in eras of 400 years, which begin on 1 March so that the
    // leap day is the last of its year.

    private static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// Takes fixed-width numbers off the front of a text.
private struct DigitReader {
    var bytes: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard bytes.first == UInt8(ascii: character) else { return false }
        bytes = bytes.dropFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int64? {
        let digits = bytes.prefix(width)
        guard digits.count == width, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        bytes = bytes.dropFirst(width)
        return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    /// Nanoseconds; 0 when there is no fraction, `nil` for a dot without digits.
    mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let digits = bytes.prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return nil }
        bytes = bytes.dropFirst(digits.count)
        let nine = digits.prefix(9)
        let value = nine.reduce(0) { $0 * 10 + Int64($1 - 48) }
        return (nine.count..<9).reduce(value) { value, _ in value * 10 }
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 3600 + minutes * 60)
    }
}
