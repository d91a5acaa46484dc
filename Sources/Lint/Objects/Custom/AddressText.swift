// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Addresses as Go's `net` read them before it refused leading zeros, and as Kubernetes still does.
enum AddressText {
    /// Whether a text is an IPv4 or IPv6 address.
    static func isAddress(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let sign = bytes.first(where: { $0 == dot || $0 == colon }) else { return false }
        return sign == dot ? isVersion4(bytes[...]) : isVersion6(bytes[...])
    }

    /// Whether a text is an address with the length of its network: `10.0.0.0/8`.
    static func isNetwork(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return false }
        let address = bytes[..<slash]
        let is4 = isVersion4(address)
        guard is4 || isVersion6(address) else { return false }
        var rest = bytes[(slash + 1)...]
        guard let length = number(&rest, radix: 10, most: is4 ? 32 : 128) else { return false }
        return rest.isEmpty && length >= 0
    }

    /// Whether a text is a MAC address of 6, 8 or 20 bytes: `00:00:5e:00:53:01`, `00-00-5e-00-53-01`, `0000.5e00.5301`.
    static func isHardwareAddress(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 14 else { return false }
        let isDotted = bytes[4] == dot
        let separator = isDotted ? dot : bytes[2]
        guard isDotted || separator == colon || separator == UInt8(ascii: "-") else { return false }
        let groups = bytes.split(separator: separator, omittingEmptySubsequences: false)
        let width = isDotted ? 4 : 2
        guard groups.allSatisfy({ $0.count == width && $0.allSatisfy { digit($0, radix: 16) != nil } }) else {
            return false
        }
        return [6, 8, 20].contains(groups.count * width / 2)
    }

    private static let dot = UInt8(ascii: ".")
    private static let colon = UInt8(ascii: ":")

    private static func isVersion4(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        for index in 0..<4 {
            if index > 0 {
                guard rest.first == dot else { return false }
                rest.removeFirst()
            }
            guard number(&rest, radix: 10, most: 255) != nil else { return false }
        }
        return rest.isEmpty
    }

    private static func isVersion6(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        var hasGap = false
        if rest.starts(with: [colon, colon]) {
            hasGap = true
            rest = rest.dropFirst(2)
            if rest.isEmpty { return true }
        }
        var count = 0
        while count < 8 {
            let group = rest
            guard number(&rest, radix: 16, most: 0xFFFF) != nil else { return false }
            if rest.first == dot {
                // An IPv4 address is the last two groups.
                return (hasGap ? count < 6 : count == 6) && isVersion4(group)
            }
            count += 1
            if rest.isEmpty { break }
            guard rest.first == colon, rest.count > 1 else { return false }
            rest.removeFirst()
            if rest.first == colon {
                guard !hasGap else { return false }
                hasGap = true
                rest.removeFirst()
                if rest.isEmpty { break }
            }
        }
        guard rest.isEmpty else { return false }
        return count < 8 ? hasGap : !hasGap
    }

    /// Takes a number off the beginning; `nil` without a digit, or when it is too large.
    private static func number(_ rest: inout ArraySlice<UInt8>, radix: Int, most: Int) -> Int? {
        var value = 0
        var hasDigit = false
        while let byte = rest.first, let digit = digit(byte, radix: radix) {
            value = value * radix + digit
            guard value <= most else { return nil }
            hasDigit = true
            rest.removeFirst()
        }
        return hasDigit ? value : nil
    }

    private static func digit(_ byte: UInt8, radix: Int) -> Int? {
        let value =
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
            default: radix
            }
        return value < radix ? value : nil
    }
}
