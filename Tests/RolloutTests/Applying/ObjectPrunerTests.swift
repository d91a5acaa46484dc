// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

@Suite struct ObjectPrunerTests {
    private func objects(_ kind: String, _ count: Int) -> [KubernetesObject] {
        (0..<count).map { index in
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: kind),
                metadata: ["name": .string("x\(index)")]
            )
        }
    }

    @Test(arguments: [
        (2, 10, Int?.none, false), (3, 10, nil, true), (3, 10, 3, false), (4, 10, 3, true), (1, 4, nil, true),
    ])
    func asksBeforeDeletingMoreThanAFifth(removed: Int, total: Int, allowed: Int?, isTooMuch: Bool) {
        let deletions = objects("Service", removed)
        #expect(ObjectPruner.isTooMuch(deletions, of: total, allowed: allowed) == isTooMuch)
    }

    @Test func replacingConfigMapsIsNoRemoval() {
        #expect(!ObjectPruner.isTooMuch(objects("ConfigMap", 9), of: 10, allowed: nil))
    }

    @Test(arguments: ["PersistentVolumeClaim", "Namespace", "CustomResourceDefinition"])
    func sparesWhatHoldsData(kind: String) {
        #expect(!ObjectPruner.mayDelete(kind))
    }

    @Test func writesInTheOrderOfNeed() {
        let kinds = [
            "Namespace", "ServiceAccount", "ConfigMap", "PersistentVolumeClaim", "NetworkPolicy",
            "Deployment",
            "Service", "HorizontalPodAutoscaler",
        ]
        let steps = kinds.map(ApplyOrder.step(of:))
        #expect(steps == steps.sorted())
        #expect(Set(steps).count == kinds.count)
    }
}
