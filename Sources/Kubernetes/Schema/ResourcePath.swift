// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// An address of the Kubernetes API below the server's root: a collection, an object or a subresource.
package struct ResourcePath: Sendable, Hashable {
    /// The API group; empty for the core group.
    package var group: String
    /// The version within the group, such as `v1`.
    package var version: String
    /// The namespace; `nil` for cluster-scoped kinds and for collections across all namespaces.
    package var namespace: String?
    /// The plural name of the kind, in lower case.
    package var plural: String
    /// The object's name; `nil` for a collection.
    package var name: String?
    /// `status`, `scale`, `log` and the like; only with a name.
    package var subresource: String?

    /// Addresses the collection, object or subresource of a kind; a namespace is dropped for cluster-scoped kinds.
    package init(
        _ resource: ResourceType,
        namespace: String?,
        name: String? = nil,
        subresource: String? = nil
    ) {
        group = resource.type.group
        version = resource.type.version
        self.namespace = resource.isNamespaced ? namespace : nil
        plural = resource.plural
        self.name = name
        self.subresource = name == nil ? nil : subresource
    }

    /// Reads a path without its query; `nil` when it is not of a collection, object or subresource.
    package init?(parsing path: String) {
        let segments = path.split(separator: "/", omittingEmptySubsequences: true).map(Self.decoded)
        guard let rest = Self.afterVersion(segments) else { return nil }
        group = rest.group
        version = rest.version
        var parts = rest.parts[...]
        // `namespaces/x` is an object, `namespaces/x/status` its subresource, `namespaces/x/pods` a collection.
        if group.isEmpty, parts.first == "namespaces",
            parts.count < 3
                || (parts.count == 3 && ["status", "finalize"].contains(parts[parts.startIndex + 2]))
        {
            namespace = nil
        } else if parts.first == "namespaces", parts.count >= 3 {
            namespace = parts[parts.startIndex + 1]
            parts = parts.dropFirst(2)
        }
        guard let plural = parts.first, parts.count <= 3 else { return nil }
        self.plural = plural
        name = parts.dropFirst().first
        subresource = parts.dropFirst(2).first
    }

    /// The path, such as `/apis/apps/v1/namespaces/shop/deployments/web/scale`.
    package var text: String {
        var segments = group.isEmpty ? ["api", version] : ["apis", group, version]
        if let namespace { segments += ["namespaces", namespace] }
        segments.append(plural)
        if let name { segments.append(name) }
        if let subresource, name != nil { segments.append(subresource) }
        return segments.map { "/" + Self.encoded($0) }.joined()
    }

    private static func afterVersion(_ segments: [String]) -> (
        group: String, version: String, parts: [String]
    )? {
        switch segments.first {
        case "api" where segments.count >= 3: ("", segments[1], Array(segments[2...]))
        case "apis" where segments.count >= 4: (segments[1], segments[2], Array(segments[3...]))
        default: nil
        }
    }

    /// Percent-encodes what RFC 3986 does not allow in a path segment; names of roles may hold colons.
    private static func encoded(_ segment: String) -> String {
        var bytes: [UInt8] = []
        for byte in segment.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: ":"):
                bytes.append(byte)
            default:
                let digits = Array("0123456789ABCDEF".utf8)
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decoded(_ segment: Substring) -> String {
        guard segment.contains("%") else { return String(segment) }
        var bytes: [UInt8] = []
        var rest = Array(segment.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ObjectReference {
    /// The object's address; `nil` for a kind that msctl does not know.
    package var path: ResourcePath? {
        ResourceType.named(type).map { ResourcePath($0, namespace: namespace, name: name) }
    }
}
