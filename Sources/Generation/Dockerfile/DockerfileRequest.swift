// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What the generator has to know about a service besides its files.
package struct DockerfileRequest: Sendable, Hashable {
    /// The name of the service, a DNS label.
    package var service: String
    /// Who answers for it; becomes the vendor label.
    package var owner: String?
    /// One sentence for the description label.
    package var description: String?
    /// The port that it listens on.
    package var port: Int
    /// What the manifest says about the build.
    package var hints: BuildHints
    /// The version of msctl, for the header.
    package var msctlVersion: String
    /// Digests of base images by `repository:tag`, each `sha256:…`; what is missing is written with its tag alone.
    package var digests: [String: String]
    /// The texts of existing files whose overwriting has to be ruled out, by name (`Dockerfile`, `.dockerignore`).
    package var existing: [String: String]

    /// Describes a service; the port is 8080 unless the manifest names one.
    package init(
        service: String,
        port: Int = 8080,
        msctlVersion: String,
        hints: BuildHints = BuildHints()
    ) {
        self.service = service
        self.port = port
        self.msctlVersion = msctlVersion
        self.hints = hints
        owner = nil
        description = nil
        digests = [:]
        existing = [:]
    }
}

/// The part of a manifest's `spec.build` that decides what is built.
package struct BuildHints: Sendable, Hashable {
    /// Overrules the detection.
    package var runtime: String?
    /// Overrules the version found in the project.
    package var version: String?
    /// Which of several programs is meant: a Swift product, a Go main package, an entry file or a Java main class.
    package var product: String?
    /// Build arguments with their defaults, in the order of the manifest.
    package var arguments: [BuildArgument]

    /// Holds hints; the default is none at all.
    package init(
        runtime: String? = nil,
        version: String? = nil,
        product: String? = nil,
        arguments: [BuildArgument] = []
    ) {
        self.runtime = runtime
        self.version = version
        self.product = product
        self.arguments = arguments
    }
}

/// A build argument of a manifest.
package struct BuildArgument: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// Its default.
    package var value: String

    /// Pairs a name with a default.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
