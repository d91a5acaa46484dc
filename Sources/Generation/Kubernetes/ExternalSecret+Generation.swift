// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension ServiceRendering {
    /// Orders to fetch the service's secrets, where the Environment keeps them in an external store.
    ///
    /// With every other backend somebody else writes the Secret. In development nothing is fetched.
    func externalSecrets(_ settings: EnvironmentSettings) -> [DesiredObject] {
        let policy = topology.environment?.secrets?.value
        guard policy?.via.value == .externalSecrets, topology.environmentClass != .development,
            let secret = settings.secretKeys.first?.secret
        else { return [] }
        let entries: [JSONValue] = settings.secretKeys.map { key in
            [
                "secretKey": .string(key.key),
                "remoteRef": [
                    "key": .string("\(topology.systemName)/\(name)"), "property": .string(key.key),
                ],
            ]
        }
        let object = KubernetesObject(
            type: GroupVersionKind(apiVersion: "external-secrets.io/v1", kind: "ExternalSecret"),
            metadata: metadata(secret).json,
            members: [
                "spec": [
                    "refreshInterval": "1h",
                    "secretStoreRef": [
                        "kind": "ClusterSecretStore",
                        "name": .string(policy?.store?.value ?? topology.systemName),
                    ],
                    "target": ["name": .string(secret)],
                    "data": .array(entries),
                ]
            ]
        )
        return [desired(object, origins: ["/spec": facts.run?.secrets.first?.name.span])]
    }
}
