// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

@Suite struct FieldDiffTests {
    private func object(_ members: JSONObject, kind: String = "Deployment") -> KubernetesObject {
        let apiVersion = kind == "Deployment" ? "apps/v1" : "v1"
        return KubernetesObject(
            type: GroupVersionKind(apiVersion: apiVersion, kind: kind),
            metadata: ["name": "web"],
            members: members
        )
    }

    private func containers(_ list: JSONValue...) -> KubernetesObject {
        object(["spec": ["template": ["spec": ["containers": .array(list)]]]])
    }

    @Test func namesElementsByTheirMergeKey() {
        let changes = FieldDiff.changes(
            from: containers(["name": "log", "image": "log:1"], ["name": "web", "image": "web:1"]),
            to: containers(["name": "web", "image": "web:2"], ["name": "log", "image": "log:1"])
        )
        #expect(
            changes == [
                FieldChange(
                    field: "spec.template.spec.containers[name=web].image",
                    pointer: "/spec/template/spec/containers/0/image",
                    before: "web:1",
                    after: "web:2"
                )
            ]
        )
    }

    @Test func saysWhatComesAndWhatGoes() {
        let changes = FieldDiff.changes(
            from: object(["spec": ["replicas": 1, "paused": true]]),
            to: object(["spec": ["minReadySeconds": 5, "replicas": 1]])
        )
        #expect(changes.map(\.field) == ["spec.minReadySeconds", "spec.paused"])
        #expect(changes.map(\.before) == [nil, true])
        #expect(changes.map(\.after) == [5, nil])
    }

    @Test func hidesTheValuesOfSecretsAndShowsTheirKeys() {
        let changes = FieldDiff.changes(
            from: object(["data": ["a": "czNjcjN0", "b": "c2FtZQ=="]], kind: "Secret"),
            to: object(["data": ["a": "b3RoZXI=", "b": "c2FtZQ==", "c": "bmV3"]], kind: "Secret")
        )
        #expect(changes.map(\.field) == ["data.a", "data.c"])
        #expect(changes.map(\.after) == [FieldDiff.hidden, FieldDiff.hidden])
        #expect(!"\(changes)".contains("czNjcjN0"))
        #expect(!"\(changes)".contains("bmV3"))
    }

    @Test func ignoresWhatTheServerKeepsForItself() {
        var before = object(["spec": [:], "status": ["replicas": 1]])
        before[metadata: "resourceVersion"] = "1"
        before[metadata: "generation"] = 1
        before[metadata: "managedFields"] = []
        before[metadata: "annotations"] = ["deployment.kubernetes.io/revision": "4"]
        var after = object(["spec": [:], "status": ["replicas": 2]])
        after[metadata: "resourceVersion"] = "2"
        after[metadata: "generation"] = 2
        #expect(FieldDiff.changes(from: before, to: after).isEmpty)
    }

    @Test func bracketsKeysThatHoldDots() {
        var after = object([:])
        after[metadata: "labels"] = ["app.kubernetes.io/name": "web"]
        var before = object([:])
        before[metadata: "labels"] = ["app.kubernetes.io/name": "old"]
        let changes = FieldDiff.changes(from: before, to: after)
        #expect(changes.map(\.field) == ["metadata.labels[app.kubernetes.io/name]"])
        #expect(changes.map(\.pointer) == ["/metadata/labels/app.kubernetes.io~1name"])
    }

    @Test func comparesListsWithoutKeysAsAWhole() {
        let changes = FieldDiff.changes(
            from: object(["spec": ["args": ["a", "b"]]]),
            to: object(["spec": ["args": ["a"]]])
        )
        #expect(changes.map(\.before) == [["a", "b"]])
        #expect(changes.map(\.after) == [["a"]])
    }
}
