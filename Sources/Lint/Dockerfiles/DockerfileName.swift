// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Tells Dockerfiles by their names.
package enum DockerfileName {
    /// `Dockerfile`, `Dockerfile.dev`, `Dockerfile-dev`, `dev.Dockerfile`, `Containerfile`; not the ignore files beside them.
    package static func isDockerfile(_ name: String) -> Bool {
        guard !name.hasSuffix(".dockerignore"), !name.hasSuffix(".yaml"), !name.hasSuffix(".yml") else {
            return false
        }
        return ["Dockerfile", "Containerfile"].contains {
            name == $0 || name.hasPrefix($0 + ".") || name.hasPrefix($0 + "-") || name.hasSuffix("." + $0)
        }
    }
}
