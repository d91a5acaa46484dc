// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// Which fields the messages of the Kubernetes API have, by number.
struct ProtobufSchema: Sendable {
    /// One field of a message.
    struct Field: Sendable, Hashable {
        /// How often a field comes, and where its content goes.
        enum Shape: Sendable, Hashable {
            case single
            case list
            case map
            /// The members belong to the message around it.
            case inlined
        }

        var name: String
        var shape: Shape
        /// One letter for a scalar, `:` and a name for a message.
        var type: String
    }

    static let builtIn = ProtobufSchema(table)

    private var messages: [String: [Int: Field]] = [:]

    /// The fields of a message; `nil` for one that is not in the table.
    func fields(of message: String) -> [Int: Field]? { messages[message] }

    /// The message of a kind; where a group has two versions, the older one has a name of its own.
    func message(of type: GroupVersionKind) -> String? {
        let (group, kind) = (type.group, type.kind)
        if kind == "DeleteOptions" { return "meta.DeleteOptions" }
        let prefixes = [
            "": "core", "apps": "apps", "batch": "batch", "policy": "policy", "autoscaling": "scale",
            "rbac.authorization.k8s.io": "rbac", "authorization.k8s.io": "authz",
            "authentication.k8s.io": "authn", "networking.k8s.io": "net", "scheduling.k8s.io": "sched",
        ]
        guard let prefix = prefixes[group], messages["\(prefix).\(kind)"] != nil else { return nil }
        let versioned = "\(prefix).\(type.version).\(kind)"
        if messages[versioned] != nil { return versioned }
        return "\(prefix).\(kind)"
    }

    private init(_ text: String) {
        var name = ""
        for line in text.split(separator: "\n") {
            var words = line.split(separator: " ")[...]
            if line.first != " " { name = String(words.removeFirst()) }
            for word in words {
                let digits = word.prefix { $0.isNumber }
                var rest = word.dropFirst(digits.count)
                var shape = Field.Shape.single
                switch rest.first {
                case "*": shape = .list
                case "%": shape = .map
                case "^": shape = .inlined
                default: break
                }
                if shape != .single { rest.removeFirst() }
                let sides = rest.split(separator: "=", maxSplits: 1)
                guard sides.count == 2, let number = Int(digits) else { continue }
                messages[name, default: [:]][number] = Field(
                    name: String(sides[0]),
                    shape: shape,
                    type: String(sides[1])
                )
            }
        }
    }
}
