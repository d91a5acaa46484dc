// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Files of other tools that the settings of the repository leave alone, such as what is copied from elsewhere.
///
/// Manifests are never left alone: the system would have a hole.
struct SkippedFiles {
    private let patterns: [PathPattern]

    init(_ settings: ProjectSettings?) {
        patterns = (settings?.skips ?? []).map { PathPattern($0.value) }
    }

    /// What remains, and how many documents and Dockerfiles do not.
    func removed(
        from set: ManifestSet,
        _ dockerfiles: [SourceFile]
    ) -> (set: ManifestSet, dockerfiles: [SourceFile], skipped: Int) {
        guard !patterns.isEmpty else { return (set, dockerfiles, 0) }
        var rest = set
        rest.kubernetes.removeAll { isSkipped($0.file.path) }
        rest.kubernetesDiagnostics.removeAll { ($0.primary?.span.file.path).map(isSkipped) ?? false }
        rest.unreadable.removeAll { isSkipped($0.file.path) }
        let files = dockerfiles.filter { !isSkipped($0.path) }
        let count =
            set.kubernetes.count - rest.kubernetes.count + set.unreadable.count - rest.unreadable.count
            + dockerfiles.count - files.count
        return (rest, files, count)
    }

    private func isSkipped(_ path: String) -> Bool { patterns.contains { $0.matches(path) } }
}
