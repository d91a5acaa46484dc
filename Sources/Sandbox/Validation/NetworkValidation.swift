// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The rules of NetworkPolicies and Ingresses.
enum NetworkValidation {
    static func policy(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes = SelectorValidation.selector(spec["podSelector"], at: "spec.podSelector")
        for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
            for (index, rule) in (spec[direction]?.elements ?? []).enumerated() {
                let place = "spec.\(direction)[\(index)]"
                for (position, port) in (rule["ports"]?.elements ?? []).enumerated() {
                    causes += self.port(port, at: "\(place).ports[\(position)]")
                }
                for (position, peer) in (rule[peers]?.elements ?? []).enumerated() {
                    causes += self.peer(peer, at: "\(place).\(peers)[\(position)]")
                }
            }
        }
        let types = spec["policyTypes"]?.elements ?? []
        if types.count > 2 {
            let words = "may not specify more than two policyTypes"
            return causes + [.invalid("spec.policyTypes", .array(types), words)]
        }
        for (index, type) in types.enumerated() {
            causes.add(type, at: "spec.policyTypes[\(index)]", oneOf: ["Ingress", "Egress"])
        }
        return causes
    }

    private static func port(_ port: JSONValue, at place: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        causes.add(port["protocol"], at: "\(place).protocol", oneOf: ["TCP", "UDP", "SCTP"])
        let last = port["endPort"]?.integer
        if let first = port["port"]?.integer {
            causes.add(.integer(first), at: "\(place).port", within: 1...65_535)
            guard let last else { return causes }
            if last < first {
                let words = "must be greater than or equal to `port`"
                causes.append(.invalid("\(place).endPort", .integer(first), words))
            }
            causes.add(.integer(last), at: "\(place).endPort", within: 1...65_535)
            return causes
        }
        let name = port["port"]?.string
        if let last {
            let words =
                "may not be specified when `port` is " + (name == nil ? "not specified" : "non-numeric")
            causes.append(.invalid("\(place).endPort", .integer(last), words))
        }
        if let name { causes.add(Format.portName(name), at: "\(place).port", name) }
        return causes
    }

    private static func peer(_ peer: JSONValue, at place: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for name in ["podSelector", "namespaceSelector"] {
            causes += SelectorValidation.selector(peer[name], at: "\(place).\(name)")
        }
        let block = peer["ipBlock"]
        if let block { causes += self.block(block, at: "\(place).ipBlock") }
        let count = ["podSelector", "namespaceSelector", "ipBlock"].filter { peer[$0] != nil }.count
        if count == 0 {
            causes.append(.required(place, "must specify a peer"))
        } else if count > 1, block != nil {
            causes.append(.forbidden(place, "may not specify both ipBlock and another peer"))
        }
        return causes
    }

    private static func block(_ block: JSONValue, at place: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        causes.addRequired(block["cidr"], at: "\(place).cidr", Format.network)
        guard let all = Format.Network(block["cidr"]?.string ?? "") else { return causes }
        for (index, exception) in (block["except"]?.elements ?? []).enumerated() {
            let text = exception.string ?? ""
            let field = "\(place).except[\(index)]"
            causes.add(Format.network(text), at: field, text)
            guard let part = Format.Network(text), !all.isWider(than: part) else { continue }
            causes.append(.invalid(field, exception, "must be a strict subset of `cidr`"))
        }
        return causes
    }

    static func ingress(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let rules = spec["rules"]?.elements ?? []
        if rules.isEmpty, spec["defaultBackend"] == nil {
            let words = "either `defaultBackend` or `rules` must be specified"
            causes.append(.invalid("spec", .null, words))
        }
        if let backend = spec["defaultBackend"] {
            causes += self.backend(backend, at: "spec.defaultBackend")
        }
        for (index, rule) in rules.enumerated() { causes += self.rule(rule, at: "spec.rules[\(index)]") }
        for (index, entry) in (spec["tls"]?.elements ?? []).enumerated() {
            let place = "spec.tls[\(index)]"
            for (position, host) in (entry["hosts"]?.elements ?? []).enumerated() {
                let text = host.string ?? ""
                causes.add(self.host(text), at: "\(place).hosts[\(position)]", text)
            }
            causes.addOptional(entry["secretName"], at: "\(place).secretName", Format.subdomain)
        }
        if let name = spec["ingressClassName"]?.string {
            causes.add(Format.subdomain(name), at: "spec.ingressClassName", name)
        }
        return causes
    }

    private static func host(_ host: String) -> [String] {
        host.contains("*") ? Format.wildcard(host) : Format.subdomain(host)
    }

    private static func rule(_ rule: JSONValue, at place: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if let host = rule["host"]?.string, !host.isEmpty {
            if Format.addressBytes(host) != nil {
                let words = "must be a DNS name, not an IP address"
                causes.append(.invalid("\(place).host", .string(host), words))
            }
            causes.add(self.host(host), at: "\(place).host", host)
        }
        guard let http = rule["http"] else { return causes }
        let paths = http["paths"]?.elements ?? []
        if paths.isEmpty { causes.append(.required("\(place).http.paths")) }
        for (index, path) in paths.enumerated() {
            let field = "\(place).http.paths[\(index)]"
            guard let type = path["pathType"]?.string else {
                causes.append(.required("\(field).pathType", "pathType must be specified"))
                continue
            }
            causes.add(
                self.path(path["path"]?.string ?? "", type),
                at: "\(field).path",
                path["path"]?.string ?? ""
            )
            let types = ["Exact", "ImplementationSpecific", "Prefix"]
            if !types.contains(type) { causes.append(.unsupported("\(field).pathType", type, types)) }
            causes += backend(path["backend"] ?? [:], at: "\(field).backend")
        }
        return causes
    }

    private static func path(_ path: String, _ type: String) -> [String] {
        let isLoose = type == "ImplementationSpecific"
        guard isLoose || type == "Exact" || type == "Prefix" else { return [] }
        if isLoose, path.isEmpty { return [] }
        var words = path.hasPrefix("/") ? [] : ["must be an absolute path"]
        if isLoose { return words }
        for part in ["//", "/./", "/../", "%2f", "%2F"] where path.contains(part) {
            words.append("must not contain '\(part)'")
        }
        for end in ["/..", "/."] where path.hasSuffix(end) { words.append("cannot end with '\(end)'") }
        return words
    }

    private static func backend(_ backend: JSONValue, at place: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let resource = backend["resource"]
        guard let service = backend["service"] else {
            guard let resource else {
                return [.invalid(place, "", "resource or service backend is required")]
            }
            for name in ["kind", "name"] {
                causes.addRequired(resource[name], at: "\(place).resource.\(name)", Format.pathSegment)
            }
            return causes
        }
        if resource != nil { return [.invalid(place, "", "cannot set both resource and service backends")] }
        causes.addRequired(service["name"], at: "\(place).service.name", Format.label)
        let name = service["port"]?["name"]?.string ?? ""
        let number = service["port"]?["number"]?.integer ?? 0
        let field = "\(place).service.port"
        switch (name.isEmpty, number == 0) {
        case (false, false): causes.append(.invalid(place, "", "cannot set both port name & port number"))
        case (false, true): causes.add(Format.portName(name), at: "\(field).name", name)
        case (true, false): causes.add(.integer(number), at: "\(field).number", within: 1...65_535)
        case (true, true): causes.append(.required(place, "port name or number is required"))
        }
        return causes
    }
}
