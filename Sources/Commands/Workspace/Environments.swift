// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Finds the Environment that a user named.
enum Environments {
    /// The document of this name; `nil` for `sandbox`, which needs none.
    ///
    /// - Throws: ``CommandFailure`` when there is no such Environment.
    static func named(
        _ name: String,
        in manifests: ManifestSet
    ) throws(CommandFailure) -> EnvironmentManifest? {
        if let environment = manifests.environment(named: name) { return environment }
        if name == "sandbox" { return nil }
        let names = manifests.environments.map(\.name)
        throw CommandFailure(
            .usage,
            "there is no Environment `\(name)`",
            notes: [
                names.isEmpty
                    ? "no Environment document was found" : "known: \(names.joined(separator: ", "))"
            ],
            hint: Spelling.suggestion(for: name, among: names + ["sandbox"]).map {
                "did you mean `--env \($0)`?"
            }
                ?? "write one, or rehearse with `--env sandbox`"
        )
    }
}
