// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest

/// A service as it is meant to run in one Environment: its manifest, the overrides, and the defaults.
struct ServiceFacts: Sendable {
    /// A port of the container and the Service.
    struct Port: Sendable {
        var name: String
        var number: Int
        var wire: WireProtocol
        var span: SourceSpan
    }

    let resolved: ResolvedService
    let topology: SystemTopology

    init(_ resolved: ResolvedService, in topology: SystemTopology) {
        self.resolved = resolved
        self.topology = topology
    }

    var manifest: ServiceManifest { resolved.manifest }
    var name: String { resolved.name }
    var role: Role { resolved.role.value }
    var nameSpan: SourceSpan { manifest.metadata.name.span }
    var run: Run? { manifest.run?.value }
    var scale: Boxed<ResolvedScale> { resolved.scale }

    /// The calls of the service in the order declared.
    var calls: [OutgoingCall] {
        resolved.outgoing(defaults: topology.system?.defaults?.value.call?.value)
    }

    /// Whether an autoscaler decides the number of replicas.
    var isScaled: Bool { !role.runsToCompletion && !scale.isFixed }

    /// Whether there is ever more than one replica.
    var hasSeveralReplicas: Bool { !role.runsToCompletion && max(scale.min.value, scale.max.value) > 1 }

    /// The ports in the order declared, each number once; named after what is spoken there.
    var ports: [Port] {
        var ports: [Port] = []
        for api in manifest.provides where !ports.contains(where: { $0.number == api.port.value }) {
            let wire = api.wireProtocol.value
            let isTaken = ports.contains { $0.name == wire.rawValue }
            ports.append(
                Port(
                    name: isTaken ? "\(wire.rawValue)-\(api.port.value)" : wire.rawValue,
                    number: api.port.value,
                    wire: wire,
                    span: api.port.span
                )
            )
        }
        return ports
    }

    /// Labels by which selectors find the pods; they never change.
    var selector: [String: String] {
        ["app.kubernetes.io/name": name, "app.kubernetes.io/part-of": topology.systemName]
    }

    /// The labels of every object of the service.
    var labels: [String: String] {
        var labels: [String: String] = [:]
        for label in manifest.metadata.labels { labels[label.name.value] = label.value.value }
        labels.merge(selector) { _, own in own }
        labels["app.kubernetes.io/managed-by"] = "msctl"
        labels["msctl.dev/service"] = name
        labels["msctl.dev/domain"] = manifest.domain?.value.text
        labels["msctl.dev/owner"] = manifest.owner?.value.text
        return labels
    }

    /// The annotations of every object of the service: who is woken, and what they read.
    var annotations: [String: String] {
        var annotations: [String: String] = [:]
        for annotation in manifest.metadata.annotations {
            annotations[annotation.name.value] = annotation.value.value
        }
        let team = topology.system?.teams.first { $0.name.value == manifest.owner?.value.text }?.value.value
        annotations["msctl.dev/contact"] = team?.contact?.value
        annotations["msctl.dev/oncall"] = team?.oncall?.value
        annotations["msctl.dev/runbook"] = resolved.observe.runbook?.value
        annotations["msctl.dev/description"] = manifest.metadata.description?.value
        return annotations
    }

    /// Stores that live on a volume of the service's own pods.
    ///
    /// They are those of an engine that is nothing but files, and those that the Environment embeds.
    var localStores: [DataStore] {
        manifest.data.filter { store in
            Self.fileEngines.contains(store.engine.value)
                || topology.environment?.provisioner(for: store.engine.value)?.value.value.via.value
                    == .embedded
        }
    }

    /// Stores that run somewhere else.
    var remoteStores: [DataStore] {
        let local = localStores.map(\.pointer)
        return manifest.data.filter { !local.contains($0.pointer) }
    }

    private static let fileEngines: Set<String> = ["disk", "filesystem", "local", "sqlite", "volume"]

    /// Whether pods keep data of their own, and so need a stable identity and a volume each.
    var isStateful: Bool { !role.runsToCompletion && localStores.contains(where: \.isPersistent) }

    /// How long the process finishes its work after the signal to stop, in whole seconds.
    var drainSeconds: Int { Int(resolved.drain.value.secondsRoundedUp) }

    /// How long a pod keeps serving after it was taken out of its Service, in seconds.
    ///
    /// Endpoints are withdrawn at the same time as the stop begins, not before: without the wait, connections that
    /// arrive meanwhile are refused.
    var preStopSeconds: Int { ports.isEmpty || role.runsToCompletion ? 0 : 5 }
}

extension Duration {
    /// Whole seconds, not less than the duration.
    var secondsRoundedUp: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}

extension Quantity {
    /// The same amount as a manifest's.
    init(_ quantity: WrittenQuantity) {
        self =
            Quantity(quantity.text)
            ?? Quantity(billionths: Int128(quantity.thousandths) * 1_000_000)
    }
}
