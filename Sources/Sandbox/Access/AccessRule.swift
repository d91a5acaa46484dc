// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// One rule of a role: verbs on resources, or on paths.
struct AccessRule: Sendable, Hashable {
    var verbs: [String]
    var groups: [String] = []
    var resources: [String] = []
    var names: [String] = []
    var paths: [String] = []

    /// Reads a rule of a Role or ClusterRole.
    init(_ json: JSONValue) {
        func list(_ key: String) -> [String] { (json[key]?.elements ?? []).compactMap(\.string) }
        verbs = list("verbs")
        groups = list("apiGroups")
        resources = list("resources")
        names = list("resourceNames")
        paths = list("nonResourceURLs")
    }

    func allows(_ attributes: AccessAttributes) -> Bool {
        guard Self.has(verbs, attributes.verb) else { return false }
        guard attributes.path.isEmpty else {
            return paths.contains { path in
                path == "*" || path == attributes.path
                    || path.hasSuffix("*") && attributes.path.hasPrefix(path.dropLast())
            }
        }
        let anyOfSubresource = attributes.subresource.isEmpty ? nil : "*/\(attributes.subresource)"
        return Self.has(groups, attributes.group)
            && (Self.has(resources, attributes.fullResource)
                || anyOfSubresource.map { resources.contains($0) } ?? false)
            && (names.isEmpty || names.contains(attributes.name))
    }

    private static func has(_ list: [String], _ value: String) -> Bool {
        list.contains { $0 == "*" || $0 == value }
    }

    /// The form in the answer to a rules review.
    var json: JSONValue {
        func list(_ values: [String]) -> JSONValue? {
            values.isEmpty ? nil : .array(values.map { .string($0) })
        }
        return [
            "verbs": list(verbs), "apiGroups": list(groups), "resources": list(resources),
            "resourceNames": list(names), "nonResourceURLs": list(paths),
        ]
    }
}
