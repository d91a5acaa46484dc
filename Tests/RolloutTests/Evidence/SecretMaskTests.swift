// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

@Suite struct SecretMaskTests {
    @Test(arguments: [
        ("DB_PASSWORD", true), ("apiKey", true), ("ACQUIRER_KEY", true), ("acquirer-token", true),
        ("SESSION_SECRET", true), ("DATABASE_URL", false), ("KEY_PREFIX", false), ("MONKEY", false),
        ("LOG_LEVEL", false), ("DB_PASSWORD2", true), ("apiKey2", true), ("API_KEY_1", true),
        ("SHA256", false),
        ("пароль_token", true), ("2", false), ("", false),
    ])
    func knowsSecretsByTheirNames(name: String, isTelling: Bool) {
        #expect(SecretMask.isTelling(name) == isTelling)
    }

    @Test(arguments: [
        ("postgres://orders:hunter2@db/orders", "postgres://orders:‹redacted›@db/orders"),
        ("see https://example.com/a:b@c", "see https://example.com/a:b@c"),
        ("start --password=hunter2 --port=80", "start --password=‹redacted› --port=80"),
        ("token=", "token="),
    ])
    func hidesPasswordsInLines(line: String, shown: String) {
        #expect(SecretMask.withoutPasswords(line) == shown)
    }

    @Test func hidesValuesInObjectsAndThenInLogs() {
        var mask = SecretMask()
        let env: JSONValue = [
            ["name": "DB_PASSWORD", "value": "hunter22"], ["name": "LEVEL", "value": "debug"],
            ["name": "TOKEN", "valueFrom": ["secretKeyRef": ["name": "orders", "key": "token"]]],
        ]
        let pod = KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Pod"),
            metadata: ["name": "orders", "managedFields": [["manager": "msctl"]]],
            members: ["spec": ["containers": [["name": "orders", "env": env]]]]
        )
        let clean = mask.clean(pod)
        let variables = clean[path: "spec", "containers"]?.array?.first?["env"]?.array
        #expect(variables?[0]["value"] == .string(SecretMask.mask))
        #expect(variables?[1]["value"] == "debug")
        #expect(variables?[2]["valueFrom"]?["secretKeyRef"] == ["name": "orders", "key": "token"])
        #expect(clean["metadata"]?["managedFields"] == nil)
        #expect(mask.clean(text: "login with hunter22 refused\nbye") == "login with ‹redacted› refused\nbye")
    }
}
