// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Decides every value of a service: manifest, Environment override, System, tier, runtime, format – the closest first.
package struct Resolver {
    let service: ServiceManifest
    let system: SystemManifest?
    let environment: EnvironmentManifest?
    let override: ServiceOverride?
    let runtime: String?
    let tier: Resolved<Tier>

    /// Resolves a service; `runtime` is the detected one, used when the manifest names none.
    package static func resolve(
        _ service: ServiceManifest,
        system: SystemManifest?,
        environment: EnvironmentManifest?,
        systemName: String? = nil,
        runtime: String? = nil
    ) -> ResolvedService {
        let resolver = Resolver(service, system, environment, runtime)
        return resolver.resolved(
            systemName: system?.name ?? systemName ?? environment?.system?.value.text ?? "default"
        )
    }

    /// How many replicas a service has, without deciding everything else.
    static func scale(
        of service: ServiceManifest,
        system: SystemManifest?,
        environment: EnvironmentManifest?
    ) -> ResolvedScale {
        Resolver(service, system, environment, nil).scale
    }

    private init(
        _ service: ServiceManifest,
        _ system: SystemManifest?,
        _ environment: EnvironmentManifest?,
        _ runtime: String?
    ) {
        self.service = service
        self.system = system
        self.environment = environment
        self.runtime = service.build?.value.runtime?.value ?? runtime
        override = environment?.override(for: service.name)?.value.value
        tier = service.tier.map(Resolved.init) ?? Resolved(.standard, .schema)
    }

    private func resolved(systemName: String) -> ResolvedService {
        let resilience = service.resilience?.value
        let slo = ManifestDefaults.slo(tier.value).map { Resolved($0, .tier(tier.value)) }
        let host = override?.host.map { Resolved($0.value, .environmentOverride($0.span)) }
        let namespace = environment?.cluster?.value.namespace
        let fields = ResolvedService.Fields(
            manifest: service,
            system: systemName,
            environment: environment?.name,
            namespace: namespace.map { Resolved($0.value.text, .environment($0.span)) }
                ?? Resolved(systemName, .schema),
            tier: tier,
            role: service.role.map(Resolved.init) ?? Resolved(.service, .schema),
            lifecycle: service.lifecycle.map(Resolved.init) ?? Resolved(.production, .schema),
            env: variables,
            resources: Boxed(resources),
            user: service.run?.value.user.map(Resolved.init) ?? Resolved(ManifestDefaults.user, .schema),
            scale: Boxed(scale),
            health: Boxed(health),
            slo: resilience?.slo.map(Resolved.init) ?? slo,
            deadline: resilience?.deadline.map(Resolved.init),
            drain: resilience?.drain.map(Resolved.init) ?? Resolved(ManifestDefaults.drain, .schema),
            observe: Boxed(observe),
            deploy: Boxed(deploy),
            host: host ?? service.expose?.value.host.map(Resolved.init),
            calls: service.consumes.map { Boxed(resolve($0)) }
        )
        return ResolvedService(fields)
    }

    /// The first of what the override, the manifest and the System say, or a default.
    func first<Value>(
        _ overridden: Located<Value>?,
        _ written: Located<Value>?,
        _ shared: Located<Value>? = nil,
        else fallback: Resolved<Value>
    ) -> Resolved<Value> {
        optional(overridden, written, shared) ?? fallback
    }

    func optional<Value>(
        _ overridden: Located<Value>?,
        _ written: Located<Value>?,
        _ shared: Located<Value>? = nil
    ) -> Resolved<Value>? {
        overridden.map { Resolved($0.value, .environmentOverride($0.span)) }
            ?? written.map(Resolved.init)
            ?? shared.map { Resolved($0.value, .system($0.span)) }
    }

    private var variables: [ResolvedVariable] {
        var changed: [String: Located<String>] = [:]
        for variable in override?.env ?? [] { changed[variable.name.value] = variable.value }
        let own = service.run?.value.env ?? []
        let known = Set(own.map(\.name.value))
        let further = (override?.env ?? []).filter { !known.contains($0.name.value) }
        return own.map { variable in
            let value = optional(changed[variable.name.value], variable.value)
            return ResolvedVariable(name: variable.name.value, value: value ?? Resolved(variable.value))
        }
            + further.map {
                ResolvedVariable(
                    name: $0.name.value,
                    value: Resolved($0.value.value, .environmentOverride($0.value.span))
                )
            }
    }

    private var resources: ResolvedResources {
        let over = override?.resources?.value
        let own = service.run?.value.resources?.value
        let shared = system?.defaults?.value.resources?.value
        func amount(_ value: (Resources) -> Located<WrittenQuantity>?) -> Resolved<WrittenQuantity>? {
            optional(over.flatMap(value), own.flatMap(value), shared.flatMap(value))
        }
        // Kubernetes refuses a request above its limit; a limit that is written nearer, or alone, wins.
        func bounded(_ request: Resolved<WrittenQuantity>, by limit: Resolved<WrittenQuantity>?) -> Resolved<
            WrittenQuantity
        > {
            limit.map { request.value > $0.value ? $0 : request } ?? request
        }
        let footprint = ManifestDefaults.footprint(of: runtime).memory
        let memoryLimit = amount { $0.memory?.value.limit }
        let memory =
            amount { $0.memory?.value.request } ?? memoryLimit
            ?? Resolved(footprint, runtime.map { .runtime($0) } ?? .schema)
        let cpuLimit = amount { $0.cpu?.value.limit }
        let cpu = amount { $0.cpu?.value.request } ?? Resolved(ManifestDefaults.cpu, .schema)
        let diskLimit = amount { $0.ephemeral?.value.limit }
        return ResolvedResources(
            cpu: bounded(cpu, by: cpuLimit),
            cpuLimit: cpuLimit,
            memory: bounded(memory, by: memoryLimit),
            memoryLimit: memoryLimit ?? memory,
            ephemeral: amount { $0.ephemeral?.value.request }.map { bounded($0, by: diskLimit) },
            ephemeralLimit: diskLimit
        )
    }

    private var scale: ResolvedScale {
        let over = override?.scale?.value
        let own = service.scale?.value
        let greatest = optional(over?.max, own?.max)
        let usual = ManifestDefaults.replicas(tier.value)
        let min = first(
            over?.min,
            own?.min,
            else: Resolved(Swift.min(usual, greatest?.value ?? usual), .tier(tier.value))
        )
        return ResolvedScale(
            min: min,
            max: greatest ?? Resolved(Swift.max(min.value * 2, 1), .schema),
            cpu: first(over?.cpu, own?.cpu, else: Resolved(ManifestDefaults.cpuTarget, .schema)),
            rps: optional(over?.rps, own?.rps),
            lag: optional(over?.lag, own?.lag),
            rpsPerReplica: optional(over?.rpsPerReplica, own?.rpsPerReplica),
            schedule: over.map { $0.schedule.isEmpty ? own?.schedule ?? [] : $0.schedule } ?? own?.schedule
                ?? []
        )
    }

    private var deploy: ResolvedDeploy {
        let over = override?.deploy?.value
        let own = service.deploy?.value
        let steps = [over, own].compactMap { $0 }.first { !$0.steps.isEmpty }?.steps ?? []
        let isOverridden = over?.steps.isEmpty == false
        let stepsOrigin: Origin =
            steps.first.map { isOverridden ? .environmentOverride($0.span) : .manifest($0.span) } ?? .schema
        let migrates = service.data.contains { $0.migrations != nil }
        return ResolvedDeploy(
            strategy: first(
                over?.strategy,
                own?.strategy,
                else: Resolved(ManifestDefaults.strategy(tier.value), .tier(tier.value))
            ),
            steps: Resolved(steps.isEmpty ? ManifestDefaults.canarySteps : steps.map(\.value), stepsOrigin),
            pause: first(over?.pause, own?.pause, else: Resolved(ManifestDefaults.canaryPause, .schema)),
            analysis: first(over?.analysis, own?.analysis, else: Resolved(.slo, .schema)),
            history: first(over?.history, own?.history, else: Resolved(ManifestDefaults.history, .schema)),
            timeout: first(
                over?.timeout,
                own?.timeout,
                else: Resolved(ManifestDefaults.rolloutTimeout, .schema)
            ),
            migrate: first(over?.migrate, own?.migrate, else: Resolved(migrates ? .job : .none, .schema))
        )
    }

    private func resolve(_ call: ConsumedAPI) -> ResolvedCall {
        let shared = system?.defaults?.value.call?.value
        let own = call.retries?.value
        let further = call.retries == nil ? shared?.retries?.value : nil
        let breaker = call.breaker.map { Located($0.value.enabled, at: $0.span) }
        let sharedBreaker = shared?.breaker.map { Located($0.value.enabled, at: $0.span) }
        let retries = optional(nil, own?.max, further?.max) ?? Resolved(0, .schema)
        return ResolvedCall(
            call: Boxed(call),
            timeout: optional(nil, call.timeout, shared?.timeout),
            attempts: Resolved(retries.value + 1, retries.origin),
            backoff: first(
                nil,
                own?.backoff,
                further?.backoff,
                else: Resolved(Retries.defaultBackoff, .schema)
            ),
            cap: first(nil, own?.cap, further?.cap, else: Resolved(Retries.defaultCap, .schema)),
            jitter: first(nil, own?.jitter, further?.jitter, else: Resolved(true, .schema)),
            retryBudget: optional(nil, own?.budget, further?.budget),
            breaker: first(nil, breaker, sharedBreaker, else: Resolved(false, .schema))
        )
    }
}
