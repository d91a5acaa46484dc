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
        let health = facts.manifest.health?.value
        ready = probe(health?.ready, path: "/readyz", facts)
        ready?.fill(period: 5, failures: 2)
        live = probe(health?.live, path: "/livez", facts)
        live?.fill(period: 10, failures: 3)
        // The start may take its whole budget before the liveness probe begins to count.
        let livePath = health?.live?.value.settings?.path?.value ?? "/livez"
        var start = probe(health?.startup, path: livePath, facts)
        let period = start?.periodSeconds ?? 2
        let budget = Int((health?.budget?.value ?? .seconds(60)).secondsRoundedUp)
        start?.fill(period: period, failures: max(1, (budget + period - 1) / period))
        startup = start
        origins["/readinessProbe"] = health?.ready?.span ?? facts.manifest.health?.span
        origins["/livenessProbe"] = health?.live?.span ?? facts.manifest.health?.span
        origins["/startupProbe"] =
            health?.startup?.span ?? health?.budget?.span ?? facts.manifest.health?.span
    }

    private func probe(_ probe: Located<Manifest.Probe>?, path: String, _ facts: ServiceFacts) -> ProbeSpec? {
        if case .off = probe?.value { return nil }
        let settings = probe?.value.settings
        guard let action = action(settings, path: path, facts) else { return nil }
        var spec = ProbeSpec(action)
        spec.initialDelaySeconds = seconds(settings?.delay)
        spec.periodSeconds = seconds(settings?.period)
        spec.timeoutSeconds = seconds(settings?.timeout)
        spec.failureThreshold = settings?.failures?.value
        return spec
    }

    /// HTTP where the service speaks it or a port for probes is given, else gRPC's health service, else a connection.
    private func action(_ settings: ProbeSettings?, path: String, _ facts: ServiceFacts) -> ProbeSpec.Action?
    {
        let path = settings?.path?.value ?? path
        if let port = settings?.port?.value ?? facts.manifest.health?.value.port?.value {
            let name = facts.ports.first { $0.number == port && $0.wire == .http }?.name
            return .httpGet(path: path, port: name.map(IntOrString.string) ?? .integer(port))
        }
        if let port = facts.ports.first(where: { $0.wire == .http }) {
            return .httpGet(path: path, port: .string(port.name))
        }
        if let port = facts.ports.first(where: { $0.wire == .grpc }) { return .grpc(port: port.number) }
        return facts.ports.first.map { .tcpSocket(port: .string($0.name)) }
    }

    private func seconds(_ duration: Located<Duration>?) -> Int? {
        duration.map { max(1, Int($0.value.secondsRoundedUp)) }
    }
}

extension ProbeSpec {
    /// Sets what the manifest leaves open.
    fileprivate mutating func fill(period: Int, failures: Int) {
        if periodSeconds == nil { periodSeconds = period }
        if timeoutSeconds == nil { timeoutSeconds = 2 }
        if failureThreshold == nil { failureThreshold = failures }
    }
}
