// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Namespaces that tests make and delete.
enum TestNamespace {
    static func object(_ name: String) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Namespace"),
            metadata: ["name": .string(name), "labels": ["app.kubernetes.io/managed-by": "msctl-tests"]]
        )
    }

    /// A name that nobody else has, now or in a run beside this one.
    static func uniqueName() -> String {
        "msctl-test-" + String(UInt32.random(in: .min ... .max), radix: 36)
    }
}
