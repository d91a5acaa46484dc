// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Who offers what to whom, and where it all runs.
struct SystemTopology: Sendable {
    /// An API with the service that offers it.
    struct Provider: Sendable {
        var service: ServiceManifest
        var api: ProvidedAPI
    }

    /// A call from one service to another, with the text that declares it.
    struct Edge: Sendable {
        var caller: String
        var provider: Provider
        var span: SourceSpan
    }

    let services: [ServiceManifest]
    let system: SystemManifest?
    let environment: EnvironmentManifest?
    let edges: [Edge]
    private let providers: [String: Provider]

    init(services: [ServiceManifest], system: SystemManifest?, environment: EnvironmentManifest?) {
        self.services = services.sorted { $0.name < $1.name }
        self.system = system
        self.environment = environment
        var providers: [String: Provider] = [:]
        for service in self.services {
            for api in service.provides where providers[api.reference] == nil {
                providers[api.reference] = Provider(service: service, api: api)
            }
        }
        self.providers = providers
        var edges: [Edge] = []
        for service in self.services {
            for call in service.calls {
                guard let provider = Self.provider(of: call.reference, in: providers) else { continue }
                edges.append(Edge(caller: service.name, provider: provider, span: call.span))
            }
        }
        self.edges = edges
    }

    /// The service that offers an API; `nil` for external systems and APIs that nobody offers.
    func provider(of reference: APIReference) -> Provider? {
        Self.provider(of: reference, in: providers)
    }

    /// An API that is offered without a version serves every version.
    private static func provider(of reference: APIReference, in providers: [String: Provider]) -> Provider? {
        guard !reference.isExternal else { return nil }
        return providers[reference.description] ?? providers[reference.name]
    }

    /// A system outside the cluster by its name.
    func external(_ name: String) -> ExternalSystem? {
        system?.external.first { $0.name.value == name }?.value.value
    }

    /// The name that the place of the manifests gives the system when no document names it.
    var impliedName: String?

    /// The name of the system; that of the Environment's when there is no System document.
    var systemName: String {
        system?.name ?? environment?.system?.value.text ?? impliedName ?? services.first?.name ?? "system"
    }

    /// The namespace; the system's name unless the Environment gives one.
    var namespace: String { environment?.cluster?.value.namespace?.value.text ?? systemName }

    /// How serious the Environment is.
    var environmentClass: EnvironmentClass { environment?.effectiveClass ?? .development }

    /// The engines of the brokers that a service publishes to or subscribes from.
    func brokerEngines(of service: ServiceManifest) -> [String] {
        let topics = service.publishes.map(\.topic.value) + service.subscribes.map(\.topic.value)
        guard !topics.isEmpty, let brokers = system?.brokers else { return [] }
        var names: [String] = []
        for topic in topics {
            let declared = system?.topics.first { $0.name.value == topic }?.value.value.broker?.value
            if let name = declared ?? brokers.first?.name.value, !names.contains(name) { names.append(name) }
        }
        let engines = names.compactMap { name in
            brokers.first { $0.name.value == name }?.value.value.engine.value
        }
        return Array(Set(engines)).sorted()
    }
}

/// A call that a service makes, from `consumes` or `routes`.
struct ServiceCall: Sendable {
    var reference: APIReference
    var timeout: Duration?
    var retries: Int?
    var span: SourceSpan
}

extension ServiceManifest {
    /// The calls of the service in the order declared, `consumes` before `routes`.
    var calls: [ServiceCall] {
        consumes.map {
            ServiceCall(
                reference: $0.api.value,
                timeout: $0.timeout?.value,
                retries: $0.retries?.value.max?.value,
                span: $0.api.span
            )
        }
            + routes.map {
                ServiceCall(
                    reference: $0.to.value,
                    timeout: $0.timeout?.value,
                    retries: $0.retries?.value.max?.value,
                    span: $0.to.span
                )
            }
    }

    /// The external systems that routes still send traffic to.
    var legacySystems: [Located<String>] {
        var seen: Set<String> = []
        return routes.compactMap { $0.strangler?.value.legacy }.filter { seen.insert($0.value).inserted }
    }
}
