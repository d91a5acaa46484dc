// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A function with its arguments evaluated; those that are written behind a value have it as the first argument.
///
/// A new one is a case here, its signature, and its result in the file of its library.
enum CELFunction: String, Sendable {
    case size, int, double, string, bytes, bool, type, dyn
    case startsWith, endsWith, contains
    case split, join, lowerAscii, upperAscii, trim, replace, indexOf, lastIndexOf, substring, charAt
    case matches, find, findAll
    case isSorted, sum, min, max
    case setsContains = "sets.contains"
    case setsEquivalent = "sets.equivalent"
    case setsIntersects = "sets.intersects"
    case duration, timestamp, getHours, getMinutes, getSeconds, getMilliseconds
    case getFullYear, getMonth, getDate, getDayOfMonth, getDayOfWeek, getDayOfYear
    case optionalOf = "optional.of"
    case optionalNone = "optional.none"
    case optionalOfNonZeroValue = "optional.ofNonZeroValue"
    case hasValue, value
    case quantity, isQuantity, isLessThan, isGreaterThan, compareTo, sign, add, sub
    case ip, isIP, family, isUnspecified, isLoopback, isLinkLocalMulticast, isLinkLocalUnicast,
        isGlobalUnicast
    case isCanonical = "ip.isCanonical"
    case cidr, isCIDR, containsIP, containsCIDR, prefixLength, masked
    case url, isURL, getScheme, getHost, getHostname, getPort, getEscapedPath, getQuery
    case formatNamed = "format.named"
    case dns1123Label = "format.dns1123Label"
    case dns1123Subdomain = "format.dns1123Subdomain"
    case dns1035Label = "format.dns1035Label"
    case qualifiedName = "format.qualifiedName"
    case dns1123LabelPrefix = "format.dns1123LabelPrefix"
    case dns1123SubdomainPrefix = "format.dns1123SubdomainPrefix"
    case dns1035LabelPrefix = "format.dns1035LabelPrefix"
    case labelValue = "format.labelValue"
    case formatURI = "format.uri"
    case formatUUID = "format.uuid"
    case formatByte = "format.byte"
    case formatDate = "format.date"
    case formatDateTime = "format.datetime"
    case validate

    /// How a function is called, and whose it is.
    var signature: CELSignature {
        switch self {
        case .int, .double, .string, .bytes, .bool, .type, .dyn: .init(.conversions, global: [1])
        case .size: .init(.conversions, global: [1], member: [1])
        case .startsWith, .endsWith, .contains, .charAt: .init(.texts, member: [2])
        case .lowerAscii, .upperAscii, .trim: .init(.texts, member: [1])
        case .split, .indexOf, .lastIndexOf: .init(.texts, member: [2, 3])
        case .replace: .init(.texts, member: [3, 4])
        case .substring: .init(.texts, member: [2, 3])
        case .matches: .init(.patterns, global: [2], member: [2])
        case .find: .init(.patterns, member: [2])
        case .findAll: .init(.patterns, member: [2, 3])
        case .join: .init(.lists, member: [1, 2])
        case .isSorted, .sum, .min, .max: .init(.lists, member: [1])
        case .setsContains, .setsEquivalent, .setsIntersects: .init(.lists, global: [2])
        case .duration, .timestamp: .init(.times, global: [1])
        case .getHours, .getMinutes, .getSeconds, .getMilliseconds, .getFullYear, .getMonth, .getDate,
            .getDayOfMonth, .getDayOfWeek, .getDayOfYear:
            .init(.times, member: [1, 2])
        case .optionalNone: .init(.optionals, global: [0])
        case .optionalOf, .optionalOfNonZeroValue: .init(.optionals, global: [1])
        case .hasValue, .value: .init(.optionals, member: [1])
        case .quantity, .isQuantity: .init(.quantities, global: [1])
        case .isLessThan, .isGreaterThan, .compareTo, .add, .sub: .init(.quantities, member: [2])
        case .sign: .init(.quantities, global: [1], member: [1])
        case .ip: .init(.addresses, global: [1], member: [1])
        case .isIP, .isCanonical, .cidr, .isCIDR: .init(.addresses, global: [1])
        case .family, .isUnspecified, .isLoopback, .isLinkLocalMulticast, .isLinkLocalUnicast,
            .isGlobalUnicast,
            .prefixLength, .masked:
            .init(.addresses, member: [1])
        case .containsIP, .containsCIDR: .init(.addresses, member: [2])
        case .url, .isURL: .init(.urls, global: [1])
        case .getScheme, .getHost, .getHostname, .getPort, .getEscapedPath, .getQuery:
            .init(.urls, member: [1])
        case .formatNamed: .init(.formats, global: [1])
        case .validate: .init(.formats, member: [2])
        case .dns1123Label, .dns1123Subdomain, .dns1035Label, .qualifiedName, .dns1123LabelPrefix,
            .dns1123SubdomainPrefix, .dns1035LabelPrefix, .labelValue, .formatURI, .formatUUID, .formatByte,
            .formatDate, .formatDateTime:
            .init(.formats, global: [0])
        }
    }
}

/// How a function is called.
struct CELSignature {
    let library: CELLibrary
    /// How many arguments it takes when it is called as `size(x)`; none when it is not called so.
    let globalCounts: Set<Int>
    /// How many arguments it takes when it is called as `x.size()`, the value in front of it included.
    let memberCounts: Set<Int>

    init(_ library: CELLibrary, global: Set<Int> = [], member: Set<Int> = []) {
        self.library = library
        globalCounts = global
        memberCounts = member
    }
}

/// A group of functions that are evaluated together: the standard ones, and libraries that an API server adds.
enum CELLibrary: Sendable {
    case conversions
    case texts
    case patterns
    case lists
    case times
    case optionals
    case quantities
    case addresses
    case urls
    case formats
}
