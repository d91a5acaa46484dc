// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// One file of a folder: what it says now, and what it said when it could last be read.
struct ManifestFile: Sendable {
    /// The text.
    let file: SourceFile
    /// What can be read of it now.
    let current: ManifestSet
    /// The same, or what could be read before a line that is just being typed; for completion and navigation.
    let readable: ManifestSet

    /// Reads a text; `previous` is the same file before, `charts` the folders whose templates only Helm can read.
    init(_ file: SourceFile, after previous: ManifestFile?, charts: [String]) {
        self.file = file
        let current = ManifestReader.read([file], charts: charts)
        self.current = current
        let isBroken = current.diagnostics.contains { $0.id == "yaml-syntax" }
        readable = isBroken ? previous?.readable ?? current : current
    }

    /// Whether the file holds manifests of ours, or may once it can be read.
    var isOurs: Bool {
        !readable.services.isEmpty || !readable.systems.isEmpty || !readable.environments.isEmpty
            || !current.diagnostics.isEmpty
    }

    /// The documents that could last be read.
    var sources: [ManifestSource] {
        readable.services.map(\.source) + readable.systems.map(\.source) + readable.environments.map(\.source)
    }
}
