// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// A format that an API server holds values of custom objects against; those that it passes over are none.
enum SchemaFormat: String, Sendable {
    case bsonobjectid
    case uri
    case email
    case hostname
    case ipv4
    case ipv6
    case cidr
    case mac
    case uuid
    case uuid3
    case uuid4
    case uuid5
    case ssn
    case hexcolor
    case byte
    case date
    case duration
    case datetime
    case shortName = "k8sshortname"
    case longName = "k8slongname"
    case int32
    case float

    /// Finds a format of values of a type by its name, which the server compares without hyphens.
    init?(_ name: String, ofType type: String?) {
        self.init(rawValue: name.split(separator: "-").joined())
        let isNumeric = self == .int32 || self == .float
        switch type {
        case nil, "string": if isNumeric { return nil }
        case "integer": if self != .int32 { return nil }
        case "number": if self != .float { return nil }
        default: return nil
        }
    }

    /// What a value is called that has it.
    var phrase: String {
        switch self {
        case .bsonobjectid: "an object id of 24 hexadecimal digits"
        case .uri: "a URI with a scheme, or an absolute path"
        case .email: "an email address"
        case .hostname: "a host name"
        case .ipv4: "an IPv4 address"
        case .ipv6: "an IPv6 address"
        case .cidr: "a network such as `10.0.0.0/8`"
        case .mac: "a MAC address"
        case .uuid: "a UUID"
        case .uuid3, .uuid4, .uuid5: "a UUID of version \(rawValue.suffix(1))"
        case .ssn: "a social security number"
        case .hexcolor: "a colour such as `#ff8800`"
        case .byte: "text in base64"
        case .date: "a date such as `2026-01-31`"
        case .duration: "a duration such as `1h30m`"
        case .datetime: "a date and time such as `2026-01-31T08:00:00Z`"
        case .shortName: "a name of at most 63 lower-case letters, digits and hyphens"
        case .longName: "a name of lower-case letters, digits, hyphens and dots"
        case .int32: "an integer of 32 bits"
        case .float: "a number of 32 bits"
        }
    }

    /// Whether the server takes a text; `nil` where that is not known here.
    func accepts(_ text: String) -> Bool? {
        switch self {
        case .uri: Self.isNoURI(text) ? false : nil
        // What follows an `@` may have comments, quotes and names around it.
        case .email: text.utf8.contains(UInt8(ascii: "@")) ? nil : false
        case .hostname: Self.isHostName(text)
        case .ipv4: AddressText.isAddress(text) && text.utf8.contains(UInt8(ascii: "."))
        case .ipv6: AddressText.isAddress(text) && text.utf8.contains(UInt8(ascii: ":"))
        case .cidr: AddressText.isNetwork(text)
        case .mac: AddressText.isHardwareAddress(text)
        case .date: CalendarDate(text) != nil
        case .datetime: Self.isDateAndTime(text)
        case .duration: GoDuration.isLooseDuration(text)
        case .shortName: text.utf8.count <= 63 ? Self.patterns[self]?.matches(text) : false
        case .longName: text.utf8.count <= 253 ? Self.patterns[self]?.matches(text) : false
        case .ssn: text.utf8.count == 11 ? Self.patterns[self]?.matches(text) : false
        case .bsonobjectid, .uuid, .uuid3, .uuid4, .uuid5, .hexcolor, .byte:
            Self.patterns[self]?.matches(text)
        case .int32, .float: nil
        }
    }

    /// Whether a number is in the range of the format; `true` for those of texts.
    func accepts(_ number: Double) -> Bool {
        switch self {
        case .int32: (-2_147_483_648...2_147_483_647).contains(number)
        case .float: abs(number) <= Double(Float.greatestFiniteMagnitude)
        default: true
        }
    }

    /// The texts that some formats take, as Kubernetes' source has them.
    private static let patterns: [SchemaFormat: GoPattern] = [
        .bsonobjectid: "^[0-9a-fA-F]{24}$",
        .uuid: "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$",
        .uuid3: "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$",
        .uuid4: "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$",
        .uuid5: "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$",
        .ssn: "^\\d{3}[- ]?\\d{2}[- ]?\\d{4}$",
        .hexcolor: "^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$",
        .byte: "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$",
        .shortName: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
        .longName: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        // Beside letters and digits the server takes symbols, of which these are in ASCII.
        .hostname: "^([\(hostSigns)]((-?[\(hostSigns)]{0,62})?)"
            + "|([\(hostSigns)](([\(hostSigns)-]{0,61}[\(hostSigns)])?)(\\.)){1,}([a-zA-Z]){2,63})$",
        .datetime: "^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$",
    ].compactMapValues { GoPattern($0) }

    private static let hostSigns = "a-zA-Z0-9$+<=>^`|~"

    private static func isHostName(_ text: String) -> Bool? {
        // Letters and symbols beyond ASCII are taken as well, and not known here.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        guard text.utf8.count <= 255,
            text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy({ $0.count <= 63 })
        else { return false }
        return patterns[.hostname]?.matches(text)
    }

    /// Whether a text is neither an absolute path nor has a scheme; what follows these is not looked at.
    private static func isNoURI(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first else { return true }
        if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return true }
        if first == UInt8(ascii: "/") || text == "*" { return false }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), first.isASCIILetter else { return true }
        return !bytes[..<colon].allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "+-.".utf8.contains($0) }
    }

    private static func isDateAndTime(_ text: String) -> Bool? {
        let parts = text.lowercased().split(separator: "t", omittingEmptySubsequences: false)
        guard parts.count >= 2, CalendarDate(String(parts[0])) != nil else { return false }
        let time = String(parts[1])
        guard let pattern = patterns[.datetime] else { return nil }
        guard pattern.matches(time) else { return false }
        let numbers = time.split(separator: ":", maxSplits: 2).map { $0.prefix(2) }
        return numbers.count == 3 && numbers[0] <= "23" && numbers[1] <= "59" && numbers[2] <= "59"
    }
}

extension UInt8 {
    fileprivate var isASCIILetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }

    fileprivate var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
