// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
package import Manifest

/// What a rule may look at: the manifests, resolved against each other, and where they are to run.
package struct LintContext: Sendable {
    /// Everything that was read.
    package let manifests: ManifestSet
    /// The manifests resolved against each other, in the Environment asked for, or else in the first one for production.
    package let system: ServiceSystem
    /// The Environments that are looked at: the one asked for, or all.
    package let environments: [EnvironmentManifest]
    /// Today, for deadlines that end.
    package let today: CalendarDate
    /// What the services are written in, by name, as far as it is known.
    package let runtimes: [String: String]
    /// The files that manifests name.
    let files: ProjectFiles?
    /// The earlier version to compare with.
    let base: BaseSystem?
    /// What resolving the manifests found.
    let unresolved: [Diagnostic]
    /// Whether all Environments are looked at.
    private let isWholeRange: Bool

    /// Looks at a set of manifests as the options want.
    init(_ manifests: ManifestSet, options: LintOptions) {
        self.manifests = manifests
        today = options.today
        let asked = options.environment.flatMap { manifests.environment(named: $0) }
        environments = asked.map { [$0] } ?? manifests.environments
        isWholeRange = asked == nil
        let chosen = asked ?? manifests.environments.first { $0.effectiveClass == .production }
        runtimes = options.runtimes
        files = options.files?.atOneTime
        base = options.base.map(BaseSystem.init)
        (system, unresolved) = ServiceSystem.resolve(
            manifests,
            environment: chosen,
            runtimes: options.runtimes
        )
    }

    /// The Environments for users among those that are looked at.
    package var productionEnvironments: [EnvironmentManifest] {
        environments.filter { $0.effectiveClass == .production }
    }

    /// Whether everything was read: otherwise nobody can say that something is used nowhere.
    package var isComplete: Bool {
        manifests.incompleteServices.isEmpty && manifests.incompleteSystems.isEmpty
            && !manifests.diagnostics.contains { ["yaml-syntax", "unreadable-file"].contains($0.id) }
    }

    /// Whether rules see all that they would look at, so that their silence means something.
    ///
    /// Some are silent while files cannot be read, about services behind a circle of calls, or outside of production.
    var isWhole: Bool {
        isComplete && isWholeRange && system.graph.withheld.isEmpty
            && !manifests.kubernetesDiagnostics.contains { $0.id == "yaml-syntax" }
    }

    /// Whether what a rule needs is there.
    func meets(_ need: Rule.Need) -> Bool {
        switch need {
        case .files: files != nil
        case .base: base != nil
        }
    }

    /// The numbers that architecture rules keep to.
    package var budgets: Budgets? { system.manifest?.standards?.value.budgets?.value }

    /// A contract, and the text that names its file.
    struct ProvidedContract {
        var contract: ContractFile
        var spec: Located<String>
    }

    /// The contract of an API; `nil` when it names none, or there is no such file.
    func contract(of reference: APIReference) -> ProvidedContract? {
        guard let files, let provider = system.providers[reference.description], let spec = provider.api.spec,
            let contract = files.contract(at: services[provider.service].folder.appendingPath(spec.value))
        else { return nil }
        return ProvidedContract(contract: contract, spec: spec)
    }

    /// A label at the field that decides a value; none for defaults of msctl.
    func label<Value>(_ value: Resolved<Value>?, _ text: String) -> Diagnostic.Label? {
        value?.origin.span.map { .init($0, text) }
    }

    /// The services, in the order of their names.
    package var services: [ServiceManifest] { system.services }

    /// Whether what is looked at is for users: it is, unless only other kinds of Environment are looked at.
    package var isForProduction: Bool {
        environments.isEmpty || environments.contains { $0.effectiveClass == .production }
    }

    /// Whether sums over the calls of a service mean nothing, because it is in a circle or depends on one.
    package func isWithheld(_ service: Int) -> Bool { system.graph.withheld.contains(service) }

    /// The calls whose target exists, of callers whose numbers mean something.
    package var countedCalls: [CallEdge] { system.calls.filter { !isWithheld($0.caller) } }

    /// The name of what is called.
    package func name(of target: CallTarget) -> String { system.name(ofNode: system.node(target)) }
}
