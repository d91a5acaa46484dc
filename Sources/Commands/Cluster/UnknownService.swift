// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest
import Rollout

/// A service that a command cannot find, and who does not know it: the cluster, the manifests, or both.
struct UnknownService {
    let name: String
    let scope: SystemScope
    let system: LoadedSystem
    /// The services that have revisions in the cluster; `nil` if they may not be read.
    let deployed: [String]?

    var failure: CommandFailure {
        let place = "`\(scope.environment)`"
        if deployed?.contains(name) == true {
            return CommandFailure(
                .usage,
                "`\(name)` has revisions in \(place), but no workload there that this can be done with",
                hint: "`msctl why \(name) --env \(scope.environment)` says what is there of it"
            )
        }
        if let manifest = system.service(named: name) {
            return CommandFailure(
                .usage,
                "`\(name)` is not deployed in \(place)",
                notes: ["declared at \(manifest.source.document.root.span.description)"] + present,
                hint: "deploy it with `msctl deploy \(name) --env \(scope.environment)`"
            )
        }
        let known = Set((deployed ?? []) + system.manifests.services.map(\.name)).sorted()
        return CommandFailure(
            .usage,
            "there is no service `\(name)`: it is not deployed in \(place), and no manifest\(read) declares it",
            notes: present,
            hint: Spelling.suggestion(for: name, among: known).map { "did you mean `\($0)`?" }
                ?? "see what is deployed with `msctl status --env \(scope.environment)`"
        )
    }

    /// What could not be read may declare anything.
    private var read: String {
        UnreadManifests(system.manifests).errors.isEmpty ? "" : " that can be read"
    }

    private var present: [String] {
        guard let deployed else { return [] }
        return deployed.isEmpty
            ? ["nothing of `\(scope.system)` is deployed in namespace `\(scope.namespace)`"]
            : ["deployed: \(LoadedSystem.few(deployed))"]
    }
}
