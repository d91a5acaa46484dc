// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension SystemResolver {
    /// Reports names in services and the System that name nothing.
    mutating func checkReferences() {
        let topics = declaredTopics
        for service in services {
            checkCalls(of: service)
            checkEvents(of: service, topics)
            checkRoutes(of: service)
            checkDomain(of: service)
            for after in service.deploy?.value.after ?? [] {
                checkService(after, "/spec/deploy/after", in: service.name)
            }
        }
        checkSystem()
    }

    private mutating func checkCalls(of service: ServiceManifest) {
        for call in service.consumes where target(call.api.value) == nil {
            reportDangling(call.api, "\(call.pointer)/api", in: service.name)
        }
        for api in service.provides {
            guard let use = api.deprecated?.value.use, target(use.value) == nil else { continue }
            reportDangling(use, "\(api.pointer)/deprecated/use", in: service.name)
        }
    }

    private mutating func checkRoutes(of service: ServiceManifest) {
        let externals = externals
        for route in service.routes {
            if target(route.to.value) == nil {
                reportDangling(route.to, "\(route.pointer)/to", in: service.name)
            }
            guard let legacy = route.strangler?.value.legacy else { continue }
            check(
                legacy,
                "\(route.pointer)/strangler/legacy",
                in: service.name,
                noun: "external system",
                isDeclared: externalIndices[legacy.value] != nil,
                among: { externals.map(\.name.value) },
                where: "the System's `external`"
            )
        }
    }

    /// Without a System, topics are declared by whoever publishes them.
    private var declaredTopics: Set<String> {
        if let manifest { return Set(manifest.topics.map(\.name.value)) }
        return Set(services.lazy.flatMap { $0.publishes.lazy.map(\.topic.value) })
    }

    private mutating func checkEvents(of service: ServiceManifest, _ declared: Set<String>) {
        let place = manifest == nil ? "a service that publishes it" : "the System's `topics`"
        var topics = service.subscribes.map { ($0.topic, $0.pointer) }
        topics += service.publishes.map { ($0.topic, $0.pointer) }
        for (topic, pointer) in topics {
            check(
                topic,
                "\(pointer)/topic",
                in: service.name,
                noun: "topic",
                isDeclared: declared.contains(topic.value),
                among: { Array(declared) },
                where: place
            )
        }
    }

    private mutating func checkDomain(of service: ServiceManifest) {
        guard let manifest, !manifest.domains.isEmpty, let domain = service.domain else { return }
        check(
            domain.map(\.text),
            "/spec/domain",
            in: service.name,
            noun: "domain",
            isDeclared: manifest.domains.contains { $0.name.value == domain.value.text },
            among: { manifest.domains.map(\.name.value) },
            where: "the System's `domains`"
        )
    }

    private mutating func checkSystem() {
        guard let manifest else { return }
        let teams = manifest.teams.map(\.name.value)
        func owners() -> [(Located<DNSLabel>, String)] {
            manifest.domains.flatMap { domain in
                [(domain.value.value.owner, "\(domain.pointer)/owner")]
                    + domain.value.value.delegated.enumerated().map {
                        ($1, "\(domain.pointer)/delegated/\($0)")
                    }
            }
                + manifest.external.compactMap { entry in
                    entry.value.value.owner.map { ($0, "\(entry.pointer)/owner") }
                }
        }
        for (owner, pointer) in owners() where !teams.isEmpty {
            check(
                owner.map(\.text),
                pointer,
                in: nil,
                noun: "team",
                isDeclared: teams.contains(owner.value.text),
                among: { teams },
                where: "the System's `teams`"
            )
        }
        for topic in manifest.topics {
            checkService(topic.value.value.owner.map(\.text), "\(topic.pointer)/owner", in: nil)
            guard let broker = topic.value.value.broker else { continue }
            check(
                broker,
                "\(topic.pointer)/broker",
                in: nil,
                noun: "broker",
                isDeclared: manifest.brokers.contains { $0.name.value == broker.value },
                among: { manifest.brokers.map(\.name.value) },
                where: "the System's `brokers`"
            )
        }
        let paths = Set(services.lazy.flatMap { $0.routes.lazy.map(\.path.value) })
        for journey in manifest.journeys {
            check(
                journey.route,
                "\(journey.pointer)/route",
                in: nil,
                noun: "route",
                isDeclared: paths.contains(journey.route.value),
                among: { Array(paths) },
                where: "a gateway"
            )
        }
    }

    /// Reports the name of a service that is not declared.
    mutating func checkService(_ name: Located<String>, _ pointer: String, in service: String?) {
        let services = services
        check(
            name,
            pointer,
            in: service,
            noun: "service",
            isDeclared: indices[name.value] != nil,
            among: { services.map(\.name) },
            where: "a manifest of kind `Service`"
        )
    }

    /// Reports a name that is not declared; the declared ones are asked for only then.
    mutating func check(
        _ name: Located<String>,
        _ pointer: String,
        in service: String?,
        noun: String,
        isDeclared: Bool,
        among declared: () -> [String],
        where place: String
    ) {
        guard !isDeclared, !mayBeUnread(noun) else { return }
        report(
            name,
            pointer,
            service,
            "there is no \(noun) `\(name.value)`",
            declared(),
            "declare it in \(place)"
        )
    }

    /// Whether a declaration may stand where msctl could not read.
    private func mayBeUnread(_ noun: String) -> Bool {
        switch noun {
        // A name that was only guessed at may be this one.
        case "service": set.unidentified > 0 || gaps.lacks("/metadata/name")
        case "Environment":
            set.unidentified > 0
                || set.gaps.contains { gap in
                    if case .environment = gap.subject { gap.touches("/metadata/name") } else { false }
                }
        case "route": set.unidentified > 0 || gaps.lacks("/spec/routes")
        case "topic" where manifest == nil: set.unidentified > 0 || gaps.lacks("/spec/events")
        case "system": gaps.lacksInSystem("/metadata/name")
        case "external system": gaps.lacksInSystem("/spec/external")
        default: gaps.lacksInSystem("/spec/\(noun)s")
        }
    }

    private mutating func reportDangling(
        _ reference: Located<APIReference>,
        _ pointer: String,
        in service: String?
    ) {
        let text = reference.map(\.description)
        guard let version = reference.value.version else {
            guard !mayBeUnread("external system") else { return }
            let declared = externals.map { "external/\($0.name.value)" }
            let headline = "there is no external system `\(reference.value.name)`"
            return report(text, pointer, service, headline, declared, "declare it in the System's `external`")
        }
        // Of a service that was found by a guess, nobody knows what it was meant to provide.
        guard !gaps.lacks("/metadata/name"), !gaps.lacks("/kind") else { return }
        // A service whose APIs could not all be read may provide it.
        let deciding = ["api", "version", "http", "grpc", "tcp"]
        guard !deciding.contains(where: { gaps.lacks("/spec/provides/*/\($0)") }) else { return }
        let others = providers.values.filter { $0.api.api.value == reference.value.name }
            .map { $0.api.reference }.sorted()
        guard !others.isEmpty || set.unidentified == 0 else { return }
        let headline =
            others.isEmpty
            ? "no service provides `\(text.value)`"
            : "`\(reference.value.name)` is not provided in version `\(version)`"
        let help =
            others.isEmpty
            ? "add it to `provides` of the service that offers it"
            : "there is " + ScalarShape.quotedList(others, last: "and")
        report(text, pointer, service, headline, providers.keys.sorted(), help)
    }

    private mutating func report(
        _ name: Located<String>,
        _ pointer: String,
        _ service: String?,
        _ headline: String,
        _ declared: [String],
        _ help: String
    ) {
        let suggestion = Spelling.suggestion(for: name.value, among: Set(declared).sorted())
        diagnostics.append(
            Diagnostic(
                id: "dangling-ref",
                severity: .error,
                headline: headline,
                primary: .init(name.span, "named here, declared nowhere"),
                help: suggestion.map { near in
                    help == "there is `\(near)`"
                        ? "did you mean `\(near)`?" : "did you mean `\(near)`? Otherwise \(help)"
                } ?? help,
                fix: suggestion.map {
                    Diagnostic.Fix(
                        title: "write `\($0)`",
                        applicability: .needsReview,
                        edits: [Diagnostic.Edit(name.span, $0)]
                    )
                },
                service: service,
                pointer: pointer
            )
        )
    }
}
