// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// On which nodes a pod may be: what its node selector asks for, and the node affinity that it requires.
struct NodeAffinity: Sendable {
    private let labels: [String: String]
    /// One of these has to hold; `nil` where none is required.
    private let terms: [JSONValue]?

    /// Reads the spec of a pod, or that of a template.
    init(_ spec: JSONValue) {
        labels = StoredObject.strings(spec["nodeSelector"])
        terms =
            spec[
                path: "affinity",
                "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms"
            ]?.elements
    }

    /// What a pod requires that is to be on one node only.
    static func only(_ node: String) -> JSONValue {
        let field: JSONValue = ["key": "metadata.name", "operator": "In", "values": [.string(node)]]
        return ["nodeSelectorTerms": [["matchFields": [field]]]]
    }

    /// The one node that a pod waits for, as ``only(_:)`` says it; `nil` where there is none.
    var onlyNode: String? {
        let fields = (terms ?? []).flatMap { $0["matchFields"]?.elements ?? [] }
        let field = fields.first { $0["key"]?.string == "metadata.name" && $0["operator"]?.string == "In" }
        let values = field?["values"]?.elements ?? []
        return values.count == 1 ? values.first?.string : nil
    }

    func matches(_ node: StoredObject) -> Bool {
        let found = node.labels
        guard labels.allSatisfy({ found[$0.key] == $0.value }) else { return false }
        guard let terms else { return true }
        return terms.contains { term in
            let expressions = term["matchExpressions"]?.elements ?? []
            let fields = term["matchFields"]?.elements ?? []
            // A term that asks for nothing matches nothing.
            guard !expressions.isEmpty || !fields.isEmpty else { return false }
            return Self.hold(expressions, found) && Self.hold(fields, ["metadata.name": node.name])
        }
    }

    /// Whether all requirements hold; one that cannot be read does not.
    private static func hold(_ requirements: [JSONValue], _ labels: [String: String]) -> Bool {
        requirements.allSatisfy { requirement in
            let key = requirement["key"]?.string ?? ""
            let values = (requirement["values"]?.elements ?? []).compactMap(\.string)
            let bound = values.first.flatMap { Int64($0) }
            let read: LabelSelector.Requirement? =
                switch requirement["operator"]?.string {
                case "In": .isOneOf(key: key, values: values)
                case "NotIn": .isNoneOf(key: key, values: values)
                case "Exists": .exists(key: key)
                case "DoesNotExist": .isAbsent(key: key)
                // Unlike those of labels, selectors of nodes compare numbers.
                case "Gt": bound.map { .isGreater(key: key, than: $0) }
                case "Lt": bound.map { .isLess(key: key, than: $0) }
                default: nil
                }
            return read.map { LabelSelector([$0]).matches(labels) } ?? false
        }
    }
}
