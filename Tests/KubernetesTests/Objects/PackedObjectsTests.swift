// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@Suite struct PackedObjectsTests {
    private static let web = KubernetesObject(
        type: .deployment,
        metadata: ["name": "web", "namespace": "shop", "labels": ["app.kubernetes.io/name": "web"]],
        members: ["spec": ["replicas": 3, "template": ["spec": ["containers": [["name": "web"]]]]]]
    )
    private static let cluster = KubernetesObject(type: .namespace, metadata: ["name": "shop"])

    @Test func objectsComeBackInOrder() {
        let objects = [Self.web, Self.cluster, Self.web]
        let unpacked = KubernetesObject.Packed(objects).objects
        #expect(unpacked == objects)
        #expect(unpacked.map(\.reference) == objects.map(\.reference))
        #expect(
            unpacked.map { JSONValue.object($0.json).text() }
                == objects.map { JSONValue.object($0.json).text() }
        )
        #expect(KubernetesObject.Packed([]).objects.isEmpty)
    }

    @Test func theNameAloneNamesTheSameObject() {
        #expect(Self.web.onlyName.reference == Self.web.reference)
        #expect(Self.cluster.onlyName.reference == Self.cluster.reference)
        #expect(Self.web.onlyName["spec"] == nil)
        #expect(Self.web.onlyType.type == .deployment)
        #expect(Self.web.onlyType.json.isEmpty)
    }

    /// The first words take one byte, so none may be there twice.
    @Test func noWordIsTwiceInTheVocabulary() {
        let words = PackedJSON.Vocabulary.ofObjects.words
        #expect(words.count > 100)
        #expect(Set(words).count == words.count)
    }
}
