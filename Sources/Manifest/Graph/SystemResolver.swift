// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

extension ServiceSystem {
    /// Resolves manifests against each other, reporting names that are declared twice or not at all.
    ///
    /// Without a System document the system is implicit: it is called `implicitName`, and nothing is said about domains, teams and
    /// topics that only a System can declare. `runtimes` are the detected ones by service, for their default resources.
    package static func resolve(
        _ set: ManifestSet,
        environment: EnvironmentManifest? = nil,
        implicitName: String = "default",
        runtimes: [String: String] = [:]
    ) -> (ServiceSystem, [Diagnostic]) {
        var resolver = SystemResolver(set)
        resolver.checkNames()
        let system = resolver.system(in: environment, implicitName, runtimes)
        resolver.checkReferences()
        resolver.checkEnvironments()
        return (system, Diagnostic.ordered(resolver.diagnostics))
    }
}

/// Connects names with what they name, and remembers those that name nothing.
struct SystemResolver {
    let set: ManifestSet
    let gaps: GapIndex
    let manifest: SystemManifest?
    private(set) var services: [ServiceManifest] = []
    private(set) var indices: [String: Int] = [:]
    private(set) var providers: [String: APIProvider] = [:]
    let externals: [NamedValue<ExternalSystem>]
    let externalIndices: [String: Int]
    var diagnostics: [Diagnostic] = []

    init(_ set: ManifestSet) {
        self.set = set
        gaps = GapIndex(set)
        manifest = set.systems.first
        externals = (set.systems.first?.external ?? []).sorted { $0.name.value < $1.name.value }
        externalIndices = Dictionary(
            externals.enumerated().map { ($1.name.value, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Keeps one of each name and reports the others.
    mutating func checkNames() {
        for service in set.services {
            if let earlier = services.last, earlier.name == service.name {
                // One of the two names is a guess.
                guard !gaps.lacks("/metadata/name", in: service.name) else { continue }
                reportTwin("service", service.metadata.name, earlier.metadata.name, service: service.name)
                continue
            }
            indices[service.name] = services.count
            services.append(service)
        }
        for (previous, next) in zip(set.systems, set.systems.dropFirst()) {
            if previous.name == next.name {
                reportTwin("system", next.metadata.name, previous.metadata.name, service: nil)
            } else {
                reportSecondSystem(next, after: previous)
            }
        }
        for (previous, next) in zip(set.environments, set.environments.dropFirst())
        where previous.name == next.name {
            reportTwin("Environment", next.metadata.name, previous.metadata.name, service: nil)
        }
        for (index, service) in services.enumerated() {
            for api in service.provides {
                guard let earlier = providers[api.reference] else {
                    providers[api.reference] = APIProvider(service: index, api: Boxed(api))
                    continue
                }
                // The same service twice has been reported by the reader.
                guard earlier.service != index else { continue }
                reportSecondProvider(api, of: service, after: earlier)
            }
        }
    }

    private mutating func reportTwin(
        _ noun: String,
        _ name: Located<DNSLabel>,
        _ earlier: Located<DNSLabel>,
        service: String?
    ) {
        diagnostics.append(
            Diagnostic(
                id: "duplicate-name",
                severity: .error,
                headline: "two \(noun)s are called `\(name.value)`",
                primary: .init(name.span, "declared again"),
                secondary: [.init(earlier.span, "first declared here")],
                service: service,
                pointer: "/metadata/name"
            )
        )
    }

    private mutating func reportSecondSystem(_ system: SystemManifest, after earlier: SystemManifest) {
        diagnostics.append(
            Diagnostic(
                id: "duplicate-name",
                severity: .error,
                headline: "the files declare two systems, `\(earlier.name)` and `\(system.name)`",
                primary: .init(system.metadata.name.span, "a second system"),
                secondary: [.init(earlier.metadata.name.span, "first system")],
                help: "name the folder of one system",
                pointer: "/metadata/name"
            )
        )
    }

    private mutating func reportSecondProvider(
        _ api: ProvidedAPI,
        of service: ServiceManifest,
        after earlier: APIProvider
    ) {
        let first = services[earlier.service].name
        diagnostics.append(
            Diagnostic(
                id: "duplicate-name",
                severity: .error,
                headline: "`\(first)` and `\(service.name)` both provide `\(api.reference)`",
                primary: .init(api.api.span, "provided again"),
                secondary: [.init(earlier.api.api.span, "first provided here, by `\(first)`")],
                help: "rename one of them, or give it another version",
                service: service.name,
                pointer: "\(api.pointer)/api"
            )
        )
    }

    /// What a reference names; `nil` when nothing.
    func target(_ reference: APIReference) -> CallTarget? {
        switch reference {
        // An API that is offered without a version serves every version; a rule reports that it has none.
        case .api:
            (providers[reference.description] ?? providers[reference.name]).map { .service($0.service) }
        case .external(let name): externalIndices[name].map { .external($0) }
        }
    }
}
