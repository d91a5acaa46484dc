// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// How the process of a service runs.
package struct Run: Sendable, Hashable {
    /// Replaces the entry point of the image.
    package var command: [Located<String>]
    /// Arguments of the process.
    package var args: [Located<String>]
    /// Environment variables with literal values.
    package var env: [NamedValue<String>]
    /// Files of the repository that appear in the container.
    package var config: [ConfigFile]
    /// Secrets that the process needs, by name.
    package var secrets: [SecretUse]
    /// What the scheduler reserves.
    package var resources: Located<Resources>?
    /// The numeric user id of the process.
    package var user: Located<Int>?
    /// Folders that stay writable although the root file system is not.
    package var writable: [Located<String>]
    /// Further containers of the same pod.
    package var sidecars: [Sidecar]
}

/// A file of the repository that is mounted into the container.
package struct ConfigFile: Sendable, Hashable {
    /// The file, relative to the folder of the manifest.
    package var file: Located<String>
    /// Where it appears; `nil` means below `/etc/<service>/`.
    package var path: Located<String>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}

/// A secret that a process needs; the Environment decides where its value comes from.
package struct SecretUse: Sendable, Hashable {
    /// The name, which is also the environment variable unless `path` is given.
    package var name: Located<String>
    /// The key inside the backend's entry; `nil` means the name.
    package var key: Located<String>?
    /// Mounts the secret as a file instead of an environment variable.
    package var path: Located<String>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}

/// What the scheduler reserves for a container.
package struct Resources: Sendable, Hashable {
    /// Processor time in cores: `500m` is half of one; no limit unless one is written.
    package var cpu: Located<ResourceAmount>?
    /// Memory; the limit equals the request unless written.
    package var memory: Located<ResourceAmount>?
    /// Scratch space on the node, in bytes; a container that takes more than the limit is evicted.
    package var ephemeral: Located<ResourceAmount>?
}

/// A request with an optional limit; a bare quantity is the request.
package struct ResourceAmount: Sendable, Hashable {
    /// What is reserved.
    package var request: Located<WrittenQuantity>?
    /// What may not be exceeded.
    package var limit: Located<WrittenQuantity>?
}

/// A further container of the same pod.
package struct Sidecar: Sendable, Hashable {
    /// The name of the container.
    package var name: Located<DNSLabel>
    /// Its image.
    package var image: Located<ImageReference>
    /// Its arguments.
    package var args: [Located<String>]
    /// Its environment variables.
    package var env: [NamedValue<String>]
    /// Its resources.
    package var resources: Located<Resources>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}
