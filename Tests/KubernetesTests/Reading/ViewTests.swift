// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Testing

@Suite struct ViewTests {
    @Test func readsContainerStates() throws {
        let pod = PodView(
            try object(
                "v1 Pod",
                #""metadata":{"name":"web-1","ownerReferences":[{"kind":"ReplicaSet","name":"web","controller":true}]},"#
                    + #""status":{"phase":"Running","containerStatuses":[{"name":"web","restartCount":3,"started":true,"#
                    + #""state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off"}}},{"name":"side","state":{"terminated":"#
                    + #"{"exitCode":137,"reason":"OOMKilled","finishedAt":"2026-11-21T03:00:00Z"}}}]}"#
            )
        )
        let container = try #require(try pod.containers.first)
        #expect(try container.name == "web")
        #expect(try container.restartCount == 3)
        #expect(try container.waitingReason == "CrashLoopBackOff")
        #expect(try container.termination == nil)
        let last = try #require(try pod.containers.last?.termination)
        #expect(last.exitCode == 137)
        #expect(last.reason == "OOMKilled")
        #expect(last.finishedAt?.description == "2026-11-21T03:00:00Z")
        #expect(try pod.controller?.kind == "ReplicaSet")
        #expect(try pod.initContainers.isEmpty)
    }

    @Test func tellsAbsenceFromTheWrongType() throws {
        let empty = DeploymentView(
            try object("apps/v1 Deployment", #""metadata":{"name":"web"},"spec":null"#)
        )
        #expect(try empty.replicas == 1)
        #expect(try empty.progressDeadlineSeconds == 600)
        #expect(try empty.maxSurge == "25%")
        #expect(empty.revision == nil)
        let wrong = DeploymentView(
            try object("apps/v1 Deployment", #""metadata":{"name":"web"},"spec":"big""#)
        )
        #expect(
            throws: KubernetesObject.ShapeError(
                pointer: "/spec",
                message: "expected an object, found a JSON string"
            )
        ) {
            try wrong.replicas
        }
    }
}
