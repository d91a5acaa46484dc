// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A number, or a text such as a percentage or a port name.
package enum IntOrString: Sendable, Hashable {
    case integer(Int)
    case string(String)

    /// Reads a JSON number or string; `nil` for anything else.
    package init?(_ json: JSONValue) {
        switch json {
        case .integer(let value): self = .integer(Int(value))
        case .string(let value): self = .string(value)
        default: return nil
        }
    }

    /// The value in JSON.
    package var json: JSONValue {
        switch self {
        case .integer(let value): .integer(Int64(value))
        case .string(let value): .string(value)
        }
    }

    /// The percentage in whole percents; `nil` when this is not of the form `25%`.
    package var percent: Int? {
        guard case .string(let text) = self, text.hasSuffix("%") else { return nil }
        let digits = text.dropLast()
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(digits)
    }

    /// The number, or the percentage of `total`; `nil` when it is neither.
    ///
    /// Kubernetes rounds `maxSurge` up and `maxUnavailable` down.
    package func scaled(to total: Int, roundingUp: Bool) -> Int? {
        if case .integer(let value) = self { return value }
        guard let percent else { return nil }
        let (product, overflow) = percent.multipliedReportingOverflow(by: total)
        let (sum, isTooMuch) = product.addingReportingOverflow(roundingUp ? 99 : 0)
        guard !overflow, !isTooMuch else { return nil }
        return sum / 100
    }
}

extension IntOrString: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// A number from a literal.
    package init(integerLiteral value: Int) { self = .integer(value) }
    /// A text from a literal.
    package init(stringLiteral value: String) { self = .string(value) }
}

extension IntOrString: CustomStringConvertible {
    /// The number or the text.
    package var description: String {
        switch self {
        case .integer(let value): String(value)
        case .string(let value): value
        }
    }
}
