// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Writes the list of files that a build must not see.
enum DockerIgnore {
    /// What no image needs and what may hold secrets.
    private static let always = [
        "**/.git", "**/.github", "**/.gitlab*", "**/.svn", "**/.idea", "**/.vscode", "**/.DS_Store",
        "**/.env", "**/.env.*", "**/*.pem", "**/*.key", "**/id_rsa*", "**/id_ed25519*", "**/id_ecdsa*",
        "**/.netrc", "**/.npmrc", "**/.pypirc",
        "**/.aws", "**/.kube", "**/kubeconfig",
        "**/Dockerfile*", "**/*.dockerignore", "**/compose*.y*ml", "**/msctl.yaml", "**/*.msctl.yaml",
        "**/.msctl",
    ]

    /// Folders that are no part of a program; with an allow-list they may be packages of that name.
    private static let clutter = ["docs", "test-results", "coverage", "tmp", "**/*.log"]

    /// The list as text, without the header.
    static func text(for filter: ContextFilter) -> String {
        var lines: [String] = []
        if !filter.only.isEmpty {
            lines += ["# nothing but the sources reaches the build", "*"]
            lines += filter.only.map { "!\($0)" }
        }
        lines.append("# neither secrets nor what the image does not need")
        lines += always + (filter.only.isEmpty ? clutter : []) + filter.except
        return lines.joined(separator: "\n") + "\n"
    }
}
