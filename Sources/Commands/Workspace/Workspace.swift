// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// The YAML texts below some files and directories, read once.
package struct Workspace: Sendable {
    /// What was read, in the order of the walk.
    package var files: [SourceFile] = []
    /// The Dockerfiles, where they were asked for, in the order of the walk.
    package var dockerfiles: [SourceFile] = []
    /// What could not be read.
    package var diagnostics: [Diagnostic] = []
    /// Folders that were not looked into, and manifests that were not read, because of their names or of `.gitignore`.
    var passedOver: [PassedOver] = []
    /// Directories looked into.
    package var directoryCount = 0

    /// Something that a walk does not read.
    struct PassedOver: Sendable {
        /// The path for people.
        var shown: String
        var absolute: String
        var isDirectory: Bool
    }

    /// The largest YAML file that is read, in bytes.
    ///
    /// A manifest has a few kilobytes; 4 MiB still takes the largest bundles of Kubernetes YAML that people commit.
    package static let sizeLimit = 4 << 20
    /// How deep directories may be nested before a walk stops.
    package static let depthLimit = 64

    /// Reads every file named, and every `*.yaml` and `*.yml` below every directory named.
    ///
    /// Below a directory, hidden names, build folders and what `.gitignore` leaves out are skipped.
    ///
    /// With `takesDockerfiles`, files are read too that are called as Dockerfiles are.
    package static func load(
        _ roots: [String],
        takesDockerfiles: Bool = false,
        in context: CommandContext
    ) -> Workspace {
        var walk = WorkspaceWalk(context: context, takesDockerfiles: takesDockerfiles)
        for root in roots { walk.visit(root: root) }
        walk.readFiles()
        return walk.workspace
    }
}
