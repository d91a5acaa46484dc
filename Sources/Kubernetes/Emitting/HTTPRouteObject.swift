// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A route of the Gateway API.
package struct HTTPRouteObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// The Gateway that serves it, as `name` or `namespace/name`.
    package var gateway: String
    /// The hosts that it is for; every host of the Gateway when empty.
    package var hostnames: [String] = []
    /// What goes where; the first match wins among equally long ones.
    package var rules: [HTTPRouteRule] = []

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata, gateway: String) {
        self.metadata = metadata
        self.gateway = gateway
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .httpRoute,
            metadata: metadata.json,
            members: [
                "spec": [
                    "parentRefs": [.object(parentReference)],
                    "hostnames": .optional(hostnames),
                    "rules": .optional(rules),
                ]
            ]
        )
    }

    private var parentReference: JSONObject {
        let parts = gateway.split(separator: "/", maxSplits: 1).map(String.init)
        return [
            "group": "gateway.networking.k8s.io",
            "kind": "Gateway",
            "namespace": .when(parts.count == 2, .string(parts[0])),
            "name": .string(parts.last ?? gateway),
        ]
    }
}

/// A header and the regular expression that its value must match.
package struct HeaderPattern: Sendable, Hashable {
    /// The name of the header, in any case.
    package var name: String
    /// The regular expression, in the syntax of the Gateway's implementation.
    package var pattern: String

    /// Matches a header with an expression.
    package init(name: String, pattern: String) {
        self.name = name
        self.pattern = pattern
    }
}

/// Where requests below a path go.
package struct HTTPRouteRule: Emittable {
    /// The path prefix, matched by whole segments.
    package var path: String
    /// A header that must match as well; `nil` for any request below the path.
    package var header: HeaderPattern?
    /// The methods; all when none are named.
    package var methods: [String] = []
    /// The Services that answer, each with its share; without any, requests end in a 500.
    package var backends: [HTTPBackend] = []
    /// How long an answer may take, such as `3s`; `nil` for what the Gateway takes.
    package var timeout: String? = nil

    /// Takes what must be there; the rest is set afterwards.
    package init(path: String) {
        self.path = path
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "matches": .array(matches),
            "backendRefs": .optional(backends),
            "timeouts": timeout.map { ["request": .string($0)] },
        ]
    }

    private var matches: [JSONValue] {
        let path: JSONValue = ["type": "PathPrefix", "value": .string(self.path)]
        let headers: JSONValue? = header.map {
            [["type": "RegularExpression", "name": .string($0.name), "value": .string($0.pattern)]]
        }
        let all: [String?] = methods.isEmpty ? [nil] : methods
        return all.map { ["path": path, "headers": headers, "method": .optional($0)] }
    }
}

/// A Service that gets a share of the requests.
package struct HTTPBackend: Emittable {
    /// The name of the Service, in the namespace of the route.
    package var name: String
    /// The port of the Service, not of its pods.
    package var port: Int
    /// Its share relative to the others; a server takes 1.
    package var weight: Int? = nil

    /// Takes what must be there; the rest is set afterwards.
    package init(name: String, port: Int) {
        self.name = name
        self.port = port
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "group": "",
            "kind": "Service",
            "name": .string(name),
            "port": .optional(port),
            "weight": .optional(weight),
        ]
    }
}
