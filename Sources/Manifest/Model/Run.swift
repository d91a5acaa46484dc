// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// How the process of a service runs.
package struct Run: Sendable, Hashable {
    /// Replaces the entry point of the image; empty for the image's own.
    package var command: [Located<String>]
    /// Replaces the arguments of the image; empty for the image's own.
    package var args: [Located<String>]
    /// Environment variables with literal values, in the order written; what msctl derives from the graph
    /// yields to them.
    package var env: [NamedValue<String>]
    /// Files of the repository that appear in the container, read when objects are rendered.
    package var config: [ConfigFile]
    /// Secrets that the process needs, by name; no manifest holds a value.
    package var secrets: [SecretUse]
    /// What the scheduler reserves; `nil` for the System's default, or else what is usual for the runtime.
    package var resources: Located<Resources>?
    /// The numeric user id of the process, never 0; `nil` means 65532.
    package var user: Located<Int>?
    /// Folders that stay writable although the root file system is not; `/tmp` always is.
    package var writable: [Located<String>]
    /// Further containers of the same pod, which start before the main one and stop after it.
    package var sidecars: [Sidecar]
}

/// A file of the repository that is mounted into the container.
package struct ConfigFile: Sendable, Hashable {
    /// The file, relative to the folder of the manifest.
    package var file: Located<String>
    /// Where it appears; `nil` means below `/etc/<service>/`, under its own name.
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
    /// What is reserved; `nil` for the System's default, or else that of msctl.
    package var request: Located<WrittenQuantity>?
    /// What may not be exceeded; `nil` means none for cpu, and the request for memory.
    package var limit: Located<WrittenQuantity>?
}

/// A further container of the same pod.
package struct Sidecar: Sendable, Hashable {
    /// The name of the container, unique in the pod.
    package var name: Located<DNSLabel>
    /// Its image, which is always made elsewhere.
    package var image: Located<ImageReference>
    /// Replaces the arguments of its image; empty for the image's own.
    package var args: [Located<String>]
    /// Its environment variables; it gets none of the main container's.
    package var env: [NamedValue<String>]
    /// What the scheduler reserves for it beside the main container; `nil` for half of what a service gets.
    package var resources: Located<Resources>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}
