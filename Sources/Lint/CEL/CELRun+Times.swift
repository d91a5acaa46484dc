// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELRun {
    /// The result of a function of durations and moments.
    func callOnTime(_ function: CELFunction, _ arguments: [CELValue]) throws(CELFailure) -> CELValue {
        let zone = arguments.dropFirst().first
        switch (function, arguments.first) {
        case (.duration, .duration(let length)?): return .duration(length)
        case (.duration, .string(let text)?):
            guard let length = GoDuration.nanoseconds(text) else { throw .error(.conversion(.duration)) }
            return .duration(length)
        case (.timestamp, .timestamp(let time)?): return .timestamp(time)
        case (.timestamp, .string(let text)?):
            guard let time = CELTimestamp(text) else {
                // Go takes some texts that RFC 3339 does not have, such as hours of one digit.
                guard text.utf8.count < 8 else { throw .left("`timestamp`") }
                throw .error(.conversion(.timestamp))
            }
            return .timestamp(time)
        case (.timestamp, .int(let seconds)?):
            guard let time = CELTimestamp(seconds: seconds, nanoseconds: 0) else { throw .error(.overflow) }
            return .timestamp(time)
        case (_, .duration(let length)?) where zone == nil: return .int(try Self.part(function, of: length))
        case (_, .timestamp(let time)?):
            let clock = CELClock(time, ahead: try Self.offset(of: zone))
            return .int(try Self.part(function, of: clock))
        default: throw .left("`\(function.rawValue)`")
        }
    }

    private static func part(_ function: CELFunction, of length: Int64) throws(CELFailure) -> Int64 {
        switch function {
        case .getHours: length / 3_600_000_000_000
        case .getMinutes: length / 60_000_000_000
        case .getSeconds: length / 1_000_000_000
        case .getMilliseconds: length / 1_000_000
        default: throw .left("`\(function.rawValue)`")
        }
    }

    /// How many seconds a zone is ahead; without one, rules of definitions are about UTC.
    private static func offset(of zone: CELValue?) throws(CELFailure) -> Int64 {
        guard let zone else { return 0 }
        guard case .string(let text) = zone, let offset = CELClock.offset(of: text) else {
            throw .left("names of time zones")
        }
        return offset
    }

    private static func part(_ function: CELFunction, of clock: CELClock) throws(CELFailure) -> Int64 {
        switch function {
        case .getFullYear: clock.year
        // Months and days are counted from 0, but for those of `getDate`.
        case .getMonth: clock.month - 1
        case .getDate: clock.day
        case .getDayOfMonth: clock.day - 1
        case .getDayOfWeek: clock.dayOfWeek
        case .getDayOfYear: clock.dayOfYear
        case .getHours: clock.hour
        case .getMinutes: clock.minute
        case .getSeconds: clock.second
        case .getMilliseconds: clock.millisecond
        default: throw .left("`\(function.rawValue)`")
        }
    }

    /// The result of `+` or `-` with a moment; `nil` for other values.
    func moved(_ sign: CELOperator, _ left: CELValue, _ right: CELValue) throws(CELFailure) -> CELValue? {
        let time: CELTimestamp?
        switch (sign, left, right) {
        case (.plus, .timestamp(let start), .duration(let length)),
            (.plus, .duration(let length), .timestamp(let start)):
            time = start.advanced(by: length)
        case (.minus, .timestamp(let start), .duration(let length)):
            guard length > .min else { throw .error(.overflow) }
            time = start.advanced(by: -length)
        case (.minus, .timestamp(let end), .timestamp(let start)):
            guard let length = end.nanoseconds(since: start) else { throw .error(.overflow) }
            return .duration(length)
        default: return nil
        }
        guard let time else { throw .error(.overflow) }
        return .timestamp(time)
    }
}
