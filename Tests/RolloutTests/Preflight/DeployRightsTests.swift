// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct DeployRightsTests {
    private func rights(_ services: DesiredService...) -> [String] {
        DeployRights.questions(services.flatMap(\.objects).map(\.object), namespace: "shop").map(
            \.description
        )
    }

    @Test func asksAboutNothingThatIsNotDeployed() {
        let asked = rights(Fixture.service("cart"))
        for resource in ["jobs", "cronjobs", "statefulsets", "ingresses", "horizontalpodautoscalers"] {
            #expect(!asked.contains { $0.contains(resource) })
        }
        #expect(asked.contains("patch deployments.apps in shop"))
        #expect(asked.contains("get pods/log in shop"))
        #expect(asked.contains("update leases.coordination.k8s.io in shop"))
        #expect(asked.contains("delete secrets in shop"))
        #expect(Set(asked).count == asked.count)
    }

    @Test func asksToMakeTheNamespaceOnlyWhereThereIsNone() {
        let objects = Fixture.service("cart").objects.map(\.object)
        let making = DeployRights.questions(objects, namespace: "shop", makesNamespace: true)
        let added = Set(making.map(\.description)).subtracting(rights(Fixture.service("cart")))
        #expect(added == ["create namespaces", "get namespaces", "patch namespaces"])
    }

    @Test func asksToDeleteThePodsOfStatefulSetsOnly() {
        #expect(!rights(Fixture.service("cart")).contains("delete pods in shop"))
        #expect(rights(Fixture.service("store") { $0.kind = "StatefulSet" }).contains("delete pods in shop"))
    }

    @Test func whatHasNoScaleNeedsNoRightToIt() {
        let objects = Fixture.service("cart") { $0.kind = "DaemonSet" }.objects.map(\.object)
        #expect(DeployRights.scaling(objects, namespace: "shop") == [])
        #expect(!rights(Fixture.service("cart")).contains { $0.contains("/scale") })
    }
}
