// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A Kubernetes Service to render: only the fields that are set are written, a server fills in the rest.
package struct ServiceObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`; a server takes the first.
    package var type: String? = nil
    /// The DNS name that it stands for, with type `ExternalName`.
    package var externalName: String? = nil
    /// `None` for a headless one, whose name leads to the pods themselves; `nil` lets a server choose an
    /// address.
    package var clusterIP: String? = nil
    /// Whether DNS lists pods that are not ready as well.
    package var publishesUnready: Bool = false
    /// The labels of its pods; none of them when empty.
    package var selector: [String: String] = [:]
    /// Its ports, whose names differ when there are several.
    package var ports: [ServicePort] = []

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata) {
        self.metadata = metadata
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .service,
            metadata: metadata.json,
            members: [
                "spec": [
                    "type": .optional(type),
                    "externalName": .optional(externalName),
                    "clusterIP": .optional(clusterIP),
                    "publishNotReadyAddresses": .when(publishesUnready, true),
                    "selector": .optional(selector),
                    "ports": .optional(ports),
                ]
            ]
        )
    }
}

/// One port of a Kubernetes Service.
package struct ServicePort: Emittable {
    /// The name, by which an Ingress may refer to it.
    package var name: String
    /// The port that clients use.
    package var port: Int
    /// The port of the pods, by number or name.
    package var targetPort: IntOrString
    /// What is spoken, such as `http` or `kubernetes.io/h2c`.
    package var appProtocol: String? = nil

    /// Takes what must be there; the rest is set afterwards.
    package init(name: String, port: Int, targetPort: IntOrString) {
        self.name = name
        self.port = port
        self.targetPort = targetPort
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "name": .string(name),
            "port": .optional(port),
            "protocol": "TCP",
            "targetPort": .optional(targetPort),
            "appProtocol": .optional(appProtocol),
        ]
    }
}
