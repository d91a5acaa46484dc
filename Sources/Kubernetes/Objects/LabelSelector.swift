// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// Conditions on labels, all of which must hold; no conditions match everything.
package struct LabelSelector: Sendable, Hashable {
    /// One condition on one label.
    package enum Requirement: Sendable, Hashable {
        case isOneOf(key: String, values: [String])
        /// Holds for a missing label too, as in Kubernetes.
        case isNoneOf(key: String, values: [String])
        case exists(key: String)
        case isAbsent(key: String)
        case isGreater(key: String, than: Int64)
        case isLess(key: String, than: Int64)
    }

    /// Why a text or tree is not a selector.
    package struct SyntaxError: Error, Sendable, Hashable {
        /// What is wrong, in one phrase without a full stop.
        package var message: String
    }

    /// The conditions in the order written.
    package var requirements: [Requirement]

    /// Selects by conditions; everything when there are none.
    package init(_ requirements: [Requirement] = []) {
        self.requirements = requirements
    }

    /// Selects the objects that have every one of these labels.
    package init(labels: [String: String]) {
        requirements = labels.sorted { $0.key < $1.key }.map { .isOneOf(key: $0.key, values: [$0.value]) }
    }

    /// Reads the object form: `matchLabels` and `matchExpressions`.
    package init(object: JSONObject) throws(SyntaxError) {
        requirements = []
        for member in object["matchLabels"]?.object ?? [:] {
            guard let value = member.value.string else {
                throw SyntaxError(message: "the value of label `\(member.key)` is not a string")
            }
            requirements.append(.isOneOf(key: member.key, values: [value]))
        }
        for expression in object["matchExpressions"]?.array ?? [] {
            requirements.append(try Requirement(expression: expression))
        }
    }

    /// Whether every condition holds for a set of labels.
    package func matches(_ labels: [String: String]) -> Bool {
        requirements.allSatisfy { $0.matches(labels) }
    }
}

extension LabelSelector.Requirement {
    fileprivate init(expression: JSONValue) throws(LabelSelector.SyntaxError) {
        guard let key = expression["key"]?.string, let name = expression["operator"]?.string else {
            throw LabelSelector.SyntaxError(message: "a match expression needs a key and an operator")
        }
        let values = expression["values"]?.array?.compactMap(\.string) ?? []
        switch name {
        case "In" where !values.isEmpty: self = .isOneOf(key: key, values: values)
        case "NotIn" where !values.isEmpty: self = .isNoneOf(key: key, values: values)
        case "Exists" where values.isEmpty: self = .exists(key: key)
        case "DoesNotExist" where values.isEmpty: self = .isAbsent(key: key)
        case "In", "NotIn": throw LabelSelector.SyntaxError(message: "`\(name)` needs values")
        case "Exists", "DoesNotExist": throw LabelSelector.SyntaxError(message: "`\(name)` takes no values")
        default:
            throw LabelSelector.SyntaxError(message: "\"\(name)\" is not a valid label selector operator")
        }
    }

    fileprivate func matches(_ labels: [String: String]) -> Bool {
        switch self {
        case .isOneOf(let key, let values): labels[key].map(values.contains) ?? false
        case .isNoneOf(let key, let values): !(labels[key].map(values.contains) ?? false)
        case .exists(let key): labels[key] != nil
        case .isAbsent(let key): labels[key] == nil
        case .isGreater(let key, let bound): labels[key].flatMap { Int64($0) }.map { $0 > bound } ?? false
        case .isLess(let key, let bound): labels[key].flatMap { Int64($0) }.map { $0 < bound } ?? false
        }
    }
}

extension LabelSelector.Requirement: CustomStringConvertible {
    /// The condition as it stands in a query.
    package var description: String {
        switch self {
        case .isOneOf(let key, let values):
            values.count == 1 ? "\(key)=\(values[0])" : "\(key) in (\(values.joined(separator: ",")))"
        case .isNoneOf(let key, let values):
            values.count == 1 ? "\(key)!=\(values[0])" : "\(key) notin (\(values.joined(separator: ",")))"
        case .exists(let key): key
        case .isAbsent(let key): "!\(key)"
        case .isGreater(let key, let bound): "\(key)>\(bound)"
        case .isLess(let key, let bound): "\(key)<\(bound)"
        }
    }
}

extension LabelSelector: CustomStringConvertible {
    /// The text form, as in a `labelSelector` query parameter.
    package var description: String { requirements.map(\.description).joined(separator: ",") }
}
