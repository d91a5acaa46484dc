// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Examples {
    /// A Deployment `web` with further fields of its container, its pod and itself.
    static func deployment(
        _ container: String = "",
        pod: String = "",
        spec: String = "",
        image: String = "ghcr.io/acme/web:1.4.2"
    ) -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
        \(lines(spec, 2))  selector:
            matchLabels: { app: web }
          template:
            metadata:
              labels: { app: web }
            spec:
        \(lines(pod, 6))      containers:
                - name: web
                  image: \(image)
        \(lines(container, 10))
        """
    }

    /// An object of the core group or another one, with the given fields.
    static func object(_ apiVersion: String, _ kind: String, _ name: String, _ fields: String = "") -> String
    {
        "apiVersion: \(apiVersion)\nkind: \(kind)\nmetadata:\n  name: \(name)\n\(fields)"
    }

    private static func lines(_ fields: String, _ indent: Int) -> String {
        fields.isEmpty
            ? ""
            : fields.split(separator: "\n", omittingEmptySubsequences: false)
                .map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }
}
