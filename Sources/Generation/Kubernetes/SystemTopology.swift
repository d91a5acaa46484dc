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

    let systemName: String
    let resolved: [ResolvedService]
    let system: SystemManifest?
    let environment: EnvironmentManifest?
    /// The namespace; the system's name unless the Environment, or whoever renders, gives one.
    let namespace: String
    private let edgesByCaller: [String: [Edge]]
    private let edgesByProvider: [String: [Edge]]
    private let providers: [String: Provider]

    init(_ system: ServiceSystem, namespace: String? = nil) {
        systemName = system.name
        self.system = system.manifest
        environment = system.environment
        self.namespace = namespace ?? environment?.cluster?.value.namespace?.value.text ?? system.name
        resolved = system.resolved.sorted { $0.name < $1.name }
        var providers: [String: Provider] = [:]
        for service in resolved.map(\.manifest) {
            for api in service.provides where providers[api.reference] == nil {
                providers[api.reference] = Provider(service: service, api: api)
            }
        }
        self.providers = providers
        var edges: [Edge] = []
        for service in resolved {
            for call in service.outgoing(defaults: system.manifest?.defaults?.value.call?.value) {
                guard let provider = Self.provider(of: call.reference, in: providers) else { continue }
                edges.append(Edge(caller: service.name, provider: provider, span: call.span))
            }
        }
        edgesByCaller = Dictionary(grouping: edges, by: \.caller)
        edgesByProvider = Dictionary(grouping: edges, by: \.provider.service.name)
    }

    /// The calls that a service makes, in the order declared.
    func calls(from service: String) -> [Edge] { edgesByCaller[service] ?? [] }

    /// The calls that a service answers, in the order of its callers.
    func calls(to service: String) -> [Edge] { edgesByProvider[service] ?? [] }

    /// The services in the order of their names.
    var services: [ServiceManifest] { resolved.map(\.manifest) }

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
struct OutgoingCall: Sendable {
    var reference: APIReference
    var timeout: Duration?
    var retries: Int
    var span: SourceSpan
}

extension ResolvedService {
    /// The calls of the service in the order declared, `consumes` before `routes`.
    func outgoing(defaults: CallDefaults?) -> [OutgoingCall] {
        self.calls.map {
            OutgoingCall(
                reference: $0.call.api.value,
                timeout: $0.timeout?.value,
                retries: $0.attempts.value - 1,
                span: $0.call.api.span
            )
        }
            + self.manifest.routes.map {
                OutgoingCall(
                    reference: $0.to.value,
                    timeout: $0.timeout?.value ?? defaults?.timeout?.value,
                    retries: $0.retries?.value.max?.value ?? defaults?.retries?.value.max?.value ?? 0,
                    span: $0.to.span
                )
            }
    }
}

extension ServiceManifest {
    /// The external systems that routes still send traffic to.
    var legacySystems: [Located<String>] {
        var seen: Set<String> = []
        return self.routes.compactMap { $0.strangler?.value.legacy }.filter { seen.insert($0.value).inserted }
    }
}
