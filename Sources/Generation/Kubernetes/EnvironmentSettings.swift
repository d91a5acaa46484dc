// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// What a service finds in its environment: plain values, whole Secrets, and single keys of Secrets.
struct EnvironmentSettings: Sendable {
    /// A value that is no secret.
    struct Variable: Sendable {
        var name: String
        var value: String
        var span: SourceSpan?
    }

    /// A Secret that someone else fills, with every key as a variable.
    struct WholeSecret: Sendable {
        var name: String
        var span: SourceSpan
    }

    /// One secret of `run.secrets`.
    struct SecretKey: Sendable {
        var secret: String
        var key: String
        var use: SecretUse
    }

    /// Sorted by name.
    private(set) var variables: [Variable] = []
    private(set) var wholeSecrets: [WholeSecret] = []
    private(set) var secretKeys: [SecretKey] = []

    private var values: [String: Variable] = [:]

    init(_ facts: ServiceFacts) {
        addDefaults(facts)
        addCalls(facts)
        for store in facts.remoteStores {
            provision(store.engine, store: store.name.value, facts)
        }
        for engine in facts.topology.brokerEngines(of: facts.manifest) {
            let topic = facts.manifest.publishes.first?.topic ?? facts.manifest.subscribes.first?.topic
            let located = Located(engine, at: topic?.span ?? facts.nameSpan)
            guard facts.topology.environment?.provisioner(for: engine) != nil else { continue }
            provision(located, store: engine, facts)
        }
        for variable in facts.resolved.env {
            set(variable.name, variable.value.value, variable.value.origin.span)
        }
        let policy = facts.topology.environment?.secrets?.value
        let secret = (policy?.name?.value ?? "{service}-secrets").replacing("{service}", with: facts.name)
        secretKeys = (facts.run?.secrets ?? []).map {
            SecretKey(secret: secret, key: $0.key?.value ?? $0.name.value, use: $0)
        }
        variables = values.values.sorted { $0.name < $1.name }
    }

    private mutating func set(_ name: String, _ value: String, _ span: SourceSpan?) {
        values[name] = Variable(name: name, value: value, span: span)
    }

    private mutating func addDefaults(_ facts: ServiceFacts) {
        if let port = facts.ports.first { set("PORT", String(port.number), port.span) }
        guard facts.resolved.observe.traces.value else {
            set("OTEL_SDK_DISABLED", "true", facts.resolved.observe.traces.origin.span)
            return
        }
        set("OTEL_SERVICE_NAME", facts.name, facts.nameSpan)
        let environment = facts.topology.environment?.name ?? "development"
        set(
            "OTEL_RESOURCE_ATTRIBUTES",
            "service.namespace=\(facts.topology.systemName),deployment.environment.name=\(environment)",
            facts.nameSpan
        )
        if let collector = facts.topology.environment?.provisioner(for: "otlp")?.value.value.servers {
            set("OTEL_EXPORTER_OTLP_ENDPOINT", collector.value, collector.span)
        }
    }

    /// Addresses, timeouts and retries of what the service calls: `CATALOG_URL` and its kin.
    private mutating func addCalls(_ facts: ServiceFacts) {
        let calls = facts.calls
        for call in calls {
            let versions = Set(calls.filter { $0.reference.name == call.reference.name }.map(\.reference))
            let suffix = versions.count > 1 ? call.reference.version.map { "-\($0)" } ?? "" : ""
            let prefix = Self.prefix(call.reference.name + suffix)
            guard values["\(prefix)_URL"] == nil, let address = address(of: call.reference, facts) else {
                continue
            }
            set("\(prefix)_URL", address, call.span)
            if let timeout = call.timeout {
                set("\(prefix)_TIMEOUT_MS", String(timeout.wholeMilliseconds), call.span)
            }
            set(
                "\(prefix)_RETRIES",
                String(call.retries),
                call.span
            )
        }
        for legacy in facts.manifest.legacySystems {
            guard let external = facts.topology.external(legacy.value) else { continue }
            set("\(Self.prefix(legacy.value))_URL", external.url.value, legacy.span)
        }
    }

    private func address(of reference: APIReference, _ facts: ServiceFacts) -> String? {
        if reference.isExternal { return facts.topology.external(reference.name)?.url.value }
        guard let provider = facts.topology.provider(of: reference) else { return nil }
        let scheme = provider.api.wireProtocol.value == .tcp ? "tcp" : "http"
        let path = provider.api.path?.value ?? ""
        return "\(scheme)://\(provider.service.name):\(provider.api.port.value)\(path == "/" ? "" : path)"
    }

    /// What the Environment says about an engine; without a word, its Secret is called `<service>-<engine>`.
    private mutating func provision(_ engine: Located<String>, store: String, _ facts: ServiceFacts) {
        let provisioner = facts.topology.environment?.provisioner(for: engine.value)?.value.value
        func filled(_ text: String) -> String {
            text.replacing("{service}", with: facts.name).replacing("{name}", with: store)
                .replacing("{engine}", with: engine.value)
        }
        let prefix = Self.prefix(engine.value)
        if let servers = provisioner?.servers {
            set("\(prefix)_BOOTSTRAP_SERVERS", filled(servers.value), servers.span)
        }
        if let host = provisioner?.host { set("\(prefix)_HOST", filled(host.value), host.span) }
        if let database = provisioner?.database {
            set("\(prefix)_DATABASE", filled(database.value), database.span)
        }
        let via = provisioner?.via.value ?? .secret
        guard
            let secret = provisioner?.secret?.value
                ?? (via == .secret || via == .operator ? "{service}-{engine}" : nil)
        else { return }
        let name = filled(secret)
        if !wholeSecrets.contains(where: { $0.name == name }) {
            wholeSecrets.append(WholeSecret(name: name, span: engine.span))
        }
    }

    /// The form of environment variables: capitals and underscores.
    private static func prefix(_ name: String) -> String {
        String(name.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }
}
