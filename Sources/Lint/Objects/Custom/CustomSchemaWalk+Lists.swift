// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension CustomSchemaWalk {
    /// Reports elements of a set, or keys of a list that is a map, that are there twice: each once, as the server does.
    mutating func checkDuplicates(
        among elements: [CustomTree],
        _ kind: CustomSchema.ListKind,
        at path: String
    ) {
        guard elements.count > 1, kind != .plain else { return }
        var seen: [[UInt8]: (index: Int, isReported: Bool)] = [:]
        for (index, element) in elements.enumerated() {
            var text: [UInt8] = []
            switch kind {
            case .plain: return
            case .set: Self.append(element, to: &text, &steps)
            case .map(let keys):
                for key in keys {
                    if let value = element[key]?.tree { Self.append(value, to: &text, &steps) }
                    text.append(UInt8(ascii: ";"))
                }
            }
            guard steps > 0 else { return }
            guard let first = seen[text] else {
                seen[text] = (index, false)
                continue
            }
            guard !first.isReported else { continue }
            seen[text]?.isReported = true
            findings.badValues.append(
                words.duplicate(
                    element,
                    of: elements[first.index],
                    keys: kind.keys,
                    at: "\(path)[\(index)]",
                    first: "\(path)[\(first.index)]"
                )
            )
        }
    }

    /// Writes a value in the one way in which equal values are written.
    private static func append(_ tree: CustomTree, to text: inout [UInt8], _ steps: inout Int) {
        steps -= 1
        guard steps > 0 else { return }
        switch tree.content {
        case .scalar(let value): append(value, to: &text)
        case .list(let elements):
            text.append(UInt8(ascii: "["))
            for element in elements {
                append(element, to: &text, &steps)
                text.append(UInt8(ascii: ","))
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for member in members.sorted(by: { $0.name < $1.name }) {
                append(.string(member.name), to: &text)
                append(member.tree, to: &text, &steps)
                text.append(UInt8(ascii: ","))
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    private static func append(_ value: YAMLScalar.CoreValue, to text: inout [UInt8]) {
        switch value {
        case .null: text += "null".utf8
        case .bool(let flag): text += (flag ? "true" : "false").utf8
        case .integer(let number): text += String(number).utf8
        case .decimal(let number):
            // The server reads `1.0` as the integer that it is.
            let value = Double(number).flatMap { Int64(exactly: $0) }
            text += (value.map(String.init) ?? Double(number).map { String($0) } ?? number).utf8
        case .string(let string):
            // With its length in front no text can look like anything else.
            text += "\"\(string.utf8.count):".utf8
            text += string.utf8
        }
    }
}

extension CustomSchema.ListKind {
    /// The members that elements are known by.
    fileprivate var keys: [String] { if case .map(let keys) = self { keys } else { [] } }
}
