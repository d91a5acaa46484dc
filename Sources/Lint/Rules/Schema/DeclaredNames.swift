// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// The names that something may refer to, and what refers to none of them.
struct DeclaredNames {
    private let apis: [String]
    private let services: [String]
    private let externals: [String]
    private let topics: [String]
    private let domains: [String]
    private let teams: [String]
    private let systems: [String]
    private let environments: [String]
    private let isWhole: Bool
    private let hasSystem: Bool
    private let incomplete: Set<String>

    init(_ context: LintContext) {
        let manifests = context.manifests
        apis = context.graph.providers.keys.sorted()
        services = context.services.map(\.name)
        externals = manifests.systems.flatMap { $0.external.map(\.name.value) }
        topics = manifests.systems.flatMap { $0.topics.map(\.name.value) }
        domains = manifests.systems.flatMap { $0.domains.map(\.name.value) }
        teams = manifests.systems.flatMap { $0.teams.map(\.name.value) }
        systems = manifests.systems.map(\.name)
        environments = manifests.environments.map(\.name)
        hasSystem = !manifests.systems.isEmpty
        isWhole = manifests.incompleteSystems.isEmpty
        incomplete = manifests.incompleteServices
    }

    /// The names of a service that lead nowhere.
    func findings(in service: ServiceManifest) -> [Diagnostic] {
        var found: [Diagnostic?] = []
        for reference in service.consumes.map(\.api) + service.routes.map(\.to) {
            found.append(callee(reference))
        }
        let topicNames = service.publishes.map(\.topic) + service.subscribes.map(\.topic)
        found += topicNames.map { shared($0, among: topics, "topic", "topics") }
        found.append(service.domain.flatMap { shared($0.map(\.text), among: domains, "domain", "domains") })
        found += ([service.owner].compactMap(\.self) + service.coOwners).map {
            shared($0.map(\.text), among: teams, "team", "teams")
        }
        found += service.routes.compactMap(\.strangler?.value.legacy).map {
            shared($0, among: externals, "external system", "external")
        }
        found += (service.deploy?.value.after ?? []).map { serviceName($0) }
        return found.compactMap(\.self).map { finding in
            var finding = finding
            finding.service = service.name
            return finding
        }
    }

    /// The names of a System that lead nowhere.
    func findings(in system: SystemManifest) -> [Diagnostic] {
        guard isWhole else { return [] }
        var found: [Diagnostic?] = system.domains.map {
            shared($0.value.value.owner.map(\.text), among: teams, "team", "teams")
        }
        found += system.external.compactMap(\.value.value.owner).map {
            shared($0.map(\.text), among: teams, "team", "teams")
        }
        found += system.topics.map { serviceName($0.value.value.owner.map(\.text)) }
        return found.compactMap(\.self)
    }

    /// The names of an Environment that lead nowhere.
    func findings(in environment: EnvironmentManifest) -> [Diagnostic] {
        var found: [Diagnostic?] = environment.overrides.map { serviceName($0.name) }
        found.append(
            environment.system.flatMap { hasSystem ? missing($0.map(\.text), among: systems, "system") : nil }
        )
        return found.compactMap(\.self)
    }

    private func callee(_ reference: Located<APIReference>) -> Diagnostic? {
        let text = reference.map(\.description)
        switch reference.value {
        case .api(let name, _):
            if apis.contains(text.value) || incomplete.contains(name) { return nil }
            var finding = missing(text, among: apis, "API")
            let versions = apis.filter { $0.hasPrefix(name + "/") }
            if !versions.isEmpty {
                finding?.notes.append("offered are \(versions.map { "`\($0)`" }.joined(separator: " and "))")
            }
            return finding
        case .external(let name):
            if externals.contains(name) || !isWhole { return nil }
            var finding = missing(text, among: externals.map { "external/\($0)" }, "external system")
            if !hasSystem {
                finding?.notes.append("external systems are declared in a System document, and there is none")
            }
            return finding
        }
    }

    private func serviceName(_ name: Located<String>) -> Diagnostic? {
        incomplete.contains(name.value) ? nil : missing(name, among: services, "service")
    }

    /// A name that a System document would declare.
    private func shared(_ name: Located<String>, among known: [String], _ noun: String, _ field: String)
        -> Diagnostic?
    {
        guard hasSystem, isWhole else { return nil }
        var finding = missing(name, among: known, noun)
        if finding?.fix == nil {
            finding?.help = "declare it under `\(field)` of the System, or correct the name"
        }
        return finding
    }

    private func missing(_ name: Located<String>, among known: [String], _ noun: String) -> Diagnostic? {
        guard !known.contains(name.value) else { return nil }
        let suggestion = Spelling.suggestion(for: name.value, among: known)
        return Diagnostic(
            id: "dangling-ref",
            severity: .error,
            headline: "nobody declares the \(noun) `\(name.value)`",
            primary: .init(name.span, "leads nowhere"),
            help: suggestion.map { "did you mean `\($0)`?" } ?? "declare it, or correct the name",
            fix: suggestion.map {
                .init(title: "write `\($0)`", applicability: .needsReview, edits: [.init(name.span, $0)])
            }
        )
    }
}
