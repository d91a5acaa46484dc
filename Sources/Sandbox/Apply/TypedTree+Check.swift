// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Shape {
    /// Why an applied value does not fit, in the API server's words; `nil` when it fits.
    func misfit(of value: JSONValue) -> String? {
        var misfits: [String] = []
        collect(value, at: "", &misfits)
        guard let first = misfits.first else { return nil }
        return misfits.count == 1 ? first : "errors:\n  " + misfits.joined(separator: "\n  ")
    }

    private func collect(_ value: JSONValue, at path: String, _ misfits: inout [String]) {
        if value.isNull { return }
        switch self {
        case .any: return
        case .scalar(let scalar):
            if let misfit = scalar.misfit(of: value) { misfits.append("\(path): \(misfit)") }
        case .map, .record:
            guard case .object(let object) = value else {
                misfits.append("\(path): expected map, got &{\(value.goText)}")
                return
            }
            for member in object {
                let place = path + "." + member.key
                if let shape = self.member(member.key) {
                    shape.collect(member.value, at: place, &misfits)
                } else {
                    misfits.append("\(place): field not declared in schema")
                }
            }
        case .list(let element, let ownership):
            guard case .array(let elements) = value else {
                misfits.append("\(path): expected list, got &{\(value.goText)}")
                return
            }
            collect(elements, element, ownership, at: path, &misfits)
        }
    }

    private func collect(
        _ elements: [JSONValue],
        _ element: Shape,
        _ ownership: Ownership,
        at path: String,
        _ misfits: inout [String]
    ) {
        var seen: Set<PathElement> = []
        for (index, value) in elements.enumerated() {
            if ownership == .atomic {
                element.collect(value, at: "\(path)[\(index)]", &misfits)
                continue
            }
            guard let step = step(to: value) else {
                misfits.append(
                    "\(path): element \(index): associative list with keys has an element that omits key field"
                )
                continue
            }
            if !seen.insert(step).inserted {
                misfits.append("\(path): duplicate entries for key \(step.text)")
                continue
            }
            element.collect(value, at: path + step.text, &misfits)
        }
    }
}

extension Shape.Scalar {
    /// Why a value is not of this scalar type.
    func misfit(of value: JSONValue) -> String? {
        switch (self, value) {
        case (.string, .string), (.enumeration, .string), (.time, .string), (.microTime, .string),
            (.base64, .string), (.boolean, .bool), (.integer, .integer), (.longInteger, .integer),
            (.integer, .decimal), (.longInteger, .decimal),
            (.intOrString, .string), (.intOrString, .integer), (.quantity, .string), (.quantity, .integer),
            (.quantity, .decimal):
            nil
        case (.string, _), (.enumeration, _), (.time, _), (.microTime, _), (.base64, _):
            "expected string, got &value.valueUnstructured{Value:\(value.goText)}"
        case (.boolean, _): "expected boolean, got &value.valueUnstructured{Value:\(value.goText)}"
        case (.integer, _), (.longInteger, _): "expected numeric (int or float), got \(value.goKind)"
        case (.intOrString, _), (.quantity, _):
            "expected string, got &value.valueUnstructured{Value:\(value.goText)}"
        }
    }
}

extension JSONValue {
    /// The value as Go prints it.
    var goText: String {
        switch self {
        case .null: "<nil>"
        case .string(let text): "\"\(text)\""
        case .array(let elements): "[\(elements.map(\.goPlainText).joined(separator: " "))]"
        case .object: goPlainText
        default: text()
        }
    }

    /// The value as Go prints it inside of another one.
    var goPlainText: String {
        switch self {
        case .string(let text): text
        case .object(let members):
            "map["
                + members.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.goPlainText)" }
                .joined(separator: " ") + "]"
        default: goText
        }
    }

    /// The name of the value's type in the server's messages.
    var goKind: String {
        switch self {
        case .null: "nil"
        case .bool: "bool"
        case .integer: "int64"
        case .decimal: "float64"
        case .string: "string"
        case .array: "slice"
        case .object: "map"
        }
    }
}
