// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A container image as the distribution reference grammar reads it: `registry/repository:tag@digest`.
package struct ImageReference: Sendable, Hashable, CustomStringConvertible {
    /// The host (and port) when one is written; `nil` means Docker Hub.
    package let registry: String?
    /// The path below the registry, without tag and digest.
    package let repository: String
    /// The part after `:`.
    package let tag: String?
    /// The part after `@`, such as `sha256:…`; `nil` when not written, so that the image may change.
    package let digest: String?

    /// Accepts a well-formed reference; `nil` otherwise.
    package init?(_ text: String) {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        if halves.count == 2 {
            guard Self.isDigest(halves[1]) else { return nil }
            digest = String(halves[1])
        } else {
            digest = nil
        }
        var name = halves[0]
        if let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") {
            let tag = name[name.index(after: colon)...]
            guard Self.isTag(tag) else { return nil }
            self.tag = String(tag)
            name = name[..<colon]
        } else {
            tag = nil
        }
        var components = name.split(separator: "/", omittingEmptySubsequences: false)
        if components.count > 1, let host = components.first,
            host.contains(".") || host.contains(":") || host == "localhost"
        {
            guard Self.isHost(host) else { return nil }
            registry = String(host)
            components.removeFirst()
        } else {
            registry = nil
        }
        guard !components.isEmpty, components.allSatisfy(Self.isPathComponent) else { return nil }
        repository = components.joined(separator: "/")
    }

    /// The image without tag and digest, with the registry as written.
    package var name: String { (registry.map { $0 + "/" } ?? "") + repository }

    /// The reference as written.
    package var description: String {
        name + (tag.map { ":" + $0 } ?? "")
            + (digest.map { "@" + $0 } ?? "")
    }

    private static func isDigest(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].utf8.count >= 32 else { return false }
        return parts[1].utf8.allSatisfy { $0.isDigit || (0x61...0x66).contains($0) }
    }

    private static func isTag(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128, isWord(first) || first == UInt8(ascii: "_")
        else { return false }
        return text.utf8.allSatisfy { isWord($0) || "_.-".utf8.contains($0) }
    }

    private static func isHost(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { isWord($0) || ".-:".utf8.contains($0) }
    }

    private static func isPathComponent(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, isLowWord(first), isLowWord(last) else {
            return false
        }
        return text.utf8.allSatisfy { isLowWord($0) || "._-".utf8.contains($0) }
    }

    private static func isWord(_ byte: UInt8) -> Bool { isLowWord(byte) || byte.isUppercaseLetter }

    private static func isLowWord(_ byte: UInt8) -> Bool { byte.isDigit || byte.isLowercaseLetter }
}
