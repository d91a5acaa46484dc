// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension JSONValue {
    /// The tree without its spans; infinities and NaN, which JSON lacks, become their text.
    package init(_ node: YAMLNode) {
        switch node.content {
        case .scalar: self.init(node.value ?? .null)
        case .sequence(let elements): self = .array(elements.map { JSONValue($0) })
        case .mapping(let entries):
            self = .object(
                JSONObject(entries.map { ($0.key.scalar?.text ?? "", JSONValue($0.value)) })
            )
        }
    }

    /// The JSON value of a scalar's meaning.
    package init(_ value: YAMLScalar.CoreValue) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .decimal(let text):
            self = YAMLNumberLiteral(text).map { .decimal($0.json) } ?? .string(text)
        case .string(let text): self = .string(text)
        }
    }
}
