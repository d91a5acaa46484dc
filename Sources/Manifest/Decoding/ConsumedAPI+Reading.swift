// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension ConsumedAPI: ManifestPart {
    static func read(_ fields: inout FieldReader) -> ConsumedAPI? {
        let api = fields.required("api", .apiReference, "the API with its version, such as `catalog/v1`")
        let required = fields.optional(
            "required",
            .boolean,
            "whether no answer is possible without it; true by default"
        )
        let timeout = fields.optional("timeout", .duration, "how long one try may take")
        let retries = fields.optional("retries", .retries, "what happens after a try without an answer")
        let breaker = fields.optional("breaker", .breaker, "when calling stops for a while")
        let fallback: Located<Fallback>? = fields.optional(
            "fallback",
            .choice("a fallback"),
            "what happens without an answer"
        )
        let maxConcurrent = fields.optional("maxConcurrent", .positive, "how many calls may wait at once")
        let calls = fields.optional(
            "calls",
            .number,
            "the mean number of calls per inbound request; 1 by default"
        )
        let operations = fields.list(
            "operations",
            of: .text("an operation"),
            "the operations used, as in the contract"
        )
        let parallel = fields.optional(
            "parallel",
            .text("a group"),
            "calls of the same group run side by side"
        )
        let idempotent = fields.optional("idempotent", .boolean, "whether repeating the call is harmless")
        guard let api else { return nil }
        return ConsumedAPI(
            span: fields.span,
            pointer: fields.pointer,
            api: api,
            required: required,
            timeout: timeout,
            retries: retries,
            breaker: breaker,
            fallback: fallback,
            maxConcurrent: maxConcurrent,
            calls: calls,
            operations: operations,
            parallel: parallel,
            idempotent: idempotent
        )
    }
}

extension Retries: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Retries? {
        Retries(
            max: fields.optional("max", .integer(0...100), "how many further tries there are"),
            backoff: fields.optional(
                "backoff",
                .duration,
                "the wait before the first retry; `50ms` by default"
            ),
            cap: fields.optional("cap", .duration, "the longest wait; `2s` by default"),
            jitter: fields.optional(
                "jitter",
                .boolean,
                "whether waits are spread at random; true by default"
            ),
            on: fields.list("on", of: .choice("a reason to retry"), "what is worth a retry"),
            budget: fields.optional("budget", .percentage, "the share of calls that may be retries")
        )
    }
}

extension FieldFormat where Value == Retries {
    /// A number of retries, or the long form.
    static var retries: FieldFormat {
        let count = FieldFormat<Int>.integer(0...100)
        let short = count.located { value, _ in
            Retries(
                max: value,
                backoff: nil,
                cap: nil,
                jitter: nil,
                on: [],
                budget: nil
            )
        }
        return FieldFormat.part(Retries.self).orShort(short)
    }
}

extension Breaker: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Breaker? {
        Breaker(
            enabled: true,
            errors: fields.optional(
                "errors",
                .percentage,
                "the share of errors that opens it, as the caller's code has it"
            ),
            window: fields.optional(
                "window",
                .period,
                "the time over which errors are counted, as the caller's code has it"
            ),
            open: fields.optional("open", .period, "how long it stays open, as the caller's code has it")
        )
    }
}

extension FieldFormat where Value == Breaker {
    /// `true`, `false`, or the long form.
    static var breaker: FieldFormat {
        FieldFormat.part(Breaker.self).orShort(
            FieldFormat<Bool>.boolean.map { Breaker(enabled: $0, errors: nil, window: nil, open: nil) }
        )
    }
}
