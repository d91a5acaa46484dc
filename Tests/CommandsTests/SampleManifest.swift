// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Small manifests that fit together; what a test is about stands in the test.
enum SampleManifest {
    static let system = """
        apiVersion: msctl.dev/v1
        kind: System
        metadata: { name: shop }
        spec: { domains: { sales: { owner: team-a } }, teams: { team-a: { contact: "#a" } } }

        """

    /// `test`, for which a kubeconfig has to have a context `c`.
    static let environment = """
        apiVersion: msctl.dev/v1
        kind: Environment
        metadata: { name: test }
        spec: { class: staging, system: shop, cluster: { context: c, namespace: shop } }

        """

    /// A service whose image is made elsewhere, so that no tag is needed; more lines of `spec` may follow.
    static func service(_ name: String) -> String {
        """
        apiVersion: msctl.dev/v1
        kind: Service
        metadata: { name: \(name) }
        spec:
          owner: team-a
          domain: sales
          image: registry.example/\(name):1
          provides: [{ api: \(name), version: v1, http: 8080 }]

        """
    }
}
