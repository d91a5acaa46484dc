// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest

extension ServiceRendering {
    /// The headless Service that gives the pods of a StatefulSet their names.
    var headlessName: String { "\(name)-pods" }

    /// The Service, the headless one of a StatefulSet, and a name for every old system that routes still lead to.
    func services() -> [DesiredObject] {
        var objects: [DesiredObject] = []
        if !facts.ports.isEmpty, !facts.role.runsToCompletion {
            objects.append(service(name, isHeadless: false))
        }
        if facts.isStateful { objects.append(service(headlessName, isHeadless: true)) }
        if facts.resolved.host != nil { objects += facts.manifest.legacySystems.compactMap(legacyService) }
        return objects
    }

    private func service(_ name: String, isHeadless: Bool) -> DesiredObject {
        var object = ServiceObject(metadata(name))
        object.selector = facts.selector
        var origins: [String: SourceSpan?] = [:]
        for port in facts.ports {
            origins["/spec/ports/\(object.ports.count)"] = port.span
            var entry = ServicePort(name: port.name, port: port.number, targetPort: .string(port.name))
            switch port.wire {
            case .http: entry.appProtocol = "http"
            case .grpc: entry.appProtocol = "kubernetes.io/h2c"
            case .tcp: break
            }
            object.ports.append(entry)
        }
        if isHeadless {
            object.clusterIP = "None"
            object.publishesUnready = true
        }
        return desired(object.object, origins: origins)
    }

    private func legacyService(_ legacy: Located<String>) -> DesiredObject? {
        guard let address = topology.external(legacy.value).flatMap({ HostAddress(url: $0.url.value) }) else {
            return nil
        }
        var object = ServiceObject(metadata(legacy.value))
        object.type = "ExternalName"
        object.externalName = address.host
        object.ports = [ServicePort(name: "http", port: address.port, targetPort: .integer(address.port))]
        return desired(object.object, origins: ["/spec": legacy.span])
    }
}

/// The host and port of an address.
struct HostAddress: Sendable, Hashable {
    var host: String
    var port: Int

    /// Reads `scheme://host[:port][/path]`; the port follows from the scheme when it is not written.
    init?(url: String) {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let standard = ["https": 443, "http": 80, "grpcs": 443][String(url[..<scheme.lowerBound])]
        let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        let address =
            authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        self.init(hostAndPort: String(address), standardPort: standard)
    }

    /// Reads `host:port` or `[IPv6]:port`; `nil` without a port unless there is a standard one.
    init?(hostAndPort text: String, standardPort: Int? = nil) {
        var parts = text.split(separator: ":")
        if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
            parts = [text[text.index(after: text.startIndex)..<close]]
            parts += text[close...].dropFirst().split(separator: ":")
        }
        guard let host = parts.first, parts.count <= 2 else { return nil }
        guard let port = parts.count == 2 ? Int(parts[1]) : standardPort else { return nil }
        self.host = String(host)
        self.port = port
    }
}
