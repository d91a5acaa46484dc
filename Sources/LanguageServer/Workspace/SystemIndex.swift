// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Where names are declared and where they are used.
struct SystemIndex: Sendable {
    /// What a name names.
    enum Kind: String, Sendable, Hashable {
        case service
        case api
        case external
        case topic
        case domain
        case team
        case broker
        case environment
        case route
    }

    /// A name of some kind.
    struct Name: Sendable, Hashable {
        var kind: Kind
        var text: String
    }

    /// One place where a name stands.
    struct Place: Sendable, Hashable {
        var name: Name
        var span: SourceSpan
        var isDeclaration: Bool
    }

    private(set) var places: [Place] = []

    init(_ set: ManifestSet) {
        let hasSystem = !set.systems.isEmpty
        for service in set.services { add(service, hasSystem: hasSystem) }
        for system in set.systems { add(system) }
        for environment in set.environments { add(environment) }
    }

    /// The name that stands at an offset of a file.
    func place(at offset: Int, in path: String) -> Place? {
        places.first {
            $0.span.file.path == path && $0.span.range.lowerBound <= offset
                && offset <= $0.span.range.upperBound
        }
    }

    /// Where a name is declared.
    func declarations(of name: Name) -> [SourceSpan] {
        places.filter { $0.isDeclaration && $0.name == name }.map(\.span)
    }

    /// Where a name is used.
    func uses(of name: Name) -> [SourceSpan] {
        places.filter { !$0.isDeclaration && $0.name == name }.map(\.span)
    }

    /// All declared names of a kind, sorted.
    func names(of kind: Kind) -> [String] {
        Set(places.filter { $0.isDeclaration && $0.name.kind == kind }.map(\.name.text)).sorted()
    }

    private mutating func add(_ kind: Kind, _ text: String, _ span: SourceSpan, declares: Bool = false) {
        places.append(Place(name: Name(kind: kind, text: text), span: span, isDeclaration: declares))
    }

    private mutating func use(_ reference: Located<APIReference>) {
        switch reference.value {
        case .api: add(.api, reference.value.description, reference.span)
        case .external(let name): add(.external, name, reference.span)
        }
    }

    private mutating func add(_ service: ServiceManifest, hasSystem: Bool) {
        add(.service, service.name, service.metadata.name.span, declares: true)
        if let owner = service.owner { add(.team, owner.value.text, owner.span, declares: !hasSystem) }
        for owner in service.coOwners { add(.team, owner.value.text, owner.span) }
        if let domain = service.domain { add(.domain, domain.value.text, domain.span, declares: !hasSystem) }
        for api in service.provides {
            add(.api, api.reference, api.api.span, declares: true)
            if let use = api.deprecated?.value.use { self.use(use) }
        }
        for call in service.consumes { use(call.api) }
        for route in service.routes {
            add(.route, route.path.value, route.path.span, declares: true)
            use(route.to)
            if let legacy = route.strangler?.value.legacy { add(.external, legacy.value, legacy.span) }
        }
        for event in service.publishes {
            add(.topic, event.topic.value, event.topic.span, declares: !hasSystem)
        }
        for event in service.subscribes { add(.topic, event.topic.value, event.topic.span) }
        for after in service.deploy?.value.after ?? [] { add(.service, after.value, after.span) }
    }

    private mutating func add(_ system: SystemManifest) {
        for domain in system.domains {
            add(.domain, domain.name.value, domain.name.span, declares: true)
            add(.team, domain.value.value.owner.value.text, domain.value.value.owner.span)
            for team in domain.value.value.delegated { add(.team, team.value.text, team.span) }
        }
        for team in system.teams { add(.team, team.name.value, team.name.span, declares: true) }
        for broker in system.brokers { add(.broker, broker.name.value, broker.name.span, declares: true) }
        for topic in system.topics {
            add(.topic, topic.name.value, topic.name.span, declares: true)
            add(.service, topic.value.value.owner.value.text, topic.value.value.owner.span)
            if let broker = topic.value.value.broker { add(.broker, broker.value, broker.span) }
        }
        for external in system.external {
            add(.external, external.name.value, external.name.span, declares: true)
            if let owner = external.value.value.owner { add(.team, owner.value.text, owner.span) }
        }
        for journey in system.journeys { add(.route, journey.route.value, journey.route.span) }
    }

    private mutating func add(_ environment: EnvironmentManifest) {
        add(.environment, environment.name, environment.metadata.name.span, declares: true)
        if let origin = environment.promotesFrom { add(.environment, origin.value.text, origin.span) }
        for override in environment.overrides { add(.service, override.name.value, override.name.span) }
    }
}
