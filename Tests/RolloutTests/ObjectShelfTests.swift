// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

@Suite struct ObjectShelfTests {
    private static func object(_ kind: String, _ value: Int64) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: kind),
            metadata: ["name": "web", "namespace": "shop"],
            members: ["data": ["value": .integer(value)]]
        )
    }

    private static let desired = [object("ConfigMap", 1), object("Service", 2)]
        .map { DesiredObject($0, service: "web") }

    private static var items: [ResolvedPlan.Item] {
        var changed = desired[1]
        changed.object["data"] = ["value": 3]
        var new = ResolvedPlan.Item(desired: desired[0], live: nil, change: .create)
        new.notes = ["a note"]
        return [new, ResolvedPlan.Item(desired: changed, live: object("Service", 4), change: .unchanged)]
    }

    @Test func whatIsPackedComesBackAsItWas() {
        let shelf = ObjectShelf(Self.desired)
        shelf.close()
        #expect(shelf.outline == Self.desired)
        shelf.pack()
        #expect(shelf.elements == Self.desired)
        #expect(shelf.outline.map(\.object.kind) == ["ConfigMap", "Service"])
        #expect(shelf.outline.allSatisfy { $0.object["data"] == nil && $0.service == "web" })
    }

    @Test func whatIsOpenedIsThereUntilItIsClosed() {
        let shelf = ObjectShelf(Self.desired)
        shelf.pack()
        shelf.open()
        #expect(shelf.outline == Self.desired)
        shelf.close()
        #expect(shelf.outline.first?.object["data"] == nil)
        shelf.pack()
        #expect(shelf.elements == Self.desired)
    }

    @Test(arguments: [false, true]) func anItemFindsItsObjectAmongThoseOfTheService(isPacked: Bool) {
        let service = ObjectShelf(Self.desired)
        let shelf = ObjectShelf(Self.items.map { ShelvedItem($0, among: Self.desired) })
        if isPacked {
            service.pack()
            shelf.pack()
        }
        let items = shelf.elements.map { $0.item(among: service.elements) }
        #expect(items.map(\.desired) == Self.items.map(\.desired))
        #expect(items.map(\.live) == Self.items.map(\.live))
        #expect(items.map(\.notes) == [["a note"], []])
        let outline = shelf.outline.map { $0.item(among: service.outline) }
        #expect(outline.map(\.desired.object.kind) == ["ConfigMap", "Service"])
        #expect(outline.map { $0.live == nil } == [true, false])
        #expect(outline.map(\.change) == [.create, .unchanged])
    }

    @Test func whoHoldsTheServiceSeesThatItWasPacked() {
        let service = DesiredService(name: "web", objects: Self.desired)
        let other = service
        service.rendered.pack()
        #expect(other.rendered.outline.first?.object["data"] == nil)
        #expect(other.objects == Self.desired)
        var changed = other
        changed.objects = []
        #expect(service.objects == Self.desired)
    }
}

@Suite struct KnownObjectTests {
    private static func deployment(generation: Int64, image: String, ready: Int64 = 0) -> KubernetesObject {
        KubernetesObject(
            type: .deployment,
            metadata: ["name": "web", "uid": "u", "generation": .integer(generation)],
            members: [
                "spec": [
                    "replicas": 1,
                    "template": ["spec": ["containers": [["name": "web", "image": .string(image)]]]],
                ],
                "status": ["readyReplicas": .integer(ready)],
            ]
        )
    }

    @Test func aWorkloadComesBackWhole() {
        let first = Self.deployment(generation: 1, image: "web:1")
        var known = KnownObject(first, after: nil)
        #expect(known.object == first)
        #expect(known.outline.podTemplate == nil)
        let ready = Self.deployment(generation: 1, image: "web:1", ready: 1)
        known = KnownObject(ready, after: known)
        #expect(known.object == ready)
        let changed = Self.deployment(generation: 2, image: "web:2", ready: 1)
        known = KnownObject(changed, after: known)
        #expect(known.object == changed)
    }

    @Test func whatHasNoTemplateStaysAsItIs() {
        let pod = KubernetesObject(
            type: .pod,
            metadata: ["name": "web-1"],
            members: ["status": ["phase": "Running"]]
        )
        #expect(KnownObject(pod, after: nil).object == pod)
        #expect(KnownObject(pod, after: KnownObject(pod, after: nil)).object == pod)
    }
}

@Suite struct ProbeBudgetTests {
    /// A number that no server takes comes this far in a plan, and must not end it.
    @Test(arguments: [Int64.max, .min]) func bearsNumbersThatNoServerTakes(seconds: Int64) {
        let desired = Seen.desired(spec: ["minReadySeconds": .integer(seconds)])
        let budgets = ProbeBudgets(of: desired.object)
        #expect(budgets["web"].allowance(atLeast: .seconds(7)) >= .seconds(7))
        #expect(budgets["web"].isProbed)
        #expect(!budgets["injected"].isProbed)
        let most = budgets["injected"].allowance(atLeast: .zero)
        #expect(most == (seconds > 0 ? .seconds(1 << 31) : .zero))
    }
}
