// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A format that texts can be held against in an expression: `format.dns1123Label()`.
enum CELFormat: String, Sendable, CaseIterable {
    case dns1123Label, dns1123Subdomain, dns1035Label
    case dns1123LabelPrefix, dns1123SubdomainPrefix, dns1035LabelPrefix
    case qualifiedName, labelValue
    case uri, uuid, byte, date, datetime

    /// Whether a text has the format, as the validation of Kubernetes' API machinery says; `nil` where that is not known here.
    func accepts(_ text: String) -> Bool? {
        switch self {
        case .dns1123Label: Self.matches(.label, text, most: 63)
        case .dns1123Subdomain: Self.matches(.subdomain, text, most: 253)
        case .dns1035Label: Self.matches(.service, text, most: 63)
        case .dns1123LabelPrefix: Self.matches(.label, Self.masked(text), most: 63)
        case .dns1123SubdomainPrefix: Self.matches(.subdomain, Self.masked(text), most: 253)
        case .dns1035LabelPrefix: Self.matches(.service, Self.masked(text), most: 63)
        case .labelValue: text.isEmpty ? true : Self.matches(.name, text, most: 63)
        case .qualifiedName: Self.isQualifiedName(text)
        case .uri:
            switch RequestURL.read(text) {
            case .url: true
            case .refused: false
            case .unknown: nil
            }
        case .uuid: SchemaFormat.uuid.accepts(text)
        case .byte: SchemaFormat.byte.accepts(text)
        case .date: SchemaFormat.date.accepts(text)
        case .datetime: SchemaFormat.datetime.accepts(text)
        }
    }

    /// What parts of names look like, as Kubernetes' source has it.
    private enum Shape: String, CaseIterable {
        case label = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"
        case subdomain = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        case service = "^[a-z]([-a-z0-9]*[a-z0-9])?$"
        case name = "^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$"
    }

    private static let patterns: [Shape: GoPattern] = Dictionary(
        uniqueKeysWithValues: Shape.allCases.compactMap { shape in
            GoPattern(shape.rawValue).map { (shape, $0) }
        }
    )

    private static func matches(_ shape: Shape, _ text: String, most: Int) -> Bool? {
        text.utf8.count <= most ? patterns[shape]?.matches(text) : false
    }

    /// A beginning of a name, with a letter in place of a hyphen at its end and of what is in front of it.
    private static func masked(_ text: String) -> String {
        guard text.utf8.count > 1, text.utf8.last == UInt8(ascii: "-"), text.utf8.allSatisfy({ $0 < 0x80 })
        else { return text }
        return text.dropLast(2) + "a"
    }

    private static func isQualifiedName(_ text: String) -> Bool? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let name = parts.last else { return false }
        guard let isName = matches(.name, String(name), most: 63) else { return nil }
        guard parts.count == 2 else { return isName }
        return matches(.subdomain, String(parts[0]), most: 253).map { $0 && isName }
    }
}
