// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@Suite struct DeploymentReadinessTests {
    private func deployment(_ status: String, replicas: Int = 3, generation: Int = 2) -> String {
        #""metadata":{"name":"web","uid":"d1","generation":\#(generation)},"spec":{"replicas":\#(replicas)},"#
            + #""status":{\#(status)}"#
    }

    private let exceeded =
        #""conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","#
        + #""message":"has timed out progressing.","lastUpdateTime":"2026-11-21T03:00:00Z"}]"#

    @Test(
        arguments: [
            ("", .progressing("the controller has not seen the change yet")),
            (
                #""observedGeneration":1,"replicas":3,"updatedReplicas":3,"availableReplicas":3"#,
                .progressing("the controller has not seen the change yet")
            ),
            (
                #""observedGeneration":2,"replicas":3,"updatedReplicas":1,"availableReplicas":3"#,
                .progressing("1 of 3 replicas updated")
            ),
            (
                #""observedGeneration":2,"replicas":4,"updatedReplicas":3,"availableReplicas":3"#,
                .progressing("1 old replica still to be stopped")
            ),
            (
                #""observedGeneration":2,"replicas":3,"updatedReplicas":3,"availableReplicas":2"#,
                .progressing("2 of 3 updated replicas available")
            ),
            (#""observedGeneration":2,"replicas":3,"updatedReplicas":3,"availableReplicas":3"#, .ready),
            (#""observedGeneration":3,"replicas":3,"updatedReplicas":3,"availableReplicas":3"#, .ready),
        ] as [(String, Readiness)]
    )
    func followsTheOrderOfRolloutStatus(status: String, expected: Readiness) throws {
        // C7
        #expect(try readiness("apps/v1 Deployment", deployment(status)) == expected)
    }

    @Test func countsOneReplicaWhereNoneAreGiven() throws {
        let text =
            #""metadata":{"name":"web"},"spec":{},"status":{"replicas":1,"updatedReplicas":1,"availableReplicas":1}"#
        #expect(try readiness("apps/v1 Deployment", text) == .ready)
    }

    @Test func failsWhenItsDeadlineRanOut() throws {
        // C7
        let text = deployment(
            #""observedGeneration":2,"replicas":3,"updatedReplicas":3,"availableReplicas":3,"# + exceeded
        )
        let failure = Readiness.failed(
            .init(reason: "ProgressDeadlineExceeded", message: "has timed out progressing.")
        )
        #expect(try readiness("apps/v1 Deployment", text) == failure)
        let sameSecond = ReadinessContext(writtenAt: Timestamp("2026-11-21T03:00:00.9Z"))
        #expect(try readiness("apps/v1 Deployment", text, sameSecond) == failure)
    }

    @Test func ignoresADeadlineThatRanOutBeforeOurWrite() throws {
        // C7 (a)
        let text = deployment(#""observedGeneration":2,"replicas":3,"updatedReplicas":1,"# + exceeded)
        let context = ReadinessContext(writtenAt: Timestamp("2026-11-21T03:00:01Z"))
        #expect(try readiness("apps/v1 Deployment", text, context) == .progressing("1 of 3 replicas updated"))
    }

    @Test func asksTheControllerFirstOfAll() throws {
        let text = deployment(#""observedGeneration":1,"# + exceeded)
        #expect(
            try readiness("apps/v1 Deployment", text)
                == .progressing("the controller has not seen the change yet")
        )
    }

    @Test func namesWhatKeepsPodsFromBeingCreated() throws {
        // C7 (d)
        let text = deployment(
            #""observedGeneration":2,"replicas":0,"conditions":[{"type":"ReplicaFailure","status":"True","#
                + #""reason":"FailedCreate","message":"exceeded quota: small"}]"#
        )
        #expect(
            try readiness("apps/v1 Deployment", text)
                == .progressing("pods cannot be created: exceeded quota: small")
        )
    }

    @Test func waitsForTheNewestReplicaSetToBeOurs() throws {
        // C7 (c)
        let done = deployment(
            #""observedGeneration":2,"replicas":3,"updatedReplicas":3,"availableReplicas":3"#
        )
        func replicaSet(_ name: String, revision: Int, hash: String, owner: String = "d1") throws
            -> KubernetesObject
        {
            try object(
                "apps/v1 ReplicaSet",
                #""metadata":{"name":"\#(name)","labels":{"pod-template-hash":"\#(hash)"},"#
                    + #""annotations":{"deployment.kubernetes.io/revision":"\#(revision)"},"#
                    + #""ownerReferences":[{"kind":"Deployment","name":"web","uid":"\#(owner)","controller":true}]}"#
            )
        }
        let old = try replicaSet("web-a", revision: 9, hash: "a")
        let new = try replicaSet("web-b", revision: 10, hash: "b")
        let stranger = try replicaSet("web-c", revision: 11, hash: "c", owner: "d0")
        func state(_ sets: [KubernetesObject]) throws -> Readiness {
            try readiness(
                "apps/v1 Deployment",
                done,
                ReadinessContext(replicaSets: sets, podTemplateHash: "b")
            )
        }
        #expect(try state([old, new, stranger]) == .ready)
        #expect(
            try state([old, stranger])
                == .progressing("the newest ReplicaSet `web-a` is not of the version deployed")
        )
        #expect(try state([stranger]) == .progressing("no ReplicaSet yet"))
    }

    @Test func waitsForOldPodsToStopOnRequest() throws {
        // C7 (e)
        let text = deployment(
            #""observedGeneration":2,"replicas":3,"updatedReplicas":3,"availableReplicas":3,"terminatingReplicas":1"#
        )
        #expect(try readiness("apps/v1 Deployment", text) == .ready)
        let context = ReadinessContext(waitsForTermination: true)
        #expect(
            try readiness("apps/v1 Deployment", text, context)
                == .progressing("1 pod of the old version still stopping")
        )
    }

    @Test func saysWhereAFieldHasTheWrongType() throws {
        let text = deployment(#""observedGeneration":"2""#)
        #expect(
            throws: KubernetesObject.ShapeError(
                pointer: "/status/observedGeneration",
                message: "expected an integer, found a JSON string"
            )
        ) { try readiness("apps/v1 Deployment", text) }
    }
}
