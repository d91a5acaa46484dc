// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@testable import Rollout

@Suite struct FieldPathTests {
    private let tree: JSONValue = [
        "spec": [
            "replicas": 3,
            "template": [
                "spec": [
                    "containers": [
                        ["name": "log", "image": "log:1"],
                        [
                            "name": "web", "image": "web:1",
                            "ports": [["containerPort": 80, "protocol": "TCP"]],
                        ],
                    ]
                ]
            ],
        ]
    ]

    @Test(arguments: [
        (".spec.replicas", JSONValue.integer(3)),
        (".spec.template.spec.containers[name=\"web\"].image", "web:1"),
        (
            ".spec.template.spec.containers[name=\"web\"].ports[containerPort=80,protocol=\"TCP\"].protocol",
            "TCP"
        ),
        (".spec.template.spec.containers[0].name", "log"),
    ])
    func followsTheServersSpelling(text: String, value: JSONValue) throws {
        let path = try #require(FieldPath(text))
        #expect(path.value(in: tree) == value)
    }

    @Test func removesJustThatField() throws {
        let path = try #require(FieldPath(".spec.template.spec.containers[name=\"web\"].image"))
        let rest = path.removing(from: tree)
        #expect(path.value(in: rest) == nil)
        let other = try #require(FieldPath(".spec.template.spec.containers[name=\"log\"].image"))
        #expect(other.value(in: rest) == "log:1")
    }

    @Test(arguments: ["spec", "x[", ".a[b"])
    func refusesOtherTexts(text: String) {
        #expect(FieldPath(text) == nil)
    }

    /// Keys that users choose have points in them, which the server does not mark.
    @Test(arguments: [".metadata.labels.app.kubernetes.io/name", ".data.app.properties"])
    func followsKeysWithPoints(text: String) throws {
        let tree: JSONValue = [
            "metadata": ["labels": ["app.kubernetes.io/name": "web"]], "data": ["app.properties": "web"],
        ]
        let path = try #require(FieldPath(text))
        #expect(path.value(in: tree) == "web")
        #expect(path.removing(from: tree) != tree)
    }

    /// One notation for people: that of the differences in a plan.
    @Test(arguments: [
        (".spec.replicas", "spec.replicas"),
        (
            ".spec.template.spec.containers[name=\"web\"].ports[containerPort=80,protocol=\"TCP\"]",
            "spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP]"
        ),
        (".metadata.labels.msctl.dev/owner", "metadata.labels[msctl.dev/owner]"), ("no field", "no field"),
    ])
    func isWrittenAsPeopleDo(field: String, text: String) {
        #expect(OwnedField.path(of: field) == text)
    }

    @Test func turnsValidationFieldsIntoPointers() {
        let path = FieldPath(server: "spec.template.spec.containers[0].image")
        #expect(path?.pointer == "/spec/template/spec/containers/0/image")
    }
}
