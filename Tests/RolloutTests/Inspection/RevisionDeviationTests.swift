// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

@Suite struct RevisionDeviationTests {
    private static let recorded = "registry.example/web:2"
    private static let mirrored = "mirror.example/web@sha256:1234"

    /// A workload that runs an image; `owner` has the field.
    private func workload(_ image: String, owner: String, kind: String = "Deployment") -> KubernetesObject {
        let pod: JSONValue = ["spec": ["containers": [["name": "web", "image": .string(image)]]]]
        let fields: JSONValue = ["f:spec": ["f:containers": [#"k:{"name":"web"}"#: ["f:image": [:]]]]]
        let isTimed = kind == "CronJob"
        return KubernetesObject(
            type: GroupVersionKind(apiVersion: isTimed ? "batch/v1" : "apps/v1", kind: kind),
            metadata: [
                "name": "web", "namespace": "shop", "labels": .object(Fixture.labels("web")),
                "managedFields": [
                    ["manager": "msctl", "operation": "Apply", "fieldsV1": ["f:spec": ["f:replicas": [:]]]],
                    [
                        "manager": .string(owner), "operation": "Update",
                        "fieldsV1": isTimed
                            ? ["f:spec": ["f:jobTemplate": ["f:spec": ["f:template": fields]]]]
                            : ["f:spec": ["f:template": fields]],
                    ],
                ],
            ],
            members: [
                "spec": isTimed ? ["jobTemplate": ["spec": ["template": pod]]] : ["template": pod]
            ]
        )
    }

    private func revision(of workload: KubernetesObject) -> Revision {
        Fixture.revision("web", images: [Self.recorded], objects: [workload.reference])
    }

    private func history(of workload: KubernetesObject) -> RevisionHistory {
        RevisionHistory(service: "web", revisions: [revision(of: workload)])
    }

    private func causes(_ workload: KubernetesObject) -> [RootCause] {
        RevisionDeviation.causes(
            of: revision(of: workload),
            workloads: [workload],
            found: FoundObjects(
                [workload],
                in: SystemScope(system: "shop", environment: "test", namespace: "shop")
            ),
            unread: []
        )
    }

    @Test(arguments: ["Deployment", "CronJob"])
    func whatAdmissionMakesOfOurImageIsOnlyARemark(kind: String) {
        let workload = workload(Self.mirrored, owner: "msctl", kind: kind)
        #expect(causes(workload) == [])
        let remarks = RevisionDeviation.remarks(of: history(of: workload), workloads: [workload])
        #expect(
            remarks == ["admission makes `\(Self.mirrored)` of what r1 says of `\(kind) shop/web`"]
        )
    }

    @Test(arguments: ["Deployment", "CronJob"])
    func whatSomebodyElseHasSetIsForeign(kind: String) {
        let workload = workload(Self.mirrored, owner: "kubectl-set", kind: kind)
        #expect(causes(workload).map(\.code) == [.otherImage])
        #expect(RevisionDeviation.remarks(of: history(of: workload), workloads: [workload]) == [])
    }

    /// As a webhook adds a sidecar to the template: no one owns that.
    @Test func whatAdmissionHasAddedIsOnlyARemark() {
        var workload = workload(Self.recorded, owner: "msctl")
        let containers: JSONValue = [
            ["name": "web", "image": .string(Self.recorded)], ["name": "mesh", "image": "mesh:1"],
        ]
        workload["spec"] = ["template": ["spec": ["containers": containers]]]
        #expect(causes(workload) == [])
        let remarks = RevisionDeviation.remarks(of: history(of: workload), workloads: [workload])
        #expect(remarks == ["admission adds `mesh:1` to `Deployment shop/web`"])
        // Where nothing is noted of anybody, nobody can tell.
        workload[metadata: "managedFields"] = []
        #expect(causes(workload).map(\.code) == [.otherImage])
    }

    @Test func whatAnotherRevisionHasWrittenIsNotAdmissions() {
        var workload = workload(Self.mirrored, owner: "msctl")
        workload[metadata: "annotations"] = [Label.revision: "2"]
        var history = history(of: workload)
        var other = history.revisions[0]
        other.number = 2
        other.activation = 0
        other.images = [Self.mirrored]
        history.revisions.append(other)
        let remarks = RevisionDeviation.remarks(of: history, workloads: [workload])
        #expect(remarks == ["`Deployment shop/web` is as r2 has it, and not as r1"])
    }

    @Test func theRecordedImageNeedsNoRemark() {
        let workload = workload(Self.recorded, owner: "kubectl-set")
        #expect(causes(workload) == [])
        #expect(RevisionDeviation.remarks(of: history(of: workload), workloads: [workload]) == [])
    }
}
