// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let probeDefects = Rule(
        id: "probe-defects",
        severity: .warning,
        family: .resilience,
        summary: "a service is not asked whether it is ready, or is restarted for the wrong reason",
        rationale: """
            Without a readiness probe a pod gets requests before it can answer them, which is an error. A liveness probe that \
            asks dependencies, or that fails as soon as readiness does, restarts healthy pods because something else is slow, \
            just when the load is highest: liveness has to fail at least three times later than readiness on the same path. And \
            an answer that may take longer than the time between two questions is counted wrongly.
            """,
        examples: Examples(
            clean: [
                Examples.provider("cart"),
                Examples.provider("cart", "health: { ready: /healthz, live: /healthz }"),
                Examples.service("mailer", "role: worker\nhealth: { ready: off }"),
            ],
            flagged: [
                Examples.deployment("readinessProbe: { httpGet: { path: /, port: ⟪http⟫ } }"),
                Examples.deployment(
                    "readinessProbe: { tcpSocket: { port: 80 } }\n⟪livenessProbe⟫: { tcpSocket: { port: 80 } }"
                ),
                Examples.provider("cart", "health: { ready: ⟪off⟫ }"),
                Examples.provider(
                    "cart",
                    "health:\n  ready: /healthz\n  live: { path: /healthz, failures: ⟪1⟫ }"
                ),
                Examples.provider("cart", "health:\n  live: { path: /livez, checks: [⟪postgres⟫] }"),
                Examples.provider("cart", "health:\n  ready: { period: 2s, timeout: ⟪5s⟫ }"),
            ]
        ),
        evidence: [.own(.health, .provides, .role)],
        source: .check { context in
            context.services.indices.flatMap { index -> [Finding] in
                let service = context.services[index]
                guard !service.effectiveRole.runsToCompletion, let health = service.health?.value else {
                    return []
                }
                return ready(health, of: service)
                    + live(health, context.system.resolved[index].health, of: service)
                    + slow(health, context.system.resolved[index].health, of: service)
            }
        },
        also: [.objects(PodProbes.findings)]
    )

    private static func ready(_ health: Health, of service: ServiceManifest) -> [Finding] {
        guard let ready = health.ready, ready.value == .off, !service.provides.isEmpty else { return [] }
        return [
            Finding(
                "`\(service.name)` gets requests before it can answer them",
                at: ready.span,
                "nobody asks whether it is ready",
                severity: .error,
                help: "answer on a path when requests can be taken, and name it, such as `ready: /readyz`",
                service: service.name
            )
        ]
    }

    private static func live(_ health: Health, _ resolved: Boxed<ResolvedHealth>, of service: ServiceManifest)
        -> [Finding]
    {
        guard let live = health.live, let probe = resolved.live else { return [] }
        if let check = live.value.settings?.checks.first {
            return [
                Finding(
                    "`\(service.name)` is restarted when `\(check.value)` does not answer",
                    at: check.span,
                    "a restart does not mend this",
                    help:
                        "let liveness look at the process alone; dependencies belong into readiness, if anywhere",
                    service: service.name
                )
            ]
        }
        guard let ready = resolved.ready, ready.path.value == probe.path.value,
            ready.port?.value == probe.port?.value
        else { return [] }
        let patience = probe.period.value * probe.failures.value
        let limit = ready.period.value * ready.failures.value * 3
        guard patience < limit else { return [] }
        return [
            Finding(
                "`\(service.name)` is restarted almost as soon as it is not ready",
                at: live.value.settings?.failures?.span ?? live.value.settings?.period?.span ?? live.span,
                "after \(patience.manifestText)",
                secondary: health.ready.map { [.init($0.span, "the same question")] } ?? [],
                notes: [
                    "readiness fails after \(probeText(ready)), liveness after \(probeText(probe)); at least "
                        + "\(limit.manifestText) would be three times later"
                ],
                help: "ask on a path of its own, or let more answers be missed before the restart",
                service: service.name
            )
        ]
    }

    private static func probeText(_ probe: ResolvedProbe) -> String {
        "\(probe.failures.value) × \(probe.period.value.manifestText)"
    }

    private static func slow(_ health: Health, _ resolved: Boxed<ResolvedHealth>, of service: ServiceManifest)
        -> [Finding]
    {
        [(health.ready, resolved.ready), (health.live, resolved.live), (health.startup, resolved.startup)]
            .compactMap {
                written,
                probe in
                guard let probe, probe.timeout.value > probe.period.value,
                    let span = written?.value.settings?.timeout?.span ?? written?.value.settings?.period?.span
                else { return nil }
                return Finding(
                    "a probe of `\(service.name)` may take longer than the time until the next one",
                    at: span,
                    "\(probe.timeout.value.manifestText) to answer, asked every \(probe.period.value.manifestText)",
                    help: "give an answer less time, or ask less often",
                    service: service.name
                )
            }
    }
}
