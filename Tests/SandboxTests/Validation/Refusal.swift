// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// An object with a mistake in it, and the causes that a real server names.
struct Refusal: Sendable, CustomTestStringConvertible {
    var resource: String
    var body: JSONValue
    var causes: [Cause]

    struct Cause: Sendable, Equatable, CustomStringConvertible {
        var reason: String
        var field: String
        var message: String

        var description: String { "\(field): \(message) (\(reason))" }

        static func required(_ field: String, _ detail: String = "") -> Cause {
            let words = detail.isEmpty ? "Required value" : "Required value: \(detail)"
            return Cause(reason: "FieldValueRequired", field: field, message: words)
        }

        static func invalid(_ field: String, _ value: JSONValue, _ detail: String) -> Cause {
            let words = "Invalid value: \(value.text()): \(detail)"
            return Cause(reason: "FieldValueInvalid", field: field, message: words)
        }

        static func duplicate(_ field: String, _ value: String) -> Cause {
            Cause(reason: "FieldValueDuplicate", field: field, message: "Duplicate value: \(value)")
        }

        static func forbidden(_ field: String, _ detail: String) -> Cause {
            Cause(reason: "FieldValueForbidden", field: field, message: "Forbidden: \(detail)")
        }

        static func unsupported(_ field: String, _ value: String, _ known: String) -> Cause {
            let words = "Unsupported value: \"\(value)\": supported values: \(known)"
            return Cause(reason: "FieldValueNotSupported", field: field, message: words)
        }

        static func notFound(_ field: String, _ name: String) -> Cause {
            Cause(reason: "FieldValueNotFound", field: field, message: "Not found: \"\(name)\"")
        }
    }

    init(_ resource: String, _ body: JSONValue, _ causes: Cause...) {
        self.resource = resource
        self.body = body
        self.causes = causes
    }

    var testDescription: String { causes.first.map { "\(resource) \($0.field)" } ?? resource }

    /// Where objects of a resource are made.
    static func path(_ resource: String) -> String {
        switch resource {
        case "clusterroles", "clusterrolebindings": "/apis/rbac.authorization.k8s.io/v1/\(resource)"
        case "roles", "rolebindings":
            "/apis/rbac.authorization.k8s.io/v1/namespaces/default/\(resource)"
        case "deployments", "statefulsets", "daemonsets", "replicasets":
            "/apis/apps/v1/namespaces/default/\(resource)"
        case "jobs", "cronjobs": "/apis/batch/v1/namespaces/default/\(resource)"
        case "networkpolicies", "ingresses": "/apis/networking.k8s.io/v1/namespaces/default/\(resource)"
        case "horizontalpodautoscalers": "/apis/autoscaling/v2/namespaces/default/\(resource)"
        case "poddisruptionbudgets": "/apis/policy/v1/namespaces/default/\(resource)"
        default: "/api/v1/namespaces/default/\(resource)"
        }
    }

    /// Sends the object, and holds the answer against the causes.
    func check() async throws {
        let answer = try await SandboxClient().send("POST", Self.path(resource), body)
        #expect(answer.status == 422, "\(answer.text)")
        let found = (answer.body[path: "details", "causes"]?.array ?? []).map { cause in
            Cause(
                reason: cause["reason"]?.string ?? "",
                field: cause["field"]?.string ?? "",
                message: cause["message"]?.string ?? ""
            )
        }
        #expect(found == causes)
        let texts = causes.map { "\($0.field): \($0.message)" }
        let told = texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
        #expect(answer.body["message"]?.string?.hasSuffix(" is invalid: \(told)") == true, "\(answer.text)")
    }
}

/// Objects of which parts can be replaced by mistakes.
enum Made {
    /// The definition of a kind that no server knows by itself.
    static let gadgets: JSONValue = [
        "metadata": ["name": "gadgets.example.com"],
        "spec": [
            "group": "example.com", "scope": "Namespaced",
            "names": ["plural": "gadgets", "kind": "Gadget"],
            "versions": [["name": "v1", "served": true, "storage": true]],
        ],
    ]

    static let labelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
        + "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')"

    static let subdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
        + "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"

    static let labelValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
        + "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for "
        + "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"

    static let keyRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

    static let portRule = "must be between 1 and 65535, inclusive"

    static func object(_ spec: JSONObject, name: String = "x") -> JSONValue {
        ["metadata": ["name": .string(name)], "spec": .object(spec)]
    }

    static func podSpec(_ container: JSONObject = [:], _ spec: JSONObject = [:]) -> JSONObject {
        var first: JSONObject = ["name": "c", "image": "c:1"]
        for member in container { first[member.key] = member.value }
        var result: JSONObject = ["containers": [.object(first)]]
        for member in spec { result[member.key] = member.value }
        return result
    }

    static func pod(_ container: JSONObject = [:], _ spec: JSONObject = [:]) -> JSONValue {
        object(podSpec(container, spec))
    }

    /// A Deployment or something like it.
    static func workload(
        _ spec: JSONObject = [:],
        labels: JSONObject = ["app": "x"],
        pod: JSONObject = podSpec()
    ) -> JSONValue {
        var result: JSONObject = [
            "selector": ["matchLabels": ["app": "x"]],
            "template": ["metadata": ["labels": .object(labels)], "spec": .object(pod)],
        ]
        for member in spec { result[member.key] = member.value }
        return object(result)
    }

    static func cronJob(_ spec: JSONObject = [:], name: String = "x") -> JSONValue {
        let pod = podSpec([:], ["restartPolicy": "Never"])
        var result: JSONObject = [
            "schedule": "* * * * *",
            "jobTemplate": ["spec": ["template": ["spec": .object(pod)]]],
        ]
        for member in spec { result[member.key] = member.value }
        return object(result, name: name)
    }

    static func service(_ spec: JSONObject, ports: JSONValue = [["port": 80]]) -> JSONValue {
        var result: JSONObject = ["ports": ports]
        for member in spec { result[member.key] = member.value }
        return object(result)
    }

    static func ingress(_ path: JSONObject, host: String? = nil) -> JSONValue {
        var entry: JSONObject = [
            "path": "/", "pathType": "Prefix",
            "backend": ["service": ["name": "x", "port": ["number": 80]]],
        ]
        for member in path { entry[member.key] = member.value }
        return object(["rules": [["host": host.map { .string($0) }, "http": ["paths": [.object(entry)]]]]])
    }
}
