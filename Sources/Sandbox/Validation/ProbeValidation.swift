// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The rules of probes and of what is done when a container starts and stops.
enum ProbeValidation {
    /// What is wrong with the handlers of a container; `grace` is how many seconds its pod has to stop.
    static func container(_ container: JSONValue, at place: String, grace: Int64?) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for moment in ["postStart", "preStop"] {
            guard let handler = container[path: "lifecycle", moment] else { continue }
            causes += self.handler(
                handler,
                ["exec", "httpGet", "tcpSocket", "sleep"],
                at: "\(place).lifecycle.\(moment)",
                grace: grace
            )
        }
        for kind in ["livenessProbe", "readinessProbe", "startupProbe"] {
            guard let probe = container[kind] else { continue }
            causes += self.probe(probe, at: "\(place).\(kind)")
            causes += threshold(probe, kind, at: "\(place).\(kind)")
        }
        return causes
    }

    private static func probe(_ probe: JSONValue, at field: String) -> [StatusFailure.Cause] {
        var causes = handler(probe, ["exec", "httpGet", "tcpSocket", "grpc"], at: field, grace: nil)
        for name in [
            "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
        ] { causes.addNegative(probe[name], at: "\(field).\(name)") }
        if let seconds = probe["terminationGracePeriodSeconds"]?.integer, seconds <= 0 {
            let place = "\(field).terminationGracePeriodSeconds"
            causes.append(.invalid(place, .integer(seconds), "must be greater than 0"))
        }
        return causes
    }

    private static func threshold(_ probe: JSONValue, _ kind: String, at field: String)
        -> [StatusFailure.Cause]
    {
        if kind == "readinessProbe" {
            guard let seconds = probe["terminationGracePeriodSeconds"] else { return [] }
            let place = "\(field).terminationGracePeriodSeconds"
            return [.invalid(place, seconds, "must not be set for readinessProbes")]
        }
        // Nothing is the default, which is 1.
        guard let number = probe["successThreshold"]?.integer, number != 0, number != 1 else { return [] }
        return [.invalid("\(field).successThreshold", .integer(number), "must be 1")]
    }

    private static func handler(_ handler: JSONValue, _ kinds: [String], at field: String, grace: Int64?)
        -> [StatusFailure.Cause]
    {
        let present = kinds.filter { handler[$0] != nil }
        guard let first = present.first, let action = handler[first] else {
            return [.required(field, "must specify a handler type")]
        }
        return self.action(action, first, at: "\(field).\(first)", grace: grace)
            + present.dropFirst().map {
                .forbidden("\(field).\($0)", "may not specify more than 1 handler type")
            }
    }

    private static func action(_ action: JSONValue, _ kind: String, at field: String, grace: Int64?)
        -> [StatusFailure.Cause]
    {
        var causes: [StatusFailure.Cause] = []
        switch kind {
        case "exec":
            if action["command"]?.elements.isEmpty ?? true { causes.append(.required("\(field).command")) }
        case "httpGet":
            causes += port(action["port"], at: "\(field).port")
            causes.add(action["scheme"], at: "\(field).scheme", oneOf: ["HTTP", "HTTPS"])
            for header in action["httpHeaders"]?.elements ?? [] {
                let name = header["name"]?.string ?? ""
                causes.add(Format.header(name), at: "\(field).httpHeaders", name)
            }
        case "tcpSocket", "grpc": causes += port(action["port"], at: "\(field).port")
        default:
            let seconds = action["seconds"]?.integer ?? 0
            guard let grace, seconds < 0 || seconds > grace else { break }
            let words = "must be non-negative and less than terminationGracePeriodSeconds (\(grace))"
            causes.append(.invalid(field, .integer(seconds), words))
        }
        return causes
    }

    /// A port is a number, or the name of one.
    static func port(_ port: JSONValue?, at field: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if let name = port?.string {
            causes.add(Format.portName(name), at: field, name)
        } else {
            causes.add(.integer(port?.integer ?? 0), at: field, within: 1...65_535)
        }
        return causes
    }
}
