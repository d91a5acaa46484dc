// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Health: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Health? {
        Health(
            ready: fields.optional("ready", .probe, "whether it can take traffic; `/readyz` by default"),
            live: fields.optional("live", .probe, "whether it must be restarted; `/livez` by default"),
            startup: fields.optional("startup", .probe, "whether it has started; `/livez` by default"),
            port: fields.optional(
                "port",
                .port,
                "the port that probes use; that of the first API by default"
            ),
            budget: fields.optional("budget", .duration, "how long a start may take")
        )
    }
}

extension ProbeSettings: ManifestPart {
    static func read(_ fields: inout FieldReader) -> ProbeSettings? {
        ProbeSettings(
            path: fields.optional("path", .absolutePath, "the path that is asked"),
            port: fields.optional("port", .port, "the port that is asked"),
            period: fields.optional("period", .period, "the time between two questions"),
            timeout: fields.optional("timeout", .period, "how long an answer may take"),
            failures: fields.optional("failures", .positive, "how many misses in a row count"),
            delay: fields.optional("delay", .duration, "the wait before the first question"),
            checks: fields.list(
                "checks",
                of: .text("a dependency"),
                "the dependencies that the endpoint asks in turn"
            )
        )
    }
}

extension FieldFormat where Value == Probe {
    /// `off`, a path, or the long form.
    static var probe: FieldFormat {
        let shape = ScalarShape.text("`off`, a path, or a mapping", "/readyz")
        let short = FieldFormat(
            shape: { .scalar(shape) },
            read: { field in
                guard let scalar = field.node.scalar else { return nil }
                if scalar.text == "off" { return .off }
                guard scalar.text.hasPrefix("/") else {
                    field.report(scalar, unlike: shape)
                    return nil
                }
                let path = Located(scalar.text, at: field.node.span)
                return .on(
                    ProbeSettings(
                        path: path,
                        port: nil,
                        period: nil,
                        timeout: nil,
                        failures: nil,
                        delay: nil,
                        checks: []
                    )
                )
            }
        )
        let long = FieldFormat<ProbeSettings>.part(ProbeSettings.self)
        return long.map { Probe.on($0) }.orShort(short)
    }
}
