// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension TableRow {
    /// The cells of what leads to pods; `nil` for other kinds.
    func network(_ type: ResourceType) -> [JSONValue]? {
        switch type {
        case .services: service
        case .ingresses:
            [
                spec["ingressClassName"] ?? "<none>", .string(hosts), .string(balancer),
                spec["tls"] == nil ? "80" : "80, 443", age,
            ]
        case .ingressClasses: [spec["controller"] ?? "", .string(parameters), age]
        case .networkPolicies:
            [
                .string(
                    Selection.of(spec["podSelector"]).map {
                        $0.requirements.isEmpty ? "<none>" : $0.description
                    } ?? "<none>"
                ), age,
            ]
        case .endpointSlices: endpointSlice
        case .endpoints: [.string(endpoints), age]
        case .httpRoutes: [.string(spec["hostnames"]?.text() ?? ""), age]
        case .gateways:
            [
                spec["gatewayClassName"] ?? "",
                status["addresses"]?.elements.first?["value"] ?? "",
                Conditions.find("Programmed", in: status)?["status"] ?? "", age,
            ]
        default: nil
        }
    }

    private var service: [JSONValue] {
        let ports = (spec["ports"]?.elements ?? []).map { port in
            let node = port["nodePort"]?.wholeNumber.map { ":\($0)" } ?? ""
            return "\(port["port"]?.wholeNumber ?? 0)\(node)/\(port["protocol"]?.string ?? "TCP")"
        }
        return [
            spec["type"] ?? "", spec["clusterIP"] ?? "<none>", .string(externalAddress),
            .string(ports.isEmpty ? "<none>" : ports.joined(separator: ",")), age,
            .string(Self.labels(StoredObject.strings(spec["selector"]))),
        ]
    }

    private var externalAddress: String {
        if let name = spec["externalName"]?.string { return name }
        let isBalanced = spec["type"]?.string == "LoadBalancer"
        let addresses =
            (isBalanced && !balancer.isEmpty ? [balancer] : [])
            + (spec["externalIPs"]?.elements ?? []).compactMap(\.string)
        guard addresses.isEmpty else { return addresses.joined(separator: ",") }
        return isBalanced ? "<pending>" : "<none>"
    }

    /// The addresses that a load balancer gave.
    private var balancer: String {
        let entries = status[path: "loadBalancer", "ingress"]?.elements ?? []
        return entries.compactMap { $0["ip"]?.string ?? $0["hostname"]?.string }.sorted()
            .joined(separator: ",")
    }

    private var hosts: String {
        Self.few((spec["rules"]?.elements ?? []).compactMap { $0["host"]?.string }, none: "*")
    }

    private var parameters: String {
        guard let reference = spec["parameters"] else { return "<none>" }
        let group = reference["apiGroup"]?.string.map { ".\($0)" } ?? ""
        return "\(reference["kind"]?.string ?? "")\(group)/\(reference["name"]?.string ?? "")"
    }

    private var endpointSlice: [JSONValue] {
        let ports = (object["ports"]?.elements ?? []).map { port in
            port["port"]?.integer.map { String($0) } ?? port["name"]?.string ?? "*"
        }
        let addresses = (object["endpoints"]?.elements ?? []).flatMap { endpoint in
            (endpoint["addresses"]?.elements ?? []).compactMap(\.string)
        }
        return [
            object["addressType"] ?? "", .string(Self.few(ports, none: "<unset>")),
            .string(Self.few(addresses, none: "<unset>")), age,
        ]
    }

    /// The first of a list, and how many more there are.
    static func few(_ texts: [String], most: Int = 3, separator: String = ",", none: String) -> String {
        guard !texts.isEmpty else { return none }
        let rest = texts.count > most ? " + \(texts.count - most) more..." : ""
        return texts.prefix(most).joined(separator: separator) + rest
    }

    /// Addresses with their ports.
    private var endpoints: String {
        var all: [String] = []
        for subset in object["subsets"]?.elements ?? [] {
            let addresses = (subset["addresses"]?.elements ?? []).compactMap { $0["ip"]?.string }
            let ports = (subset["ports"]?.elements ?? []).compactMap { $0["port"]?.integer }
            if ports.isEmpty { all += addresses }
            for port in ports { all += addresses.map { "\($0):\(port)" } }
        }
        return Self.few(all, none: "<none>")
    }
}
