// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
package import Documents

/// Reads manifests out of files, collecting everything there is to say about them.
package struct ManifestReader {
    private var services: [ServiceManifest] = []
    private var systems: [SystemManifest] = []
    private var environments: [EnvironmentManifest] = []
    private var kubernetes: [ManifestSource] = []
    private var passedOver = 0
    private var diagnostics: [Diagnostic] = []
    private var incompleteServices: Set<String> = []
    private var incompleteSystems: Set<String> = []

    private init() {}

    /// Reads every document of the files; the order of the files does not matter.
    package static func read(_ files: [SourceFile]) -> ManifestSet {
        var reader = ManifestReader()
        for file in files {
            let reading = YAMLReader.read(file)
            let mentionsManifest = file.declaresManifest
            if mentionsManifest {
                reader.diagnostics += reading.diagnostics
            } else if !reading.diagnostics.isEmpty, reading.documents.isEmpty {
                reader.passedOver += 1
            }
            for document in reading.documents {
                reader.take(document, of: file, isBroken: mentionsManifest && !reading.diagnostics.isEmpty)
            }
        }
        return reader.finished()
    }

    private func finished() -> ManifestSet {
        func precedes(_ left: ManifestSource, _ right: ManifestSource) -> Bool {
            (left.file.path, left.document.root.span.range.lowerBound)
                < (right.file.path, right.document.root.span.range.lowerBound)
        }
        return ManifestSet(
            services: services.sorted { ($0.name, $1.source) < ($1.name, $0.source) || false },
            systems: systems,
            environments: environments,
            kubernetes: kubernetes.sorted(by: precedes),
            passedOver: passedOver,
            diagnostics: Diagnostic.ordered(diagnostics),
            incompleteServices: incompleteServices,
            incompleteSystems: incompleteSystems
        )
    }
}
