// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// What of the manifests is not sound, for commands that take no more from them than where a system runs: at night, somebody
/// else's slip must not stand between a person and what is deployed.
struct UnreadManifests {
    /// The errors, in display order; empty where everything is sound.
    let errors: [Diagnostic]

    init(_ manifests: ManifestSet) {
        errors = manifests.diagnostics.filter { $0.severity == .error }
    }

    /// Whether what is missing may be the answer to where the system runs: then nothing may be guessed.
    ///
    /// `environment` is `nil` where none of the name was found.
    func mayHidePlace(
        _ manifests: ManifestSet,
        _ environment: EnvironmentManifest?,
        isSandbox: Bool
    ) -> Bool {
        guard !errors.isEmpty else { return false }
        guard environment != nil || isSandbox else { return true }
        let places = manifests.systems.map(\.source) + [environment?.source].compactMap(\.self)
        if places.contains(where: isTouched) { return true }
        // A file that cannot be read may be the System, and the name of a directory is no substitute for its name.
        return manifests.systems.isEmpty && environment?.system == nil
    }

    private func isTouched(_ source: ManifestSource) -> Bool {
        let range = source.document.root.span.range
        return errors.contains { error in
            guard let span = error.primary?.span, span.file.path == source.file.path else { return false }
            return range.contains(span.range.lowerBound) || range.upperBound == span.range.lowerBound
        }
    }

    /// One line for each file, as many as are read at a glance.
    var lines: [String] {
        var seen: Set<String> = []
        // That there is no manifest at all is about no file.
        let first = errors.filter {
            $0.id != "no-manifest" && seen.insert($0.primary?.span.file.path ?? $0.headline).inserted
        }
        let shown = first.prefix(3).map { error in
            guard let span = error.primary?.span else {
                return "\(error.headline); the rest is looked at"
            }
            let place = "\(span.file.path):\(span.start.line)"
            return "\(place) cannot be read, and the rest is looked at: \(error.headline)"
        }
        let rest = first.count - shown.count
        guard rest > 0 else { return shown }
        let files = "\(rest) more file\(rest == 1 ? "" : "s")"
        return shown + ["\(files) cannot be read; `msctl lint` shows all errors"]
    }
}

extension ClusterTarget {
    /// The target without the services of which something could not be read, for what has to be sound to be rendered.
    ///
    /// What others say of them is not taken for a mistake.
    var readable: ClusterTarget {
        var target = self
        let unsound = target.system.manifests.incompleteServices
        let before = target.system.manifests.services.count
        target.system.manifests.services.removeAll { unsound.contains($0.name) }
        target.system.selected.removeAll { unsound.contains($0.name) }
        target.system.manifests.unidentified += before - target.system.manifests.services.count
        return target
    }
}
