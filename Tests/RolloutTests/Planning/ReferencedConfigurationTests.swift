// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

@Suite struct ReferencedConfigurationTests {
    private func provider(_ kind: String, _ name: String, spec: JSONObject = [:]) -> DesiredObject {
        DesiredObject(
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: kind),
                metadata: ["name": .string(name)],
                members: ["spec": .object(spec)]
            ),
            service: "web"
        )
    }

    @Test func findsEveryReferenceAndWhereItStands() {
        let uses = ReferencedConfiguration.external(in: [Seen.desired()], namespace: "shop")
        let place = "/spec/template/spec/containers/0"
        #expect(
            uses.map(\.pointer) == [
                "\(place)/envFrom/0/configMapRef", "\(place)/envFrom/1/secretRef",
                "\(place)/env/1/valueFrom/secretKeyRef",
            ]
        )
        #expect(uses.map(\.target.name) == ["settings", "tokens", "keys"])
        #expect(uses.map(\.key) == [nil, nil, "acquirer"])
    }

    @Test func leavesOutWhatTheDeployBringsAlong() {
        let uses = ReferencedConfiguration.external(
            in: [
                Seen.desired(), provider("ConfigMap", "settings"), provider("ExternalSecret", "tokens"),
                provider("Certificate", "x", spec: ["secretName": "keys"]),
            ],
            namespace: "shop"
        )
        #expect(uses.isEmpty)
    }

    @Test func leavesOutWhatIsOptional() {
        let desired = Seen.desired([
            "env": [], "envFrom": [["secretRef": ["name": "tokens", "optional": true]]],
        ])
        #expect(ReferencedConfiguration.external(in: [desired], namespace: "shop").isEmpty)
    }

    @Test func namesTheMissingKey() throws {
        let use = try #require(
            ReferencedConfiguration.external(in: [Seen.desired()], namespace: "shop").last
        )
        var secret = provider("Secret", "keys").object
        #expect(
            ReferencedConfiguration.cause([use], found: nil)?.headline == "Secret `keys` does not exist"
        )
        #expect(
            ReferencedConfiguration.cause([use], found: secret)?.headline
                == "Secret `keys` has no key `acquirer`"
        )
        secret["data"] = ["acquirer": "eA=="]
        #expect(ReferencedConfiguration.cause([use], found: secret) == nil)
    }
}
