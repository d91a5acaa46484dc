// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
package import Manifest

/// What a rule may look at: the manifests, how they refer to each other, and where they are to run.
package struct LintContext: Sendable {
    /// Everything that was read.
    package let manifests: ManifestSet
    /// The services, in the order of their names.
    package var services: [ServiceManifest] { manifests.services }
    /// What services share; `nil` when nobody declares it, and then nothing is known about teams, domains and topics.
    package let system: SystemManifest?
    /// The Environments that are looked at: the one asked for, or all.
    package let environments: [EnvironmentManifest]
    /// Today, for deadlines that end.
    package let today: CalendarDate
    /// Who calls whom.
    package let graph: CallGraph

    /// Looks at a set of manifests as the options want.
    init(_ manifests: ManifestSet, options: LintOptions) {
        self.manifests = manifests
        system = manifests.systems.first
        today = options.today
        let asked = options.environment.flatMap { manifests.environment(named: $0) }
        environments = asked.map { [$0] } ?? manifests.environments
        graph = CallGraph(manifests.services, externals: manifests.systems.first?.external ?? [])
    }

    /// Whether what is looked at is for users: it is, unless only other kinds of Environment are looked at.
    package var isForProduction: Bool {
        environments.isEmpty || environments.contains { $0.effectiveClass == .production }
    }

    /// How long one try of a call may take: what the call says, or else the System's default.
    package func timeout(of call: ConsumedAPI) -> Duration? {
        call.timeout?.value ?? system?.defaults?.value.call?.value.timeout?.value
    }

    /// The total time that an answer of a callee may take, where it says so.
    package func deadline(of reference: APIReference) -> Duration? {
        switch reference {
        case .api:
            graph.providers[reference.description]?.first.flatMap {
                services[$0].resilience?.value.deadline?.value
            }
        case .external(let name):
            system?.external.first { $0.name.value == name }?.value.value.deadline?.value
        }
    }
}
