// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest

extension ServiceRendering {
    /// How requests from outside reach the service: a route of the Environment's Gateway, else an Ingress.
    mutating func entry() -> [DesiredObject] {
        guard let host = facts.resolved.host, let port = facts.ports.first(where: { $0.wire != .tcp }) else {
            return []
        }
        if let gateway = topology.environment?.ingress?.value.gateway {
            return httpRoutes(host: host, gateway: gateway, port: port)
        }
        return ingresses(host: host, port: port)
    }

    /// One path of the entry: that of a route, one of `expose`, or everything.
    struct EntryPath {
        var path: String
        var route: Route?
        var span: SourceSpan
    }

    /// The paths in the order declared.
    var entryPaths: [EntryPath] {
        let routes = facts.manifest.routes.map {
            EntryPath(path: $0.path.value, route: $0, span: $0.path.span)
        }
        let exposed = (facts.manifest.expose?.value.paths ?? []).map {
            EntryPath(path: $0.value, route: nil, span: $0.span)
        }
        let all = routes + exposed
        return all.isEmpty ? [EntryPath(path: "/", route: nil, span: facts.nameSpan)] : all
    }

    /// The Service and port that stand for an old system.
    func legacyBackend(_ strangler: Strangler) -> (name: String, port: Int)? {
        topology.external(strangler.legacy.value).flatMap { HostAddress(url: $0.url.value) }
            .map { (strangler.legacy.value, $0.port) }
    }

    /// The routes; an HTTPRoute holds at most 16 rules, so that many paths make several of them.
    private func httpRoutes(
        host: Resolved<String>,
        gateway: Located<String>,
        port: ServiceFacts.Port
    ) -> [DesiredObject] {
        let all = entryPaths.flatMap { path in
            rules(path, port: port.number).map { (rule: $0, span: path.route?.strangler?.span ?? path.span) }
        }
        return stride(from: 0, to: all.count, by: 16).enumerated().map { number, start in
            let suffix = number == 0 ? "" : "-\(number + 1)"
            var object = HTTPRouteObject(metadata(name + suffix), gateway: gateway.value)
            object.hostnames = [host.value]
            var origins: [String: SourceSpan?] = [
                "/spec/hostnames": host.origin.span, "/spec/parentRefs": gateway.span,
            ]
            for entry in all[start...].prefix(16) {
                origins["/spec/rules/\(object.rules.count)"] = entry.span
                object.rules.append(entry.rule)
            }
            return desired(object.object, origins: origins)
        }
    }

    /// The rules of a path: first those who are pinned to the new service, then everybody by weight.
    private func rules(_ path: EntryPath, port: Int) -> [HTTPRouteRule] {
        var rule = HTTPRouteRule(path: path.path)
        rule.methods = path.route?.methods.map(\.value.rawValue) ?? []
        rule.timeout = path.route?.timeout.map { Self.gatewayDuration($0.value) }
        rule.backends = [HTTPBackend(name: name, port: port)]
        guard let strangler = path.route?.strangler?.value, let legacy = legacyBackend(strangler) else {
            return [rule]
        }
        var shared = rule
        shared.backends[0].weight = strangler.weight.value
        var old = HTTPBackend(name: legacy.name, port: legacy.port)
        old.weight = 100 - strangler.weight.value
        shared.backends.append(old)
        var pinned: [HTTPRouteRule] = []
        if let header = strangler.pin?.value.header?.value {
            rule.header = .init(name: header, pattern: ".+")
            pinned.append(rule)
        }
        if let cookie = strangler.pin?.value.cookie?.value {
            rule.header = .init(name: "Cookie", pattern: "(^|.*; )\(cookie)=.*")
            pinned.append(rule)
        }
        return pinned + [shared]
    }

    /// The Gateway API takes up to four whole numbers of at most five digits, with the units h, m, s and ms.
    private static func gatewayDuration(_ duration: Duration) -> String {
        let milliseconds = duration.wholeMilliseconds
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let fraction = rest == 0 ? "" : "\(rest)ms"
        if milliseconds < 100_000, rest > 0 { return "\(milliseconds)ms" }
        if seconds < 100_000 { return "\(seconds)s\(fraction)" }
        return "\(min(seconds / 3600, 99_999))h\(seconds % 3600)s\(fraction)"
    }
}
