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
        // C10
        #expect(!ObjectPruner.mayDelete(kind))
    }

    @Test func deletesWhatHoldsDataOnlyByName() throws {
        // C10
        let claims = objects("PersistentVolumeClaim", 2).map { claim in
            var claim = claim
            claim[metadata: "labels"] = .object(["msctl.dev/service": "store"])
            return claim
        }
        let revision = Revision(
            service: "store",
            number: 1,
            contentHash: "x",
            recordedAt: nil,
            provenAt: nil,
            activation: 1,
            initiator: "",
            images: [],
            objects: claims.map(\.reference),
            failure: nil,
            endedAt: nil,
            chunks: 1
        )
        let history = RevisionHistory(service: "store", revisions: [revision])
        let live = LiveObjects(claims)
        let kept = ObjectPruner.unwanted(live: live, wanted: [], histories: [history])
        #expect(kept.deletions == [])
        #expect(kept.spared.map(\.name) == ["x0", "x1"])
        let named = ObjectPruner.unwanted(
            live: live,
            wanted: [],
            histories: [history],
            allowing: [.init(kind: "PersistentVolumeClaim", name: "x1")]
        )
        #expect(named.deletions.map(\.name) == ["x1"])
        #expect(named.spared.map(\.name) == ["x0"])
        #expect(!ObjectPruner.isTooMuch(named.deletions, of: 2, allowed: nil))
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
        let waves = kinds.map { ApplyOrder.wave(of: $0, isNew: false) }
        #expect(waves == waves.sorted())
        let workload = ApplyOrder.wave(of: "StatefulSet", isNew: true)
        #expect(ApplyOrder.wave(of: "ConfigMap", isNew: true) < workload)
        #expect(ApplyOrder.wave(of: "HTTPRoute", isNew: true) > workload)
        #expect(ApplyOrder.wave(of: "Certificate", isNew: true) > workload)
        // Nobody comes by a new one before there are pods; one that is there leads to some.
        #expect(ApplyOrder.wave(of: "Service", isNew: true) < workload)
        #expect(ApplyOrder.wave(of: "Service", isNew: false) > workload)
    }
}
