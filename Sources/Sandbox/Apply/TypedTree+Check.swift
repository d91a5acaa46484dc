// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Shape {
    /// Why an applied value does not fit, in the API server's words; `nil` when it fits.
    func misfit(of value: JSONValue, at path: String = "") -> String? {
        if value.isNull { return nil }
        switch self {
        case .any: return nil
        case .scalar(let scalar): return scalar.misfit(of: value).map { "\(path): \($0)" }
        case .map, .record:
            guard case .object(let object) = value else {
                return "\(path): expected map, got &{\(value.text())}"
            }
            for member in object {
                let place = path + "." + member.key
                guard let shape = self.member(member.key) else {
                    return "\(place): field not declared in schema"
                }
                if let misfit = shape.misfit(of: member.value, at: place) { return misfit }
            }
            return nil
        case .list(let element, let ownership):
            guard case .array(let elements) = value else {
                return "\(path): expected list, got &{\(value.text())}"
            }
            return misfit(of: elements, element: element, ownership: ownership, at: path)
        }
    }

    private func misfit(
        of elements: [JSONValue],
        element: Shape,
        ownership: Ownership,
        at path: String
    ) -> String? {
        var seen: Set<PathElement> = []
        for (index, value) in elements.enumerated() {
            if ownership == .atomic {
                if let misfit = element.misfit(of: value, at: "\(path)[\(index)]") { return misfit }
                continue
            }
            guard let step = step(to: value) else {
                return
                    "\(path): element \(index): associative list with keys has an element that omits key field"
            }
            if !seen.insert(step).inserted { return "\(path): duplicate entries for key \(step.text)" }
            if let misfit = element.misfit(of: value, at: path + step.text) { return misfit }
        }
        return nil
    }
}

extension Shape.Scalar {
    /// Why a value is not of this scalar type.
    func misfit(of value: JSONValue) -> String? {
        switch (self, value) {
        case (.string, .string), (.enumeration, .string), (.time, .string), (.base64, .string),
            (.boolean, .bool), (.integer, .integer),
            (.intOrString, .string), (.intOrString, .integer), (.quantity, .string), (.quantity, .integer),
            (.quantity, .decimal):
            nil
        case (.string, _), (.enumeration, _), (.time, _), (.base64, _):
            "expected string, got &\(value.goText)"
        case (.boolean, _): "expected boolean, got &\(value.goText)"
        case (.integer, .decimal): nil
        case (.integer, _): "expected numeric (int or float), got \(value.goKind)"
        case (.intOrString, _), (.quantity, _): "expected string, got &\(value.goText)"
        }
    }
}

extension JSONValue {
    /// The value as the server's messages print it inside braces.
    var goText: String {
        switch self {
        case .string(let text): "{\(text)}"
        default: "{\(text())}"
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
