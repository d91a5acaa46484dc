// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Finds in the configuration of an object which Services of the cluster it calls by name.
///
/// Addresses stand in ConfigMaps, and in the variables and arguments of containers; routes name their Services.
struct ServiceCalls: Sendable {
    /// One place where a Service is named.
    struct Call: Sendable, Hashable {
        var target: ObjectReference
        /// JSON pointer to the text that names it.
        var pointer: String
    }

    private var targets: [String: ObjectReference] = [:]

    /// Looks for these Services, which all are in one namespace.
    init(to services: [ObjectReference]) {
        for service in services {
            let namespace = service.namespace ?? ""
            for suffix in ["", ".\(namespace)", ".\(namespace).svc", ".\(namespace).svc.cluster.local"] {
                targets[service.name + suffix] = service
            }
        }
    }

    /// The calls of one object, in the order of its text.
    func calls(in object: KubernetesObject) -> [Call] {
        var found: [Call] = []
        switch object.kind {
        case "ConfigMap": walk(object["data"], at: "/data", &found)
        case "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob":
            walk(object["spec"], at: "/spec", &found)
        case "Ingress", "HTTPRoute": walkRoutes(object["spec"], at: "/spec", &found)
        default: break
        }
        return found
    }

    private func walk(_ value: JSONValue?, at pointer: String, _ found: inout [Call]) {
        switch value {
        case .string(let text):
            for host in Self.hosts(in: text) {
                if let target = targets[host] { found.append(Call(target: target, pointer: pointer)) }
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() { walk(element, at: "\(pointer)/\(index)", &found) }
        case .object(let members):
            for member in members { walk(member.value, at: Self.pointer(pointer, member.key), &found) }
        default: break
        }
    }

    /// Routes name a Service by `backendRefs[].name` or by `backend.service.name`.
    private func walkRoutes(_ value: JSONValue?, at pointer: String, _ found: inout [Call]) {
        switch value {
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                let place = "\(pointer)/\(index)"
                if pointer.hasSuffix("/backendRefs"), element["kind"]?.string ?? "Service" == "Service" {
                    note(element["name"], at: place, &found)
                }
                walkRoutes(element, at: place, &found)
            }
        case .object(let members):
            for member in members {
                let place = Self.pointer(pointer, member.key)
                if member.key == "service" { note(member.value["name"], at: place, &found) }
                walkRoutes(member.value, at: place, &found)
            }
        default: break
        }
    }

    private func note(_ name: JSONValue?, at pointer: String, _ found: inout [Call]) {
        guard let name = name?.string, let target = targets[name] else { return }
        found.append(Call(target: target, pointer: pointer + "/name"))
    }

    private static func pointer(_ base: String, _ key: String) -> String {
        base + "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// The hosts of the addresses in a text: `http://u@orders:80/x`, `orders.shop.svc:9092`, and lists of them.
    ///
    /// A bare word is no address: it may mean anything.
    static func hosts(in text: String) -> [String] {
        text.split { " ,;\"'=\n".contains($0) }.compactMap { part in
            var rest = part[...]
            let scheme = rest.firstRange(of: "://")
            if let scheme { rest = rest[scheme.upperBound...] }
            rest = rest.prefix { !"/?#".contains($0) }
            if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
            let host = rest.prefix { $0 != ":" }
            let port = rest.dropFirst(host.count + 1)
            let isAddress =
                scheme != nil || (!port.isEmpty && port.allSatisfy(\.isNumber)) || host.contains(".svc")
            guard isAddress, !host.isEmpty else { return nil }
            return String(host.hasSuffix(".") ? host.dropLast() : host)
        }
    }
}
