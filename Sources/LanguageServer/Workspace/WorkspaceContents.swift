// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
package import Lint
package import Manifest

/// What lies in a folder of the workspace, as whoever can read files sees it.
package struct WorkspaceContents: Sendable {
    /// The absolute path of the folder.
    package var folder: String
    /// The YAML texts below it; paths are relative to the folder.
    package var files: [SourceFile]
    /// What could not be read.
    package var problems: [Diagnostic]
    /// The settings in `.msctl.yaml`; `nil` when there are none.
    package var settings: SourceFile?
    /// The files that manifests name, by paths relative to the folder.
    package var repository: ProjectFiles
    /// What a service is written in, as its folder shows; `nil` when that is not clear.
    package var runtime: @Sendable (ServiceManifest) -> String?

    /// Describes a folder.
    package init(
        folder: String,
        files: [SourceFile],
        problems: [Diagnostic],
        settings: SourceFile?,
        repository: ProjectFiles,
        runtime: @escaping @Sendable (ServiceManifest) -> String?
    ) {
        self.folder = folder
        self.files = files
        self.problems = problems
        self.settings = settings
        self.repository = repository
        self.runtime = runtime
    }
}
