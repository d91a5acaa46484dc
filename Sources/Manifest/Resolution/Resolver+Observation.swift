// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Resolver {
    private var firstPort: Resolved<Int>? { service.provides.first.map { Resolved($0.port) } }

    var health: ResolvedHealth {
        let own = service.health?.value
        let budget = ManifestDefaults.footprint(of: runtime).startup
        let origin: Origin = runtime.map { .runtime($0) } ?? .schema
        let start = own?.budget.map(Resolved.init) ?? Resolved(budget, origin)
        // A start is asked every 2 s until its budget is spent; liveness reacts at least three times slower than readiness.
        let tries = Swift.max(1, Int((start.value.wholeMilliseconds + 1999) / 2000))
        return ResolvedHealth(
            ready: probe(own?.ready, path: "/readyz", period: .seconds(5), failures: 2),
            live: probe(own?.live, path: "/livez", period: .seconds(10), failures: 3),
            startup: probe(own?.startup, path: "/livez", period: .seconds(2), failures: tries),
            budget: start
        )
    }

    private func probe(_ written: Located<Probe>?, path: String, period: Duration, failures: Int)
        -> ResolvedProbe?
    {
        if written?.value == .off { return nil }
        let settings = written?.value.settings
        return ResolvedProbe(
            path: settings?.path.map(Resolved.init) ?? Resolved(path, .schema),
            port: (settings?.port ?? service.health?.value.port).map(Resolved.init) ?? firstPort,
            period: settings?.period.map(Resolved.init) ?? Resolved(period, .schema),
            timeout: settings?.timeout.map(Resolved.init) ?? Resolved(.seconds(1), .schema),
            failures: settings?.failures.map(Resolved.init) ?? Resolved(failures, .schema),
            delay: settings?.delay.map(Resolved.init) ?? Resolved(.zero, .schema)
        )
    }

    var observe: ResolvedObserve {
        let own = service.observe?.value
        let shared = system?.defaults?.value.observe?.value
        let enabled = own?.metrics.map { Located($0.value.enabled, at: $0.span) }
        let sharedEnabled = shared?.metrics.map { Located($0.value.enabled, at: $0.span) }
        let isStatic = service.effectiveRole == .static || service.effectiveRole.runsToCompletion
        var runbook = optional(nil, own?.runbook, shared?.runbook)
        if let text = runbook?.value { runbook?.value = text.replacing("{service}", with: service.name) }
        return ResolvedObserve(
            metrics: first(nil, enabled, sharedEnabled, else: Resolved(!isStatic, .schema)),
            metricsPath: first(
                nil,
                own?.metrics?.value.path,
                shared?.metrics?.value.path,
                else: Resolved("/metrics", .schema)
            ),
            metricsPort: optional(nil, own?.metrics?.value.port, shared?.metrics?.value.port) ?? firstPort,
            traces: first(nil, own?.traces, shared?.traces, else: Resolved(true, .schema)),
            logs: first(nil, own?.logs, shared?.logs, else: Resolved("json", .schema)),
            runbook: runbook
        )
    }
}
