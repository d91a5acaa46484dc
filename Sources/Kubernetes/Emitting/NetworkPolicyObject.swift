// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A NetworkPolicy: what it does not allow is denied.
package struct NetworkPolicyObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// The pods that it governs; all of the namespace when empty.
    package var selector: [String: String]
    /// Who may come in; nobody when empty.
    package var ingress: [NetworkRule] = []
    /// Where the pods may connect to; nowhere when empty.
    package var egress: [NetworkRule] = []

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata, selector: [String: String]) {
        self.metadata = metadata
        self.selector = selector
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .networkPolicy,
            metadata: metadata.json,
            members: [
                "spec": [
                    "podSelector": selector.isEmpty ? [:] : ["matchLabels": .sorted(selector)],
                    "policyTypes": ["Ingress", "Egress"],
                    "ingress": .when(
                        !ingress.isEmpty,
                        .array(ingress.map { .object($0.json(peers: "from")) })
                    ),
                    "egress": .when(!egress.isEmpty, .array(egress.map { .object($0.json(peers: "to")) })),
                ]
            ]
        )
    }
}

/// Peers and ports that may talk to each other.
package struct NetworkRule: Sendable, Hashable {
    /// The other side; anyone when empty.
    package var peers: [NetworkPeerSpec]
    /// The ports; all when empty.
    package var ports: [NetworkPortSpec]

    /// Allows peers on ports.
    package init(peers: [NetworkPeerSpec], ports: [NetworkPortSpec]) {
        self.peers = peers
        self.ports = ports
    }

    fileprivate func json(peers name: String) -> JSONObject {
        var json = JSONObject()
        if !peers.isEmpty { json[name] = .array(peers.map { .object($0.json) }) }
        if !ports.isEmpty { json["ports"] = .array(ports.map { .object($0.json) }) }
        return json
    }
}

/// The other side of a connection.
package enum NetworkPeerSpec: Emittable, Hashable {
    /// Pods of the same namespace; all of them when no labels are given.
    case pods([String: String])
    /// Pods of the namespaces with these labels; of all namespaces when there are none.
    case namespaces([String: String], pods: [String: String])
    case addresses(String, except: [String])

    /// The selectors or addresses, with an empty selector for everything.
    package var json: JSONObject {
        switch self {
        case .pods(let labels): ["podSelector": Self.selector(labels)]
        case .namespaces(let labels, let pods):
            [
                "namespaceSelector": Self.selector(labels),
                "podSelector": .when(!pods.isEmpty, Self.selector(pods)),
            ]
        case .addresses(let cidr, let except):
            ["ipBlock": ["cidr": .string(cidr), "except": .optional(except)]]
        }
    }

    private static func selector(_ labels: [String: String]) -> JSONValue {
        labels.isEmpty ? [:] : ["matchLabels": .sorted(labels)]
    }
}

/// A port and what is spoken below it.
package struct NetworkPortSpec: Emittable, Hashable {
    /// The port of the pods, by number or name.
    package var port: IntOrString
    /// The protocol below HTTP: `TCP` or `UDP`.
    package var transport: String

    /// A port, of TCP unless told otherwise.
    package init(_ port: IntOrString, _ transport: String = "TCP") {
        self.port = port
        self.transport = transport
    }

    /// The fields that are set.
    package var json: JSONObject { ["protocol": .string(transport), "port": port.json] }
}
