// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

@Suite struct NetworkRefusalTests {
    @Test(arguments: services + policies + ingresses + amounts + roles)
    func isRefusedAsByAServer(refusal: Refusal) async throws { try await refusal.check() }

    private static let services: [Refusal] = [
        Refusal(
            "services",
            Made.service([:], ports: [["port": 80, "name": "a"], ["port": 80, "name": "b"]]),
            .duplicate(
                "spec.ports[1]",
                "{\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,\"Port\":80,\"TargetPort\":0,\"NodePort\":0}"
            )
        ),
        Refusal(
            "services",
            Made.service(["type": "ExternalName"], ports: []),
            .required("spec.externalName")
        ),
        Refusal(
            "services",
            Made.service(["selector": ["app": "b c"]]),
            .invalid("spec.selector", "b c", Made.labelValueRule)
        ),
        Refusal(
            "services",
            Made.service([:], ports: [["port": 80, "nodePort": 30_000]]),
            .forbidden("spec.ports[0].nodePort", "may not be used when `type` is 'ClusterIP'")
        ),
        Refusal(
            "services",
            Made.service([:], ports: [["port": 80, "targetPort": 70_000]]),
            .invalid("spec.ports[0].targetPort", 70_000, Made.portRule)
        ),
        Refusal(
            "services",
            Made.service(["clusterIP": "10.96.0.400"]),
            .invalid(
                "spec.clusterIPs[0]",
                "10.96.0.400",
                "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
            )
        ),
        Refusal(
            "services",
            Made.service(["externalTrafficPolicy": "Local"]),
            .invalid(
                "spec.externalTrafficPolicy",
                "Local",
                "may only be set for externally-accessible services"
            )
        ),
        Refusal(
            "services",
            Made.service(["type": "LoadBalancer", "clusterIP": "None"]),
            .invalid("spec.clusterIPs[0]", "None", "may not be set to 'None' for LoadBalancer services")
        ),
    ]

    private static func policy(_ block: JSONValue) -> JSONValue {
        Made.object(["podSelector": [:], "ingress": [["from": [["ipBlock": block]]]]])
    }

    private static let block = "spec.ingress[0].from[0].ipBlock"

    private static let policies: [Refusal] = [
        Refusal(
            "networkpolicies",
            policy(["cidr": "300.1.1.1/99"]),
            .invalid(
                "\(block).cidr",
                "300.1.1.1/99",
                "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"
            )
        ),
        Refusal(
            "networkpolicies",
            policy(["cidr": "10.0.0.1/24"]),
            .invalid("\(block).cidr", "10.0.0.1/24", "must not have bits set beyond the prefix length")
        ),
        Refusal(
            "networkpolicies",
            policy(["cidr": "10.0.00.0/24"]),
            .invalid("\(block).cidr", "10.0.00.0/24", "must not have leading 0s in IP or prefix length")
        ),
        Refusal(
            "networkpolicies",
            policy(["cidr": "10.0.0.0/24", "except": ["10.1.0.0/28"]]),
            .invalid("\(block).except[0]", "10.1.0.0/28", "must be a strict subset of `cidr`")
        ),
        Refusal(
            "networkpolicies",
            Made.object(["podSelector": [:], "egress": [["to": [[:]]]]]),
            .required("spec.egress[0].to[0]", "must specify a peer")
        ),
        Refusal(
            "networkpolicies",
            Made.object(["podSelector": [:], "egress": [["ports": [["port": 80, "endPort": 70]]]]]),
            .invalid("spec.egress[0].ports[0].endPort", 80, "must be greater than or equal to `port`")
        ),
    ]

    @Test(arguments: [
        "10.0.0.0/8", "::/0", "2001:db8::/32", "fe80::1:0/112", "0.0.0.0/0", "10.1.2.3/32", "2001:DB8::/32",
    ])
    func aNetworkOfEitherVersionIsTaken(network: String) async throws {
        let body = Self.policy(["cidr": .string(network)])
        let answer = try await SandboxClient().send("POST", Refusal.path("networkpolicies"), body)
        #expect(answer.status == 201, "\(answer.text)")
    }

    @Test(arguments: [
        "", "10.0.0.0", "10.0.0/8", "10.0.0.0/33", "::1::/64", "2001:db8/32", "12345::/16", "::/129",
        "1:2:3:4:5:6:7:8::/1",
    ])
    func whatIsNoNetworkIsRefused(network: String) async throws {
        let body = Self.policy(["cidr": .string(network)])
        let answer = try await SandboxClient().send("POST", Refusal.path("networkpolicies"), body)
        #expect(answer.status == 422, "\(answer.text)")
    }

    private static let path = "spec.rules[0].http.paths[0]"

    private static let ingresses: [Refusal] = [
        Refusal(
            "ingresses",
            Made.ingress([:], host: "A B"),
            .invalid("spec.rules[0].host", "A B", Made.subdomainRule)
        ),
        Refusal(
            "ingresses",
            Made.ingress([:], host: "10.0.0.1"),
            .invalid("spec.rules[0].host", "10.0.0.1", "must be a DNS name, not an IP address")
        ),
        Refusal(
            "ingresses",
            Made.ingress(["path": "x"]),
            .invalid("\(path).path", "x", "must be an absolute path")
        ),
        Refusal(
            "ingresses",
            Made.ingress(["path": "/a//b"]),
            .invalid("\(path).path", "/a//b", "must not contain '//'")
        ),
        Refusal(
            "ingresses",
            Made.ingress(["pathType": .null]),
            .required("\(path).pathType", "pathType must be specified")
        ),
        Refusal(
            "ingresses",
            Made.ingress(["backend": ["service": ["name": "x"]]]),
            .required("\(path).backend", "port name or number is required")
        ),
        Refusal(
            "ingresses",
            Made.ingress(["backend": [:]]),
            .invalid("\(path).backend", "", "resource or service backend is required")
        ),
        Refusal(
            "ingresses",
            Made.object([:]),
            .invalid("spec", .null, "either `defaultBackend` or `rules` must be specified")
        ),
    ]

    private static let amounts: [Refusal] = [
        Refusal(
            "persistentvolumeclaims",
            Made.object(["resources": ["requests": ["storage": "1Gi"]]]),
            .required("spec.accessModes", "at least 1 access mode is required")
        ),
        Refusal(
            "persistentvolumeclaims",
            Made.object(["accessModes": ["ReadWriteOnce"]]),
            .required("spec.resources[storage]")
        ),
        Refusal(
            "persistentvolumeclaims",
            Made.object(["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "0"]]]),
            .invalid("spec.resources[storage]", "0", "must be greater than zero")
        ),
        Refusal(
            "resourcequotas",
            Made.object(["hard": ["pods": "1500m"]]),
            .invalid("spec.hard[pods]", "1500m", "must be an integer")
        ),
        Refusal(
            "resourcequotas",
            Made.object(["hard": ["podz": "1"]]),
            .invalid("spec.hard[podz]", "podz", "must be a standard resource type or fully qualified"),
            .invalid("spec.hard[podz]", "podz", "must be a standard resource for quota")
        ),
        Refusal(
            "resourcequotas",
            Made.object(["hard": ["services": "1"], "scopes": ["Terminating"]]),
            .invalid("spec.scopes", ["Terminating"], "unsupported scope applied to resource")
        ),
    ]

    private static let roles: [Refusal] = [
        Refusal(
            "roles",
            ["metadata": ["name": "x"], "rules": [["verbs": ["get"], "nonResourceURLs": ["/x"]]]],
            .invalid("rules[0].nonResourceURLs", ["/x"], "namespaced rules cannot apply to non-resource URLs")
        ),
        Refusal(
            "roles",
            ["metadata": ["name": "x"], "rules": [["verbs": ["get"], "resources": ["pods"]]]],
            .required("rules[0].apiGroups", "resource rules must supply at least one api group")
        ),
        Refusal(
            "rolebindings",
            [
                "metadata": ["name": "x"], "roleRef": ["kind": "Rolle", "name": "x"],
                "subjects": [["kind": "User", "name": "me"]],
            ],
            .unsupported("roleRef.kind", "Rolle", "\"Role\", \"ClusterRole\"")
        ),
        Refusal(
            "clusterrolebindings",
            [
                "metadata": ["name": "x"], "roleRef": ["kind": "ClusterRole", "name": "x"],
                "subjects": [["kind": "ServiceAccount", "name": "me"]],
            ],
            .required("subjects[0].namespace")
        ),
    ]

    /// A text that is no amount cannot even be read.
    @Test(
        arguments: [
            (
                "abc",
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            ), ("1ii", "unable to parse quantity's suffix"),
        ]
    )
    func aTextThatIsNoAmountIsNotRead(text: String, reason: String) async throws {
        let body = Made.object(["hard": ["pods": .string(text)]])
        let answer = try await SandboxClient().send("POST", Refusal.path("resourcequotas"), body)
        #expect(answer.status == 400)
        let lead = "ResourceQuota in version \"v1\" cannot be handled as a ResourceQuota: "
        #expect(answer.body["message"] == .string(lead + reason))
    }
}
