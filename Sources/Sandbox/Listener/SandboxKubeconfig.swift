// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The configuration by which `kubectl` finds a sandbox.
package enum SandboxKubeconfig {
    /// The text of a kubeconfig for a sandbox on this port of the local machine.
    package static func text(port: Int) -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: sandbox
        clusters:
          - name: sandbox
            cluster:
              server: http://127.0.0.1:\(port)
        contexts:
          - name: sandbox
            context:
              cluster: sandbox
              user: sandbox
              namespace: default
        users:
          - name: sandbox
            user: {}

        """
    }
}
