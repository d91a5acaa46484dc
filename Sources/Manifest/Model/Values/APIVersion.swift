// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The major version of an API or an event, written `v1`, `v2`, ….
package struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number after the `v`, from 1.
    package let major: Int

    /// Accepts `v` and a number from 1 without leading zeros, in 32 bits so that there is always a next one; `nil` otherwise.
    package init?(_ text: String) {
        let digits = text.utf8.dropFirst()
        guard text.utf8.first == UInt8(ascii: "v"), digits.first != UInt8(ascii: "0"),
            digits.allSatisfy(\.isDigit), let number = Int32(text.dropFirst())
        else { return nil }
        major = Int(number)
    }

    /// The version as written.
    package var description: String { "v\(major)" }

    /// Orders by number.
    package static func < (left: APIVersion, right: APIVersion) -> Bool { left.major < right.major }
}
