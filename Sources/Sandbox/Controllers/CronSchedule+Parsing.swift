// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Why a schedule cannot be read, in the words of the library that servers read it with.
struct CronFault: Error {
    var message: String
}

/// One of the five fields of a schedule.
struct CronField {
    private var range: ClosedRange<Int>
    private var names: [String] = []

    static let minutes = CronField(range: 0...59)
    static let hours = CronField(range: 0...23)
    static let days = CronField(range: 1...31)
    static let months = CronField(
        range: 1...12,
        names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    )
    static let weekdays = CronField(
        range: 0...6,
        names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    )

    /// The numbers that a text stands for.
    func parse(_ text: String) throws(CronFault) -> Set<Int> {
        var result: Set<Int> = []
        for part in text.split(separator: ",") { result.formUnion(try parse(part: String(part))) }
        return result
    }

    /// Whether a text that can be read says nothing about the day: `*` or `?` among its parts, but not every so many.
    static func isEvery(_ text: String) -> Bool {
        text.split(separator: ",").contains { part in
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            let start = pieces[0].split(separator: "-", omittingEmptySubsequences: false)[0]
            return ["*", "?"].contains(start) && (pieces.count == 1 || Int(pieces[1]) == 1)
        }
    }

    private func parse(part: String) throws(CronFault) -> StrideThrough<Int> {
        let pieces = part.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let ends = pieces[0].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        var (low, high) = (range.lowerBound, range.upperBound)
        if ends[0] != "*", ends[0] != "?" {
            if ends.count > 2 { throw CronFault(message: "too many hyphens: \(part)") }
            low = try number(ends[0], part)
            high = ends.count == 2 ? try number(ends[1], part) : low
        }
        if pieces.count > 2 { throw CronFault(message: "too many slashes: \(part)") }
        var step = 1
        if pieces.count == 2 {
            step = try Self.integer(pieces[1], part)
            // `5/15` means from 5 to the end.
            if ends.count == 1 { high = range.upperBound }
        }
        if low < range.lowerBound {
            let words = "beginning of range (\(low)) below minimum (\(range.lowerBound)): \(part)"
            throw CronFault(message: words)
        }
        if high > range.upperBound {
            throw CronFault(message: "end of range (\(high)) above maximum (\(range.upperBound)): \(part)")
        }
        if low > high {
            throw CronFault(message: "beginning of range (\(low)) beyond end of range (\(high)): \(part)")
        }
        if step == 0 { throw CronFault(message: "step of range should be a positive number: \(part)") }
        return stride(from: low, through: high, by: step)
    }

    private func number(_ text: String, _ part: String) throws(CronFault) -> Int {
        if let index = names.firstIndex(of: text.lowercased()) { return index + range.lowerBound }
        return try Self.integer(text, part)
    }

    private static func integer(_ text: String, _ part: String) throws(CronFault) -> Int {
        guard let number = Int(text) else {
            let words = "strconv.Atoi: parsing \"\(text)\": invalid syntax"
            throw CronFault(message: "failed to parse int from \(part): \(words)")
        }
        if number < 0 { throw CronFault(message: "negative number (\(number)) not allowed: \(part)") }
        return number
    }
}

/// How long it is from one run to the next where a schedule says `@every`.
enum CronInterval {
    private static let units: [String: Double] = [
        "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600,
    ]

    /// Whole seconds, at least one, of a duration like `1h30m`.
    static func seconds(_ text: String, in schedule: String) throws(CronFault) -> Int64 {
        func fault(_ words: String) -> CronFault {
            CronFault(message: "failed to parse duration \(schedule): time: \(words)")
        }
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest.removeFirst() }
        if rest == "0" { return 1 }
        guard !rest.isEmpty else { throw fault("invalid duration \"\(text)\"") }
        var sum = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0 == "." || ("0"..."9").contains($0) }
            guard let number = Double(digits.hasPrefix(".") ? "0\(digits)" : digits) else {
                throw fault("invalid duration \"\(text)\"")
            }
            rest = rest.dropFirst(digits.count)
            let unit = String(rest.prefix { $0 != "." && !("0"..."9").contains($0) })
            if unit.isEmpty { throw fault("missing unit in duration \"\(text)\"") }
            guard let factor = units[unit] else {
                throw fault("unknown unit \"\(unit)\" in duration \"\(text)\"")
            }
            rest = rest.dropFirst(unit.count)
            sum += number * factor
        }
        // Go's durations have 64 bits of nanoseconds.
        guard sum < 9.2e9 else { throw fault("invalid duration \"\(text)\"") }
        return isNegative ? 1 : max(1, Int64(sum))
    }
}
