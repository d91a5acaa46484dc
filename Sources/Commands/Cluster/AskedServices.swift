// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest
import Rollout

/// Which services a question is about: those of the manifests, and others that are deployed without one.
struct AskedServices: Sendable {
    var goal: ClusterTarget
    /// Those that were named and that no manifest declares.
    var undeclared: Set<String>
    /// All of them.
    var names: Set<String>

    /// Reads the manifests and what was named on the command line.
    ///
    /// - Throws: ``CommandFailure`` as ``ClusterTarget`` does.
    static func load(
        _ target: TargetOptions,
        _ environment: EnvironmentOptions,
        _ presentation: PresentationOptions,
        in context: CommandContext
    ) throws(CommandFailure) -> AskedServices {
        let goal = try ClusterTarget.load(
            target.targets,
            environment,
            presentation,
            takesUndeclared: true,
            toleratesUnsound: true,
            in: context
        )
        let undeclared = Set(goal.system.undeclared)
        let names = undeclared.union(goal.system.selected.map(\.name))
        return AskedServices(goal: goal, undeclared: undeclared, names: names)
    }

    /// With the services that are deployed without a manifest and whose name is that of a directory, too: a word that names a
    /// service means it, and which are deployed only the cluster knows.
    func heeding(deployed: [String]) -> AskedServices {
        let declared = goal.system.manifests.services.map(\.name)
        let found = Set(goal.system.places).intersection(deployed).subtracting(declared)
        var asked = self
        asked.undeclared.formUnion(found)
        asked.names.formUnion(found)
        return asked
    }

    /// Whether all manifests could be read.
    var isSound: Bool { UnreadManifests(goal.system.manifests).errors.isEmpty }

    /// Those that are not among the deployed ones, by name.
    ///
    /// - Throws: ``DeployError/unknownService(_:)`` for one that nobody knows.
    func missing(among deployed: [String]) throws(DeployError) -> [String] {
        if let name = undeclared.subtracting(deployed).min() { throw .unknownService(name) }
        return names.subtracting(deployed).sorted()
    }
}
