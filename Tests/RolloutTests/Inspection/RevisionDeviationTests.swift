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
                "name": "web", "namespace": "shop",
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
        Revision(
            service: "web",
            number: 1,
            contentHash: "a",
            recordedAt: nil,
            provenAt: Timestamp(seconds: 1_800_000_000),
            activation: 1,
            initiator: "",
            images: [Self.recorded],
            objects: [workload.reference],
            failure: nil,
            endedAt: nil,
            chunks: 1,
            storedAt: nil
        )
    }

    private func causes(_ workload: KubernetesObject) -> [RootCause] {
        RevisionDeviation.causes(
            of: revision(of: workload),
            workloads: [workload],
            present: [workload.reference],
            unread: []
        )
    }

    @Test(arguments: ["Deployment", "CronJob"])
    func whatAdmissionMakesOfOurImageIsOnlyARemark(kind: String) {
        let workload = workload(Self.mirrored, owner: "msctl", kind: kind)
        #expect(causes(workload) == [])
        let remarks = RevisionDeviation.remarks(of: revision(of: workload), workloads: [workload])
        #expect(
            remarks == ["admission makes `\(Self.mirrored)` of what r1 says of `\(kind) shop/web`"]
        )
    }

    @Test(arguments: ["Deployment", "CronJob"])
    func whatSomebodyElseHasSetIsForeign(kind: String) {
        let workload = workload(Self.mirrored, owner: "kubectl-set", kind: kind)
        #expect(causes(workload).map(\.code) == [.otherImage])
        #expect(RevisionDeviation.remarks(of: revision(of: workload), workloads: [workload]) == [])
    }

    @Test func theRecordedImageNeedsNoRemark() {
        let workload = workload(Self.recorded, owner: "kubectl-set")
        #expect(causes(workload) == [])
        #expect(RevisionDeviation.remarks(of: revision(of: workload), workloads: [workload]) == [])
    }
}
