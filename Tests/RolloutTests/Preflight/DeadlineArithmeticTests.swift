// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

@Suite struct DeadlineArithmeticTests {
    private func workload(_ spec: JSONObject, kind: String = "Deployment") -> KubernetesObject {
        var spec = spec
        spec["template"] = [
            "spec": [
                "containers": [
                    ["name": "web", "readinessProbe": ["initialDelaySeconds": 20]], ["name": "proxy"],
                ]
            ]
        ]
        return KubernetesObject(
            type: GroupVersionKind(apiVersion: "apps/v1", kind: kind),
            metadata: ["name": "web", "namespace": "shop"],
            members: ["spec": .object(spec)]
        )
    }

    private static func rolling(_ surge: JSONValue, _ unavailable: JSONValue) -> JSONValue {
        ["type": "RollingUpdate", "rollingUpdate": ["maxSurge": surge, "maxUnavailable": unavailable]]
    }

    @Test(arguments: [
        (rolling(1, 0), 10), (rolling("25%", 0), 4), (rolling("25%", "25%"), 2), (rolling("100%", 0), 1),
        (["type": "Recreate"] as JSONValue, 1),
    ])
    func countsTheStepsOfARollout(strategy: JSONValue, waves: Int) throws {
        let object = workload(["replicas": 10, "minReadySeconds": 10, "strategy": strategy])
        let sum = try #require(DeadlineArithmetic(object, live: object))
        #expect(sum.waves == waves)
        #expect(sum.least == .seconds(waves * 30))
    }

    @Test func aNewDeploymentStartsAllAtOnceAndAStatefulSetOneByOne() throws {
        let deployment = try #require(DeadlineArithmetic(workload(["replicas": 6]), live: nil))
        #expect(deployment.waves == 1)
        let set = try #require(DeadlineArithmetic(workload(["replicas": 6], kind: "StatefulSet"), live: nil))
        #expect(set.waves == 6)
    }

    @Test(arguments: [(300, true), (299, false)])
    func refusesADeadlineThatIsTooShortByASecond(deadline: Int, isEnough: Bool) {
        let object = workload(["replicas": 10, "minReadySeconds": 10, "strategy": Self.rolling(1, 0)])
        let item = ResolvedPlan.Item(
            desired: DesiredObject(object, service: "web"),
            live: object,
            change: .update([])
        )
        let cause = DeadlineArithmetic.shortage(item, deadline: .seconds(deadline))
        #expect((cause == nil) == isEnough)
        guard !isEnough else { return }
        #expect(cause?.code == .deadlineTooShort)
        #expect(
            cause?.detail
                == "10 replicas, 1 at a time, are 10 steps of at least 30 s (initial delay 20 s + minReadySeconds 10 s): 300 s"
        )
    }
}
