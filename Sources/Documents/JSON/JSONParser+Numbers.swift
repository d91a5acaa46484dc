// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension JSONParser {
    /// Reads a number; whatever is not exactly an `Int64` keeps its literal.
    mutating func parseNumber() throws(Problem) -> JSONValue {
        let start = position
        var isInteger = true
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") {
            position += 1
            if isDigit(next) { throw problem("a number must not start with 0", at: start) }
        } else {
            try skipDigits()
        }
        if next == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try skipDigits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        if isInteger, let value = integer(start..<position) { return .integer(value) }
        return .decimal(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    /// The value of an integer literal; `nil` when it overflows, and for `-0`, which is not the same text as `0`.
    private func integer(_ range: Range<Int>) -> Int64? {
        let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
        var value: Int64 = 0
        for index in (isNegative ? range.dropFirst() : range) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = Int64(bytes[index] - UInt8(ascii: "0"))
            let (sum, carry) =
                isNegative
                ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            if overflow || carry { return nil }
            value = sum
        }
        return isNegative && value == 0 ? nil : value
    }

    private mutating func skipDigits() throws(Problem) {
        guard isDigit(next) else { throw problem("expected a digit") }
        while isDigit(next) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
