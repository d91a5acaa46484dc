// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Testing

@Suite struct ResourceTypeTests {
    @Test(
        arguments: [
            ("deploy", "deployments"), ("Deployment", "deployments"), ("deployments.apps", "deployments"),
            ("hpa", "horizontalpodautoscalers"), ("netpol", "networkpolicies"), ("po", "pods"),
            ("endpoints", "endpoints"), ("ingress", "ingresses"),
        ]
    )
    func findsWhatAUserMeans(word: String, plural: String) throws {
        #expect(try #require(ResourceType.meant(by: word)).plural == plural)
    }

    @Test func knowsScopeAndSubresources() throws {
        let namespace = try #require(ResourceType.named(group: "", plural: "namespaces"))
        #expect(!namespace.isNamespaced)
        let deployment = try #require(
            ResourceType.named(GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"))
        )
        #expect(deployment.subresources == [.scale, .status])
        #expect(deployment.isNamespaced)
        #expect(ResourceType.named(group: "apps", plural: "pods") == nil)
    }

    @Test func namesEveryKindOnce() {
        #expect(Set(ResourceType.all.map(\.type)).count == ResourceType.all.count)
        #expect(Set(ResourceType.all.map(\.qualifiedPlural)).count == ResourceType.all.count)
    }
}

@Suite struct ResourcePathTests {
    @Test(
        arguments: [
            "/api/v1/namespaces", "/api/v1/namespaces/shop", "/api/v1/namespaces/shop/status", "/api/v1/pods",
            "/api/v1/namespaces/shop/pods", "/api/v1/namespaces/shop/pods/web-1/log",
            "/apis/apps/v1/namespaces/shop/deployments/web/scale", "/apis/apps/v1/deployments",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node", "/api/v1/nodes/n1",
        ]
    )
    func writesWhatItReads(text: String) throws {
        #expect(try #require(ResourcePath(parsing: text)).text == text)
    }

    @Test func tellsNamespacesFromWhatIsInThem() throws {
        let object = try #require(ResourcePath(parsing: "/api/v1/namespaces/shop"))
        #expect(object.plural == "namespaces" && object.name == "shop" && object.namespace == nil)
        let collection = try #require(ResourcePath(parsing: "/api/v1/namespaces/shop/pods"))
        #expect(collection.plural == "pods" && collection.name == nil && collection.namespace == "shop")
        let status = try #require(ResourcePath(parsing: "/api/v1/namespaces/shop/status"))
        #expect(status.plural == "namespaces" && status.subresource == "status")
    }

    @Test(arguments: [
        "/", "/api", "/api/v1", "/apis/apps", "/apis/apps/v1", "/version", "/api/v1/pods/a/b/c/d",
    ])
    func passesOverOtherPaths(text: String) {
        #expect(ResourcePath(parsing: text) == nil)
    }

    @Test func encodesAndDecodesNames() throws {
        let resource = try #require(ResourceType.meant(by: "configmap"))
        let path = ResourcePath(resource, namespace: "shop", name: "a b/c%")
        #expect(path.text == "/api/v1/namespaces/shop/configmaps/a%20b%2Fc%25")
        #expect(ResourcePath(parsing: path.text) == path)
    }

    @Test func dropsTheNamespaceOfClusterScopedKinds() throws {
        let resource = try #require(ResourceType.meant(by: "node"))
        #expect(ResourcePath(resource, namespace: "shop", name: "n1").text == "/api/v1/nodes/n1")
    }
}
