// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// An Ingress for one host.
package struct IngressObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// The controller that serves it; the default one when absent.
    package var className: String? = nil
    /// The host; every host when absent.
    package var host: String? = nil
    /// Which Service answers below which path; the longest prefix wins.
    package var paths: [IngressPath] = []
    /// The Secret with the certificate; no TLS when absent.
    package var tlsSecret: String? = nil

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata) {
        self.metadata = metadata
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .ingress,
            metadata: metadata.json,
            members: [
                "spec": [
                    "ingressClassName": .optional(className),
                    "tls": tlsSecret.map {
                        [["hosts": .optional([host].compactMap(\.self)), "secretName": .string($0)]]
                    },
                    "rules": [["host": .optional(host), "http": ["paths": .optional(paths)]]],
                ]
            ]
        )
    }
}

/// Which Service gets the requests below a path.
package struct IngressPath: Emittable {
    /// The path prefix, matched by whole segments.
    package var path: String
    /// The name of the Service, in the namespace of the Ingress.
    package var service: String
    /// The port of the Service, by number or name.
    package var port: IntOrString

    /// Takes what must be there; the rest is set afterwards.
    package init(path: String, service: String, port: IntOrString) {
        self.path = path
        self.service = service
        self.port = port
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "path": .string(path),
            "pathType": "Prefix",
            "backend": ["service": ["name": .string(service), "port": portReference]],
        ]
    }

    private var portReference: JSONValue {
        switch port {
        case .integer(let number): ["number": .integer(Int64(number))]
        case .string(let name): ["name": .string(name)]
        }
    }
}
