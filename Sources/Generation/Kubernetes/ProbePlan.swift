// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest

/// The three probes of a service's main container.
struct ProbePlan {
    private(set) var startup: ProbeSpec?
    private(set) var ready: ProbeSpec?
    private(set) var live: ProbeSpec?
    private(set) var origins: [String: SourceSpan] = [:]

    init(_ facts: ServiceFacts) {
        guard !facts.role.runsToCompletion else { return }
        let health = facts.resolved.health
        let written = facts.manifest.health?.value
        startup = health.startup.flatMap { Self.probe($0, facts) }
        ready = health.ready.flatMap { Self.probe($0, facts) }
        live = health.live.flatMap { Self.probe($0, facts) }
        let all = facts.manifest.health?.span
        origins["/startupProbe"] = written?.startup?.span ?? health.budget.origin.span ?? all
        origins["/readinessProbe"] = written?.ready?.span ?? all
        origins["/livenessProbe"] = written?.live?.span ?? all
    }

    private static func probe(_ probe: ResolvedProbe, _ facts: ServiceFacts) -> ProbeSpec? {
        guard let action = action(probe, facts) else { return nil }
        var spec = ProbeSpec(action)
        let delay = Int(probe.delay.value.secondsRoundedUp)
        if delay > 0 { spec.initialDelaySeconds = delay }
        spec.periodSeconds = max(1, Int(probe.period.value.secondsRoundedUp))
        spec.timeoutSeconds = max(1, Int(probe.timeout.value.secondsRoundedUp))
        spec.failureThreshold = max(1, probe.failures.value)
        return spec
    }

    /// HTTP where the port speaks it or is for probes alone, else gRPC's health service, else a connection.
    private static func action(_ probe: ResolvedProbe, _ facts: ServiceFacts) -> ProbeSpec.Action? {
        guard let number = probe.port?.value else { return nil }
        guard let port = facts.ports.first(where: { $0.number == number }) else {
            return .httpGet(path: probe.path.value, port: .integer(number))
        }
        switch port.wire {
        case .http: return .httpGet(path: probe.path.value, port: .string(port.name))
        case .grpc: return .grpc(port: number)
        case .tcp: return .tcpSocket(port: .string(port.name))
        }
    }
}
