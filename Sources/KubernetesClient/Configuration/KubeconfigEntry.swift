// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// One named cluster, user or context with the text that says so, and the folder that its paths start from.
struct KubeconfigEntry: Sendable {
    let name: String
    let node: YAMLNode
    let directory: String

    /// A text, whatever its YAML type; empty and null count as absent.
    func text(_ key: String) throws(ConfigurationError) -> String? {
        guard let value = node[key], !isNull(value) else { return nil }
        guard let scalar = value.scalar else { throw expected("a text", key, value) }
        return scalar.text.isEmpty ? nil : scalar.text
    }

    /// True or false, in any spelling of YAML 1.1, by which kubectl reads; absent counts as false.
    func flag(_ key: String) throws(ConfigurationError) -> Bool {
        guard let value = node[key], !isNull(value) else { return false }
        switch value.scalar?.text.lowercased() {
        case "true", "yes", "on", "y": return true
        case "false", "no", "off", "n": return false
        default: throw expected("true or false", key, value)
        }
    }

    /// A list of texts; absent counts as empty.
    func texts(_ key: String) throws(ConfigurationError) -> [String] {
        guard let value = node[key], !isNull(value) else { return [] }
        return try Self.texts(value, key)
    }

    /// A list of whatever; absent counts as empty.
    func entries(_ key: String) throws(ConfigurationError) -> [YAMLNode] {
        guard let value = node[key], !isNull(value) else { return [] }
        guard let entries = value.sequence else { throw expected("a list", key, value) }
        return entries
    }

    static func texts(_ value: YAMLNode, _ key: String) throws(ConfigurationError) -> [String] {
        var result: [String] = []
        for element in value.sequence ?? [value] {
            guard let scalar = element.scalar, value.sequence != nil else {
                throw ConfigurationError("`\(key)` should be a list of texts", at: element.span)
            }
            result.append(scalar.text)
        }
        return result
    }

    /// A path, resolved against the folder of its file (C4.2).
    func path(_ key: String) throws(ConfigurationError) -> String? {
        try text(key).map { $0.hasPrefix("/") ? $0 : "\(directory)/\($0)" }
    }

    /// The bytes of a base64 field.
    func data(_ key: String) throws(ConfigurationError) -> [UInt8]? {
        guard let text = try text(key), let value = node[key] else { return nil }
        guard let bytes = Base64.decode(text) else {
            throw ConfigurationError("`\(key)` is not base64", at: value.span)
        }
        return bytes
    }

    /// A part of the entry.
    func part(_ key: String) throws(ConfigurationError) -> KubeconfigEntry? {
        guard let value = node[key], !isNull(value) else { return nil }
        guard value.mapping != nil else { throw expected("a mapping", key, value) }
        return KubeconfigEntry(name: name, node: value, directory: directory)
    }

    /// An error about a field, or about the entry where the field is missing.
    func error(_ message: String, at key: String? = nil, hint: String? = nil) -> ConfigurationError {
        ConfigurationError(message, at: (key.flatMap { node[$0] } ?? node).span, hint: hint)
    }

    private func isNull(_ value: YAMLNode) -> Bool { value.value == .null }

    private func expected(_ what: String, _ key: String, _ value: YAMLNode) -> ConfigurationError {
        ConfigurationError("`\(key)` should be \(what)", at: value.span)
    }
}
