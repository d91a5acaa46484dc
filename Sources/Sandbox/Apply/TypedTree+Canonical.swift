// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// An object as the API server stores it, and what it would complain about on the way.
struct CanonicalForm: Sendable {
    var value: JSONValue
    /// Fields that the kind does not have, as `spec.replica`; they are gone from the value.
    var unknown: [String] = []
    /// The first value of a wrong type, in the words of Go's JSON decoder.
    var misfit: String?
}

extension Shape {
    /// The form that a decoded and encoded object has: without nulls, unknown fields and empty lists and maps.
    func canonical(_ value: JSONValue) -> CanonicalForm {
        var form = CanonicalForm(value: value)
        form.value = canonical(value, at: "", &form) ?? .null
        return form
    }

    private func canonical(_ value: JSONValue, at path: String, _ form: inout CanonicalForm) -> JSONValue? {
        switch (self, value) {
        case (.any, _): return value
        case (_, .null): return nil
        case (.scalar(let scalar), _):
            if scalar.misfit(of: value) != nil, form.misfit == nil {
                form.misfit = "\(path): \(value.kindName) where \(scalar.name) is expected"
            }
            return scalar == .quantity ? Self.canonicalQuantity(value) : value
        case (.map(let values, _), .object(let object)):
            if object.isEmpty { return nil }
            var result: [(String, JSONValue)] = []
            for member in object {
                // A null in a map of strings decodes to the empty string, not to absence.
                if member.value.isNull {
                    result.append((member.key, ""))
                    continue
                }
                let place = path.isEmpty ? member.key : "\(path).\(member.key)"
                values.canonical(member.value, at: place, &form).map { result.append((member.key, $0)) }
            }
            return .object(JSONObject(result))
        case (.record, .object(let object)): return canonicalRecord(object, at: path, &form)
        case (.list(let element, _), .array(let elements)):
            if elements.isEmpty { return nil }
            return .array(
                elements.enumerated().compactMap { element.canonical($1, at: "\(path)[\($0)]", &form) }
            )
        default:
            if form.misfit == nil { form.misfit = "\(path): unexpected \(value.kindName)" }
            return value
        }
    }

    private func canonicalRecord(
        _ object: JSONObject,
        at path: String,
        _ form: inout CanonicalForm
    ) -> JSONValue {
        var result: [(String, JSONValue)] = []
        for member in object {
            let place = path.isEmpty ? member.key : "\(path).\(member.key)"
            guard let shape = self.member(member.key) else {
                form.unknown.append(place)
                continue
            }
            if let value = shape.canonical(member.value, at: place, &form) {
                result.append((member.key, value))
            }
        }
        return .object(JSONObject(result))
    }

    /// The value with quantities as the server spells them, so that `0.1` and `100m` are the same.
    func withCanonicalQuantities(_ value: JSONValue) -> JSONValue {
        switch (self, value) {
        case (.scalar(.quantity), _): Self.canonicalQuantity(value)
        case (.map, .object(let object)), (.record, .object(let object)):
            .object(
                JSONObject(
                    object.map { ($0.key, (member($0.key) ?? .any).withCanonicalQuantities($0.value)) }
                )
            )
        case (.list(let element, _), .array(let elements)):
            .array(elements.map { element.withCanonicalQuantities($0) })
        default: value
        }
    }

    private static func canonicalQuantity(_ value: JSONValue) -> JSONValue {
        let text =
            switch value {
            case .string(let text): text
            case .integer(let number): String(number)
            case .decimal(let literal): literal
            default: ""
            }
        return Quantity(text).map { .string($0.description) } ?? value
    }
}

extension Shape.Scalar {
    fileprivate var name: String {
        switch self {
        case .string, .enumeration, .time, .base64: "a string"
        case .integer: "a number"
        case .boolean: "a boolean"
        case .quantity: "a quantity"
        case .intOrString: "a number or a string"
        }
    }
}
