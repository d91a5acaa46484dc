// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Scale: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Scale? {
        Scale(
            min: fields.optional("min", .count, "the least replicas; by tier when absent"),
            max: fields.optional("max", .count, "the most replicas; twice the least when absent"),
            cpu: fields.optional("cpu", .utilization, "the cpu use that scaling aims at; `70%` by default"),
            rps: fields.optional("rps", .number, "the requests per second and replica that scaling aims at"),
            lag: fields.optional("lag", .positive, "the consumer lag per replica that scaling aims at"),
            rpsPerReplica: fields.optional(
                "rpsPerReplica",
                .number,
                "the requests per second that one replica can answer"
            ),
            schedule: fields.parts(
                "schedule",
                of: .part(ScaleWindow.self),
                "times with other bounds; for people and other tools, msctl does not act on them"
            ),
            isFixed: false
        )
    }
}

extension FieldFormat where Value == Scale {
    /// A fixed number of replicas, or the long form.
    static var scale: FieldFormat {
        let count = FieldFormat<Int>.count
        let short = count.located { value, _ in
            Scale(
                min: value,
                max: value,
                cpu: nil,
                rps: nil,
                lag: nil,
                rpsPerReplica: nil,
                schedule: [],
                isFixed: true
            )
        }
        return FieldFormat.part(Scale.self).orShort(short)
    }
}

extension ScaleWindow: ManifestPart {
    static func read(_ fields: inout FieldReader) -> ScaleWindow? {
        let start = fields.required("start", .cron, "when it begins")
        let end = fields.optional("end", .cron, "when it ends")
        let min = fields.required("min", .count, "the least replicas in that time")
        let max = fields.optional("max", .count, "the most replicas in that time")
        let timezone = fields.optional(
            "timezone",
            .text("a time zone", "Europe/Berlin"),
            "the time zone of both times"
        )
        guard let start, let min else { return nil }
        return ScaleWindow(
            start: start,
            end: end,
            min: min,
            max: max,
            timezone: timezone,
            pointer: fields.pointer
        )
    }
}

extension Resilience: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Resilience? {
        Resilience(
            slo: fields.optional(
                "slo",
                .slo,
                "the share of requests answered well, in percent; by tier when absent"
            ),
            deadline: fields.optional("deadline", .period, "the total time that an answer may take"),
            latency: fields.optional("latency", .part(Latency.self), "how long answers take"),
            drain: fields.optional(
                "drain",
                .duration,
                "how long the process finishes its work; `10s` by default"
            ),
            availability: fields.optional(
                "availability",
                .percentage,
                "the measured availability of the replicas"
            )
        )
    }
}

extension Resilience.Latency: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Resilience.Latency? {
        Resilience.Latency(
            p99: fields.optional(
                "p99",
                .period,
                "the time that 99 of 100 answers keep; for people and other tools, msctl does not act on it"
            )
        )
    }
}
