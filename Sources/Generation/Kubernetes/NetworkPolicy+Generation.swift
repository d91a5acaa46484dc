// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest

extension ServiceRendering {
    /// What the graph declares may talk; everything else from and to the pods is denied.
    func networkPolicy() -> DesiredObject {
        var plan = NetworkPlan()
        planIngress(&plan)
        planEgress(&plan)
        var object = NetworkPolicyObject(metadata(), selector: facts.selector)
        object.ingress = plan.ingress
        object.egress = plan.egress
        return desired(object.object, origins: plan.origins)
    }

    private func planIngress(_ plan: inout NetworkPlan) {
        let callers = topology.calls(to: name)
        let ports = Set(callers.map(\.provider.api.port.value)).sorted()
        for port in ports {
            let names = Set(callers.filter { $0.provider.api.port.value == port }.map(\.caller))
            let peers = names.sorted().filter { $0 != name }.map { NetworkPeerSpec.pods(labels(of: $0)) }
            if !peers.isEmpty {
                plan.allowIn(peers, [NetworkPortSpec(.integer(port))], callers.first?.provider.api.span)
            }
        }
        if facts.resolved.host != nil {
            // The entry runs in a namespace that msctl does not know.
            let entry = entryPorts.map { NetworkPortSpec(.integer($0)) }
            plan.allowIn([.namespaces([:], pods: [:])], entry, facts.resolved.host?.origin.span)
        }
        if let port = facts.metrics.port {
            plan.allowIn(
                [.namespaces(["kubernetes.io/metadata.name": "monitoring"], pods: [:])],
                [NetworkPortSpec(.integer(port))],
                facts.manifest.observe?.value.metrics?.span
            )
        }
        for exception in facts.manifest.network?.value.allowFrom ?? [] {
            plan.allowIn(peers(exception.peer.value), exception.portSpecs, exception.peer.span)
        }
    }

    private var entryPorts: [Int] {
        facts.ports.filter { $0.wire != .tcp }.map(\.number)
    }

    private func planEgress(_ plan: inout NetworkPlan) {
        plan.allowOut(NetworkPlan.nameServers, [NetworkPortSpec(53, "UDP"), NetworkPortSpec(53)], nil)
        for edge in topology.calls(from: name) where edge.provider.service.name != name {
            plan.allowOut(
                [.pods(labels(of: edge.provider.service.name))],
                [NetworkPortSpec(.integer(edge.provider.api.port.value))],
                edge.span
            )
        }
        let external = facts.calls.filter(\.reference.isExternal)
            .map { Located($0.reference.name, at: $0.span) }
        for system in external + facts.manifest.legacySystems {
            guard let address = topology.external(system.value).flatMap({ HostAddress(url: $0.url.value) })
            else {
                continue
            }
            plan.allowOut(hosts(address.host), [NetworkPortSpec(.integer(address.port))], system.span)
        }
        for store in facts.remoteStores { planProvision(store.engine, &plan) }
        for engine in topology.brokerEngines(of: facts.manifest) {
            let topic = facts.manifest.publishes.first?.topic ?? facts.manifest.subscribes.first?.topic
            planProvision(Located(engine, at: topic?.span ?? facts.nameSpan), &plan)
        }
        if topology.environment?.provisioner(for: "otlp") != nil {
            planProvision(Located("otlp", at: facts.nameSpan), &plan)
        }
        for exception in facts.manifest.network?.value.egress ?? [] {
            plan.allowOut(peers(exception.peer.value), exception.portSpecs, exception.peer.span)
        }
    }

    /// A store or broker: its servers where they are known, else anywhere on the usual port of its engine.
    private func planProvision(_ engine: Located<String>, _ plan: inout NetworkPlan) {
        let provisioner = topology.environment?.provisioner(for: engine.value)?.value.value
        let standard = NetworkPlan.usualPorts[engine.value]
        let servers = (provisioner?.servers?.value ?? provisioner?.host?.value ?? "")
            .replacing("{service}", with: name).split(separator: ",")
            .map { $0.trimmed }
            .compactMap { HostAddress(url: $0) ?? HostAddress(hostAndPort: $0, standardPort: standard) }
        for server in servers {
            plan.allowOut(hosts(server.host), [NetworkPortSpec(.integer(server.port))], engine.span)
        }
        if servers.isEmpty, let standard {
            plan.allowOut(NetworkPlan.anywhere, [NetworkPortSpec(.integer(standard))], engine.span)
        }
    }

    private func labels(of service: String) -> [String: String] {
        ["app.kubernetes.io/name": service, "app.kubernetes.io/part-of": topology.systemName]
    }

    /// The pods behind a host name of the cluster are in its namespace; other names cannot be told by a policy.
    private func hosts(_ host: String) -> [NetworkPeerSpec] {
        let parts = host.split(separator: ".").map(String.init)
        if parts.count == 1, parts[0] != "localhost", !host.contains(":") { return [.pods([:])] }
        if parts.count >= 2, parts.count == 2 || parts[2] == "svc", !NetworkPlan.isAddress(host),
            parts.count > 2 || host.hasSuffix(".svc")
        {
            return [.namespaces(["kubernetes.io/metadata.name": parts[1]], pods: [:])]
        }
        if host.contains(":") { return [.addresses("\(host)/128", except: [])] }
        return NetworkPlan.isAddress(host) ? [.addresses("\(host)/32", except: [])] : NetworkPlan.anywhere
    }

    /// The other side of an exception: a service, an address range, `*`, a host or a namespace.
    private func peers(_ text: String) -> [NetworkPeerSpec] {
        if text == "*" { return NetworkPlan.anywhere }
        if text.contains("/") { return [.addresses(text, except: [])] }
        if NetworkPlan.isAddress(text) { return [.addresses("\(text)/32", except: [])] }
        if topology.services.contains(where: { $0.name == text }) { return [.pods(labels(of: text))] }
        return text.contains(".")
            ? hosts(text) : [.namespaces(["kubernetes.io/metadata.name": text], pods: [:])]
    }
}

extension NetworkPeer {
    fileprivate var portSpecs: [NetworkPortSpec] { ports.map { NetworkPortSpec(.integer($0.value)) } }
}
