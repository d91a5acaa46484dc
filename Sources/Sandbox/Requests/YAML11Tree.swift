// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Trees as the API server reads them from YAML: plain words such as `y` and `off` are booleans, `017` is octal.
///
/// Its reader follows YAML 1.1 in this, unlike the core schema of YAML 1.2.
enum YAML11Tree {
    static func value(_ node: YAMLNode) -> JSONValue {
        switch node.content {
        case .scalar(let scalar): scalar.style == .plain ? plain(scalar.text, node) : JSONValue(node)
        case .sequence(let elements): .array(elements.map { value($0) })
        case .mapping(let entries):
            .object(JSONObject(entries.map { (key($0.key), value($0.value)) }))
        }
    }

    private static func key(_ node: YAMLNode) -> String {
        guard let scalar = node.scalar else { return "" }
        guard scalar.style == .plain, let truth = truths[scalar.text] else { return scalar.text }
        return String(truth)
    }

    private static func plain(_ text: String, _ node: YAMLNode) -> JSONValue {
        if let truth = truths[text] { return .bool(truth) }
        if text.count > 1, text.hasPrefix("0"), let octal = Int64(text, radix: 8) { return .integer(octal) }
        return JSONValue(node)
    }

    private static let truths: [String: Bool] = {
        var words: [String: Bool] = [:]
        for word in ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"] { words[word] = true }
        for word in ["n", "N", "no", "No", "NO", "off", "Off", "OFF"] { words[word] = false }
        return words
    }()
}
