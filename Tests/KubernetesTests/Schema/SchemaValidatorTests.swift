// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@Suite struct SchemaValidatorTests {
    private let deployment = GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment")

    private func violations(_ members: JSONObject, complete: Bool = true) -> [SchemaViolation] {
        let object = KubernetesObject(type: deployment, metadata: ["name": "web"], members: members)
        return SchemaValidator(requiresCompleteness: complete).validate(object)
    }

    private func withContainer(_ container: JSONValue) -> JSONObject {
        [
            "spec": [
                "selector": ["matchLabels": ["app": "web"]],
                "template": ["spec": ["containers": [container]]],
            ]
        ]
    }

    @Test func passesWhatFits() {
        let container: JSONValue = [
            "name": "web",
            "image": "web:1",
            "ports": [["containerPort": 80], ["containerPort": 80, "protocol": "UDP"]],
            "resources": ["requests": ["cpu": "100m", "memory": 268_435_456]],
            "imagePullPolicy": "",
            "args": nil,
        ]
        #expect(violations(withContainer(container)).isEmpty)
    }

    @Test(
        arguments: [
            (["name": "web", "imagee": "x"], "unknown field \"spec.template.spec.containers[0].imagee\""),
            (["name": 1], "spec.template.spec.containers[0].name: expected a string, got 1"),
            (["image": "x"], "spec.template.spec.containers[0].name: Required value"),
            (
                ["name": "web", "imagePullPolicy": "Sometimes"],
                "spec.template.spec.containers[0].imagePullPolicy: Unsupported value: \"Sometimes\": "
                    + "supported values: \"Always\", \"IfNotPresent\", \"Never\""
            ),
            (
                ["name": "web", "env": [["name": "A", "value": "1"], ["name": "A", "value": "2"]]],
                "spec.template.spec.containers[0].env[1]: Duplicate value"
            ),
            (
                ["name": "web", "resources": ["limits": ["memory": "lots"]]],
                "spec.template.spec.containers[0].resources.limits.memory: "
                    + "expected a quantity such as 100m or 256Mi, got \"lots\""
            ),
            (
                ["name": "web", "ports": [["containerPort": 4_294_967_296]]],
                "spec.template.spec.containers[0].ports[0].containerPort: expected an integer, got 4294967296"
            ),
            (
                ["name": "web", "args": "--fast"],
                "spec.template.spec.containers[0].args: expected a list, got \"--fast\""
            ),
        ] as [(JSONValue, String)]
    )
    func saysWhatDoesNotFit(container: JSONValue, message: String) {
        #expect(violations(withContainer(container)).map(\.message) == [message])
    }

    @Test func pointsAtThePlaceInEveryForm() throws {
        let found = violations(withContainer(["name": "web", "ports": [["containerPort": 80, "nope": 1]]]))
        let violation = try #require(found.first)
        #expect(violation.reason == .unknownField)
        #expect(violation.pointer.description == "/spec/template/spec/containers/0/ports/0/nope")
        #expect(
            violation.applyPath
                == ".spec.template.spec.containers[name=\"web\"].ports[containerPort=80,protocol=\"TCP\"].nope"
        )
    }

    @Test func asksForCompletenessOnlyOnRequest() {
        #expect(violations(["spec": [:]]).map(\.path) == ["spec.selector", "spec.template"])
        #expect(violations(["spec": [:]], complete: false).isEmpty)
    }

    @Test func findsUnknownTopLevelFields() {
        #expect(violations(["specc": [:]], complete: false).map(\.message) == ["unknown field \"specc\""])
    }

    @Test func passesOverUnknownKinds() {
        let type = GroupVersionKind(apiVersion: "example.com/v1", kind: "Gadget")
        let object = KubernetesObject(type: type, metadata: ["name": "g"], members: ["anything": 1])
        #expect(SchemaValidator().validate(object).isEmpty)
    }
}
