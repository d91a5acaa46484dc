// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// An address as Go's `net/netip` reads it, without a zone: stricter than `AddressText`.
struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// Whether it has 32 bits, or else 128.
    let isVersion4: Bool
    let bits: UInt128

    init(isVersion4: Bool, bits: UInt128) {
        self.isVersion4 = isVersion4
        self.bits = bits
    }

    /// Reads an address; `nil` for those of IPv4 in the form of IPv6, too, which Kubernetes does not take.
    init?(_ text: String) {
        // The longest one has 45 characters.
        guard text.utf8.count <= 45 else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 1 {
            guard let bits = Self.version4(parts[0]) else { return nil }
            self.init(isVersion4: true, bits: UInt128(bits))
        } else {
            guard let bits = Self.version6(text), bits >> 32 != 0xFFFF else { return nil }
            self.init(isVersion4: false, bits: bits)
        }
    }

    /// How many bits it has.
    var width: Int { isVersion4 ? 32 : 128 }

    /// The bits of a network, and zeros behind them.
    func masked(_ length: Int) -> IPAddress {
        guard length < width else { return self }
        guard length > 0 else { return IPAddress(isVersion4: isVersion4, bits: 0) }
        return IPAddress(isVersion4: isVersion4, bits: (bits >> (width - length)) << (width - length))
    }

    /// Whether the first bits are those of a number.
    private func begins(_ prefix: UInt128, _ length: Int) -> Bool { bits >> (width - length) == prefix }

    var isUnspecified: Bool { bits == 0 }
    var isLoopback: Bool { isVersion4 ? begins(127, 8) : bits == 1 }
    var isMulticast: Bool { isVersion4 ? begins(0xE, 4) : begins(0xFF, 8) }
    var isLinkLocalUnicast: Bool { isVersion4 ? begins(0xA9FE, 16) : begins(0x3FA, 10) }

    var isLinkLocalMulticast: Bool {
        isVersion4 ? begins(0xE00000, 24) : bits >> 112 & 0xFF0F == 0xFF02
    }

    var isGlobalUnicast: Bool {
        if isVersion4, bits == 0xFFFF_FFFF { return false }
        return !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast
    }

    /// The one way to write it (RFC 5952).
    var description: String {
        if isVersion4 {
            return [24, 16, 8, 0].map { String(bits >> $0 & 0xFF) }.joined(separator: ".")
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) }
        var gap = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            guard group == 0 else {
                start = index + 1
                continue
            }
            // One group is written out; of gaps of one length the first counts.
            if index + 1 - start > max(gap.count, 1) { gap = start..<index + 1 }
        }
        func written(_ groups: ArraySlice<UInt16>) -> String {
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !gap.isEmpty else { return written(groups[...]) }
        return written(groups[..<gap.lowerBound]) + "::" + written(groups[gap.upperBound...])
    }

    private static func version4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                part.utf8.count == 1 || part.first != "0", let number = UInt8(part)
            else { return nil }
            bits = bits << 8 | UInt32(number)
        }
        return bits
    }

    private static func version6(_ text: String) -> UInt128? {
        let halves = halves(text)
        guard (1...2).contains(halves.count), let front = groups(halves[0], isLast: halves.count == 1) else {
            return nil
        }
        guard halves.count == 2 else { return front.count == 8 ? number(front) : nil }
        guard let back = groups(halves[1], isLast: true), front.count + back.count < 8 else { return nil }
        let gap = Array(repeating: UInt16(0), count: 8 - front.count - back.count)
        return number(front + gap + back)
    }

    /// What is in front of `::` and behind it.
    private static func halves(_ text: String) -> [Substring] {
        guard let gap = text.firstRange(of: "::") else { return [text[...]] }
        let rest = text[gap.upperBound...]
        return rest.contains("::") || rest.hasPrefix(":") ? [] : [text[..<gap.lowerBound], rest]
    }

    private static func groups(_ text: Substring, isLast: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, let bits = version4(part) {
                groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
                continue
            }
            // A sign in front of a number would be taken as well.
            guard (1...4).contains(part.utf8.count), part.first != "+", part.first != "-",
                let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups
    }

    private static func number(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}

/// An address with the length of its network, such as `10.0.0.0/8`; bits behind the network may be set.
struct IPNetwork: Sendable, Hashable, CustomStringConvertible {
    let address: IPAddress
    let length: Int

    init(address: IPAddress, length: Int) {
        self.address = address
        self.length = length
    }

    /// Reads a network as Go's `net/netip` does, without a zone.
    init?(_ text: String) {
        guard let slash = text.lastIndex(of: "/"), let address = IPAddress(String(text[..<slash])) else {
            return nil
        }
        let digits = text[text.index(after: slash)...]
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.utf8.count == 1 || digits.first != "0", let length = Int(digits), length <= address.width
        else { return nil }
        self.init(address: address, length: length)
    }

    func contains(_ other: IPAddress) -> Bool {
        other.isVersion4 == address.isVersion4 && other.masked(length) == address.masked(length)
    }

    func contains(_ other: IPNetwork) -> Bool {
        length <= other.length && contains(other.address)
    }

    var description: String { "\(address)/\(length)" }
}
