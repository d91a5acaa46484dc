// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension ServiceRendering {
    /// One Ingress for the host, and one beside it for every path that is moved from an old system.
    ///
    /// An Ingress has no weights. ingress-nginx has: the path leads to the old system, and a second Ingress, marked as
    /// its canary, takes a share of it.
    mutating func ingresses(host: Resolved<String>, port: ServiceFacts.Port) -> [DesiredObject] {
        var main = ingress(name, host: host)
        main.metadata.annotations.merge(limits) { _, own in own }
        var origins: [String: SourceSpan?] = ["/spec/rules/0/host": host.origin.span]
        var canaries: [DesiredObject] = []
        for path in entryPaths {
            var backend = IngressPath(path: path.path, service: name, port: .string(port.name))
            if let strangler = path.route?.strangler, let legacy = legacyBackend(strangler.value) {
                if strangler.value.weight.value < 100 {
                    backend.service = legacy.name
                    backend.port = .integer(legacy.port)
                }
                checkWeights(strangler)
                if canWeigh { canaries.append(canary(path, strangler, host: host, port: port)) }
            }
            origins["/spec/rules/0/http/paths/\(main.paths.count)"] = path.span
            main.paths.append(backend)
        }
        return [desired(main.object, origins: origins)] + canaries
    }

    private func ingress(_ name: String, host: Resolved<String>) -> IngressObject {
        let policy = topology.environment?.ingress?.value
        var object = IngressObject(metadata(name))
        object.className = policy?.ingressClass?.value
        object.host = host.value
        guard facts.manifest.expose?.value.tls?.value ?? true else { return object }
        object.tlsSecret = "\(self.name)-tls"
        if let tls = policy?.tls?.value {
            if tls.hasPrefix("issuer/") {
                object.metadata.annotations["cert-manager.io/cluster-issuer"] = String(tls.dropFirst(7))
            } else {
                object.tlsSecret = tls
            }
        }
        return object
    }

    private var ingressClass: String? { topology.environment?.ingress?.value.ingressClass?.value }

    private var canWeigh: Bool { ingressClass?.contains("nginx") ?? true }

    private var limits: [String: String] {
        guard ingressClass?.contains("nginx") ?? false,
            let rate = facts.manifest.provides.compactMap(\.rateLimit?.value).min()
        else { return [:] }
        return rate.perSecond >= 1
            ? ["nginx.ingress.kubernetes.io/limit-rps": String(Int(rate.perSecond))]
            : ["nginx.ingress.kubernetes.io/limit-rpm": String(max(1, Int(rate.perSecond * 60)))]
    }

    private func canary(
        _ path: EntryPath,
        _ strangler: Located<Strangler>,
        host: Resolved<String>,
        port: ServiceFacts.Port
    ) -> DesiredObject {
        var object = ingress("\(name)-\(Self.suffix(of: path.path))-canary", host: host)
        let prefix = "nginx.ingress.kubernetes.io/canary"
        object.metadata.annotations[prefix] = "true"
        object.metadata.annotations["\(prefix)-weight"] = String(strangler.value.weight.value)
        if let header = strangler.value.pin?.value.header?.value {
            object.metadata.annotations["\(prefix)-by-header"] = header
            object.metadata.annotations["\(prefix)-by-header-pattern"] = ".+"
        }
        if let cookie = strangler.value.pin?.value.cookie?.value {
            object.metadata.annotations["\(prefix)-by-cookie"] = cookie
        }
        object.paths = [IngressPath(path: path.path, service: name, port: .string(port.name))]
        return desired(object.object, origins: ["": strangler.span, "/spec/rules/0/host": host.origin.span])
    }

    /// The letters and digits of a path; what they leave out is told apart by a short hash.
    private static func suffix(of path: String) -> String {
        let words = path.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        let plain = words.joined(separator: "-")
        guard
            plain != plain.lowercased() || plain.utf8.count > 63 || path != "/" + words.joined(separator: "/")
        else { return plain }
        let readable = plain.lowercased().prefix(50)
        return (readable.isEmpty ? "" : readable + "-") + ContentSuffix.of(.string(path))
    }

    private mutating func checkWeights(_ strangler: Located<Strangler>) {
        let weight = strangler.value.weight.value
        if ingressClass?.contains("nginx") == true || weight == 100 || weight == 0 { return }
        let entry = ingressClass.map { "the ingress class `\($0)`" } ?? "the default ingress class"
        diagnostics.append(
            Diagnostic(
                id: "strangler-needs-weights",
                severity: .warning,
                headline: "\(entry) may not be able to send \(weight)% of the traffic to the new service",
                primary: .init(strangler.value.weight.span),
                notes: [
                    canWeigh
                        ? "a share is written in the annotations of ingress-nginx, which others pass over"
                        : "all of the traffic goes to `\(strangler.value.legacy.value)`"
                ],
                help: "give the Environment an `ingress.gateway`, or `ingress.class: nginx`",
                service: name
            )
        )
    }
}
