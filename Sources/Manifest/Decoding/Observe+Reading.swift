// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Observe: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Observe? {
        Observe(
            metrics: fields.optional(
                "metrics",
                .metrics,
                "whether and where metrics are scraped; `/metrics` by default"
            ),
            traces: fields.optional("traces", .boolean, "whether traces are sent; true by default"),
            logs: fields.optional(
                "logs",
                .text("a log format", "json", "text"),
                "how it logs to its output; `json` by default"
            ),
            runbook: fields.optional(
                "runbook",
                .address,
                "the page for the one who is woken; `{service}` is replaced"
            ),
            dashboards: fields.list(
                "dashboards",
                of: .address,
                "addresses of dashboards; for people and other tools, msctl does not act on them"
            ),
            alerts: fields.parts(
                "alerts",
                of: .part(Alert.self),
                "alerts that the team has set up, which lint rules look for; msctl sets up none"
            )
        )
    }
}

extension Metrics: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Metrics? {
        Metrics(
            enabled: true,
            path: fields.optional("path", .absolutePath, "the path; `/metrics` by default"),
            port: fields.optional("port", .port, "the port; that of the first API by default")
        )
    }
}

extension FieldFormat where Value == Metrics {
    /// `true`, `false`, or the long form.
    static var metrics: FieldFormat {
        FieldFormat.part(Metrics.self).orShort(
            FieldFormat<Bool>.boolean.map { Metrics(enabled: $0, path: nil, port: nil) }
        )
    }
}

extension Alert: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Alert? {
        let name = fields.required("name", .text("a name"), "the name of the alert")
        let expr = fields.required("expr", .text("a PromQL expression"), "the PromQL expression")
        let holds = fields.optional("for", .duration, "how long it must hold")
        let severity = fields.optional("severity", .text("a severity", "page", "ticket"), "how serious it is")
        guard let name, let expr else { return nil }
        return Alert(name: name, expr: expr, holds: holds, severity: severity, pointer: fields.pointer)
    }
}

extension NetworkExceptions: ManifestPart {
    static func read(_ fields: inout FieldReader) -> NetworkExceptions? {
        NetworkExceptions(
            egress: fields.parts("egress", of: .peer("to"), "where the service may connect to"),
            allowFrom: fields.parts("allowFrom", of: .peer("from"), "who may connect to the service")
        )
    }
}

extension FieldFormat where Value == NetworkPeer {
    /// A host, range or name, or the long form with ports and a reason.
    static func peer(_ key: String) -> FieldFormat {
        let text = FieldFormat<String>.text(
            "a host, an address range or a name",
            "smtp.example.com",
            "10.0.0.0/8"
        )
        let short = text.located { value, field in
            NetworkPeer(
                peer: value,
                ports: [],
                reason: nil,
                pointer: field.pointer
            )
        }
        return FieldFormat.mapping { fields in
            let peer = fields.required(key, text, "a host, an address range or a name")
            let ports = fields.list("ports", of: .port, "the ports; all by default")
            let reason = fields.optional("reason", .text("a reason"), "why it is needed")
            return peer.map { NetworkPeer(peer: $0, ports: ports, reason: reason, pointer: fields.pointer) }
        }.orShort(short)
    }
}
