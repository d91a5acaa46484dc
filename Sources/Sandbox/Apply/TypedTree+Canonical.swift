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
    /// Why the first text that should be a quantity, a time or base64 is none, in the words of their own readers.
    var textMisfit: String?
}

extension Shape {
    /// The form that a decoded and encoded object has: without nulls, unknown fields and empty lists and maps.
    func canonical(_ value: JSONValue) -> CanonicalForm {
        var form = CanonicalForm(value: value)
        form.value = canonical(value, at: "", &form) ?? .null
        return form
    }

    /// Go names the innermost struct that it was filling; the kind stands in for it at the top.
    private func misfit(_ given: String, _ wanted: String, at path: String) -> String {
        let steps = path.split(separator: ".")
        let owner = steps.count > 1 ? "\(steps[0].prefix(1).uppercased())\(steps[0].dropFirst())" : ""
        return "cannot unmarshal \(given) into Go struct field \(owner).\(path) of type \(wanted)"
    }

    private var goName: String {
        switch self {
        case .any: "interface {}"
        case .scalar(let scalar): scalar.goName
        case .map(let values, _): "map[string]\(values.goName)"
        case .list(let element, _): "[]\(element.goName)"
        case .record(let name, _): "v1." + (name.split(separator: ".").last.map(String.init) ?? name)
        }
    }

    private func canonical(_ value: JSONValue, at path: String, _ form: inout CanonicalForm) -> JSONValue? {
        switch (self, value) {
        case (.any, _): return value
        case (_, .null): return nil
        case (.scalar(let scalar), _):
            if form.misfit == nil { form.misfit = misfit(value, scalar, at: path) }
            if form.textMisfit == nil, let text = value.string {
                form.textMisfit = scalar.misfit(ofText: text)
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
                // Go's decoder does not say under which key of a map it stopped.
                values.canonical(member.value, at: path, &form).map { result.append((member.key, $0)) }
            }
            return .object(JSONObject(result))
        case (.record, .object(let object)): return canonicalRecord(object, at: path, &form)
        case (.list(let element, _), .array(let elements)):
            if elements.isEmpty { return nil }
            return .array(
                elements.enumerated().compactMap { element.canonical($1, at: "\(path)[\($0)]", &form) }
            )
        default:
            if form.misfit == nil { form.misfit = misfit(value.kindName, goName, at: path) }
            return value
        }
    }

    private func misfit(_ value: JSONValue, _ scalar: Scalar, at path: String) -> String? {
        if let number = scalar.excess(of: value) {
            // What is a number or a text has a reader of its own, which does not know where it reads.
            return scalar == .intOrString
                ? "cannot unmarshal \(number) into Go value of type int32"
                : misfit(number, scalar.goName, at: path)
        }
        return scalar.misfit(of: value) == nil ? nil : misfit(value.kindName, scalar.goName, at: path)
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

    /// The value with whole numbers as such, so that `3.0` is 3.
    ///
    /// Amounts stay as they are written: what is applied is compared with what is stored text by text, and has the
    /// canonical form only where the result is stored. So `1000m` over the `1` of another manager is a conflict.
    func withCanonicalNumbers(_ value: JSONValue) -> JSONValue {
        switch (self, value) {
        case (.scalar(.integer), .decimal(let literal)), (.scalar(.longInteger), .decimal(let literal)):
            Double(literal).flatMap { Int64(exactly: $0) }.map { .integer($0) } ?? value
        case (.map, .object(let object)), (.record, .object(let object)):
            .object(
                JSONObject(
                    object.map { ($0.key, (member($0.key) ?? .any).withCanonicalNumbers($0.value)) }
                )
            )
        case (.list(let element, _), .array(let elements)):
            .array(elements.map { element.withCanonicalNumbers($0) })
        default: value
        }
    }

    private static func canonicalQuantity(_ value: JSONValue) -> JSONValue {
        let text =
            switch value {
            case .string(let text): text.trimmingBlanks
            case .integer(let number): String(number)
            case .decimal(let literal): literal
            default: ""
            }
        return Quantity(text).map { .string($0.description) } ?? value
    }
}

extension Shape.Scalar {
    /// A number that an integer of this type cannot be, in the words of Go's decoder; `nil` for everything else.
    fileprivate func excess(of value: JSONValue) -> String? {
        guard self == .integer || self == .longInteger || self == .intOrString else { return nil }
        switch value {
        case .integer(let number):
            return self == .longInteger || Int32(exactly: number) != nil ? nil : "number \(number)"
        case .decimal(let literal): return "number \(literal)"
        default: return nil
        }
    }

    /// Why a text is none that stands for a value of this type, in the words of Go's reader of these.
    fileprivate func misfit(ofText text: String) -> String? {
        switch self {
        case .quantity: QuantityWords.misfit(of: text)
        case .time: TimeWords.misfit(of: text)
        case .microTime: TimeWords.misfit(of: text, hasMicroseconds: true)
        case .base64: Base64.misfit(of: text).map { "illegal base64 data at input byte \($0)" }
        default: nil
        }
    }

    fileprivate var goName: String {
        switch self {
        case .string, .enumeration, .time, .microTime, .base64: "string"
        case .integer: "int32"
        case .longInteger: "int64"
        case .boolean: "bool"
        case .quantity: "resource.Quantity"
        case .intOrString: "intstr.IntOrString"
        }
    }
}
