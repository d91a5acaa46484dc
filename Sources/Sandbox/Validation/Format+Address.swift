// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Format {
    /// An address of either version of the Internet Protocol.
    static func address(_ text: String) -> [String] {
        guard let bytes = addressBytes(text) else {
            return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]
        }
        if hasLeadingZeros(text) { return ["must not have leading 0s"] }
        return isMapped(bytes) ? ["must not be an IPv4-mapped IPv6 address"] : []
    }

    /// A network: an address and how many of its bits are fixed.
    static func network(_ text: String) -> [String] {
        guard let network = Network(text) else {
            return ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]
        }
        let parts = text.split(separator: "/")
        if hasLeadingZeros(String(parts[0])) || parts[1].count > 1 && parts[1].hasPrefix("0") {
            return ["must not have leading 0s in IP or prefix length"]
        }
        if isMapped(network.bytes) { return ["must not have an IPv4-mapped IPv6 address"] }
        return network.isBase ? [] : ["must not have bits set beyond the prefix length"]
    }

    /// A range of addresses.
    struct Network {
        var bytes: [UInt8]
        var length: Int

        /// Reads the form `10.9.8.0/24`; `nil` for any other text.
        init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let bytes = addressBytes(String(parts[0])), !parts[1].isEmpty,
                parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let length = Int(parts[1]),
                length <= bytes.count * 8
            else { return nil }
            self.bytes = bytes
            self.length = length
        }

        /// Whether no bit is set that is not fixed.
        var isBase: Bool { contains(bytes, isBase: true) }

        /// Whether an address is one of these.
        func contains(_ address: [UInt8]) -> Bool { contains(address, isBase: false) }

        /// Whether a range is a part of this one, and not all of it.
        func isWider(than other: Network) -> Bool { length < other.length && contains(other.bytes) }

        private func contains(_ address: [UInt8], isBase: Bool) -> Bool {
            guard address.count == bytes.count else { return false }
            return (0..<bytes.count).allSatisfy { index in
                let fixed = min(max(length - index * 8, 0), 8)
                let mask = UInt8(truncatingIfNeeded: 0xFF00 >> fixed)
                return isBase ? address[index] & ~mask == 0 : address[index] & mask == bytes[index] & mask
            }
        }
    }

    /// The 4 or 16 bytes of an address; zeros may lead, as in old software.
    static func addressBytes(_ text: String) -> [UInt8]? {
        text.contains(":") ? longBytes(text) : shortBytes(text)
    }

    private static func shortBytes(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            part.utf8.allSatisfy { (48...57).contains($0) } ? Int(part).flatMap { UInt8(exactly: $0) } : nil
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func longBytes(_ text: String) -> [UInt8]? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return nil }
        let parts = halves.enumerated().map { index, half in
            groups(half, mayEndShort: index == halves.count - 1)
        }
        guard let front = parts.first ?? nil, let back = parts.last ?? nil else { return nil }
        if halves.count == 1 { return front.count == 16 ? front : nil }
        let missing = 16 - front.count - back.count
        guard missing >= 2 else { return nil }
        return front + [UInt8](repeating: 0, count: missing) + back
    }

    /// The bytes of groups of four digits, of which the last may be an address of the older version.
    private static func groups(_ text: Substring, mayEndShort: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.contains(".") {
                guard mayEndShort, index == parts.count - 1, let short = shortBytes(part) else { return nil }
                bytes += short
                continue
            }
            let isHexadecimal = part.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
            }
            guard (1...4).contains(part.utf8.count), isHexadecimal, let number = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(number >> 8), UInt8(number & 0xFF)]
        }
        return bytes
    }

    private static func hasLeadingZeros(_ text: String) -> Bool {
        let short = text.split(separator: ":").last ?? ""
        return short.contains(".")
            && short.split(separator: ".").contains { $0.count > 1 && $0.hasPrefix("0") }
    }

    private static func isMapped(_ bytes: [UInt8]) -> Bool {
        bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10...11].allSatisfy { $0 == 0xFF }
    }
}
