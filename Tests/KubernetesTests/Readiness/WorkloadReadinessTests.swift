// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Testing

@Suite struct WorkloadReadinessTests {
    @Test(
        arguments: [
            (#""spec":{"replicas":3}"#, .progressing("the controller has not seen the change yet")),
            (
                #""spec":{"replicas":3},"status":{"observedGeneration":1,"readyReplicas":3}"#,
                .progressing("the controller has not seen the change yet")
            ),
            (
                #""spec":{"replicas":3},"status":{"observedGeneration":2,"readyReplicas":2}"#,
                .progressing("2 of 3 pods ready")
            ),
            (
                #""spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":0}}},"#
                    + #""status":{"observedGeneration":2,"readyReplicas":3,"updatedReplicas":2}"#,
                .progressing("2 of 3 pods updated")
            ),
            (
                #""spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":1}}},"#
                    + #""status":{"observedGeneration":2,"readyReplicas":3,"updatedReplicas":2}"#,
                .ready
            ),
            (
                #""spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":9}}},"#
                    + #""status":{"observedGeneration":2,"readyReplicas":3}"#,
                .ready
            ),
            (
                #""spec":{"replicas":3},"status":{"observedGeneration":2,"readyReplicas":3,"updatedReplicas":1,"#
                    + #""currentRevision":"a","updateRevision":"b"}"#,
                .progressing("1 of 3 pods updated")
            ),
            (
                #""spec":{"replicas":3},"status":{"observedGeneration":2,"readyReplicas":3,"#
                    + #""currentRevision":"b","updateRevision":"b"}"#,
                .ready
            ),
            (
                #""spec":{"replicas":3,"minReadySeconds":5},"status":{"observedGeneration":2,"readyReplicas":3,"#
                    + #""availableReplicas":1,"currentRevision":"b","updateRevision":"b"}"#,
                .progressing("1 of 3 pods available")
            ),
            (
                #""spec":{"replicas":1,"updateStrategy":{"type":"OnDelete"}},"status":{"observedGeneration":2,"#
                    + #""readyReplicas":1,"currentRevision":"a","updateRevision":"b"}"#,
                .assumed("pods of the old revision are replaced only when somebody deletes them")
            ),
        ] as [(String, Readiness)]
    )
    func judgesStatefulSets(members: String, expected: Readiness) throws {
        // C7, C7 (f)
        let text = #""metadata":{"name":"db","generation":2},"# + members
        #expect(try readiness("apps/v1 StatefulSet", text) == expected)
    }

    @Test(
        arguments: [
            (#""observedGeneration":1"#, .progressing("the controller has not seen the change yet")),
            (
                #""observedGeneration":2,"desiredNumberScheduled":2,"updatedNumberScheduled":1"#,
                .progressing("pods updated on 1 of 2 nodes")
            ),
            (
                #""observedGeneration":2,"desiredNumberScheduled":1,"updatedNumberScheduled":1,"numberAvailable":0"#,
                .progressing("pods available on 0 of 1 node")
            ),
            (
                #""observedGeneration":2,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":2"#,
                .ready
            ),
        ] as [(String, Readiness)]
    )
    func judgesDaemonSets(status: String, expected: Readiness) throws {
        // C7
        let text = #""metadata":{"name":"agent","generation":2},"spec":{},"status":{\#(status)}"#
        #expect(try readiness("apps/v1 DaemonSet", text) == expected)
    }

    @Test(
        arguments: [
            (#""active":1"#, .progressing("0 of 2 completed")),
            (#""active":1,"succeeded":1,"failed":1"#, .progressing("1 of 2 completed, 1 failure")),
            (
                #""succeeded":2,"conditions":[{"type":"SuccessCriteriaMet","status":"True"}]"#,
                .progressing("2 of 2 completed")
            ),
            (#""succeeded":2,"conditions":[{"type":"Complete","status":"True"}]"#, .ready),
            (
                #""conditions":[{"type":"FailureTarget","status":"True","reason":"BackoffLimitExceeded","message":"no"}]"#,
                .failed(.init(reason: "BackoffLimitExceeded", message: "no"))
            ),
            (
                #""conditions":[{"type":"Failed","status":"True","reason":"DeadlineExceeded","message":"late"}]"#,
                .failed(.init(reason: "DeadlineExceeded", message: "late"))
            ),
            (#""conditions":[{"type":"Failed","status":"False"}]"#, .progressing("0 of 2 completed")),
        ] as [(String, Readiness)]
    )
    func judgesJobsByTheirEnd(status: String, expected: Readiness) throws {
        // C7 (g)
        let text = #""metadata":{"name":"migrate"},"spec":{"completions":2},"status":{\#(status)}"#
        #expect(try readiness("batch/v1 Job", text) == expected)
    }

    @Test(
        arguments: [
            (#""phase":"Succeeded""#, .ready),
            (
                #""phase":"Failed","reason":"Evicted","message":"low on memory""#,
                .failed(.init(reason: "Evicted", message: "low on memory"))
            ),
            (#""phase":"Running","conditions":[{"type":"Ready","status":"True"}]"#, .ready),
            (
                #""phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","message":"0/3 nodes"}]"#,
                .progressing("no node takes it: 0/3 nodes")
            ),
            (
                #""phase":"Pending","containerStatuses":[{"name":"web","state":{"waiting":{"reason":"ErrImagePull"}}}]"#,
                .progressing("container `web` waits: ErrImagePull")
            ),
            (
                #""phase":"Running","containerStatuses":[{"name":"web","ready":false,"state":{"running":{}}}]"#,
                .progressing("container `web` is not ready")
            ),
        ] as [(String, Readiness)]
    )
    func judgesPods(status: String, expected: Readiness) throws {
        let text = #""metadata":{"name":"web-1"},"status":{\#(status)}"#
        #expect(try readiness("v1 Pod", text) == expected)
    }

    @Test func judgesReplicaSets() throws {
        func state(_ status: String) throws -> Readiness {
            try readiness(
                "apps/v1 ReplicaSet",
                #""metadata":{"name":"w","generation":1},"spec":{"replicas":2},"status":{\#(status)}"#
            )
        }
        #expect(try state("") == .progressing("the controller has not seen the change yet"))
        #expect(
            try state(#""observedGeneration":1,"replicas":2,"availableReplicas":1"#)
                == .progressing("1 of 2 replicas available")
        )
        #expect(
            try state(#""observedGeneration":1,"replicas":3,"availableReplicas":3"#)
                == .progressing("1 replica still to be stopped")
        )
        #expect(try state(#""observedGeneration":1,"replicas":2,"availableReplicas":2"#) == .ready)
    }
}
