// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension DeployPolicy: ManifestPart {
    static func read(_ fields: inout FieldReader) -> DeployPolicy? {
        DeployPolicy(
            strategy: fields.optional(
                "strategy",
                .choice("a strategy"),
                "how the new version replaces the old one; by tier when absent; canary and blueGreen are rendered as rolling for now"
            ),
            steps: fields.list("steps", of: .percentage, "the shares of traffic on the new version"),
            pause: fields.optional("pause", .duration, "the wait after each step"),
            analysis: fields.optional("analysis", .analysis, "what decides whether to go on"),
            after: fields.list(
                "after",
                of: .name,
                "services that must be deployed first; `lock-step` reports it, and no deploy waits for it"
            ),
            history: fields.optional(
                "history",
                .count,
                "how many revisions that worked are kept besides the one in place; those that failed are counted apart; 5 by default"
            ),
            timeout: fields.optional("timeout", .period, "how long the rollout may take; `10m` by default"),
            migrate: fields.optional(
                "migrate",
                .choice("a migration policy"),
                "who runs the schema migrations; `job` where a store has `migrations`; msctl runs none yet and says so in `plan`"
            )
        )
    }
}

extension FieldFormat where Value == Analysis {
    /// `slo`, `none`, or a list of queries.
    static var analysis: FieldFormat {
        let shape = ScalarShape(
            type: .string,
            noun: "`slo`, `none` or a list of queries",
            examples: [],
            choices: ["slo", "none"]
        )
        let words = FieldFormat.scalar(shape) { scalar in
            switch scalar.text {
            case "slo": .slo
            case "none": Analysis.none
            default: nil
            }
        }
        let queries = FieldFormat<[Located<AnalysisQuery>]>.list(of: .analysisQuery)
        return words.orList(queries.map { .queries($0.map(\.value)) })
    }
}

extension FieldFormat where Value == AnalysisQuery {
    /// A PromQL expression that must hold, or a query with its bounds.
    static var analysisQuery: FieldFormat {
        let text = FieldFormat<String>.text("a PromQL query")
        let short = text.located { value, field in
            AnalysisQuery(
                query: value,
                min: nil,
                max: nil,
                pointer: field.pointer
            )
        }
        return FieldFormat.mapping { fields in
            let query = fields.required("query", text, "the PromQL query")
            let min = fields.optional("min", .number, "the least value that lets the rollout go on")
            let max = fields.optional("max", .number, "the greatest value that lets the rollout go on")
            return query.map { AnalysisQuery(query: $0, min: min, max: max, pointer: fields.pointer) }
        }.orShort(short)
    }
}

extension ManifestPatch: ManifestPart {
    static func read(_ fields: inout FieldReader) -> ManifestPatch? {
        let target = fields.required("target", .patchTarget, "which objects: `Kind` or `Kind/name`")
        let operation: Located<PatchOperation>? = fields.required(
            "op",
            .choice("a way to patch"),
            "how it is applied: `merge` or `json6902`"
        )
        let value = fields.tree("value", "what is merged, or the list of operations")
        let reason = fields.optional("reason", .text("a reason"), "why it is needed")
        guard let target, let operation, let value else { return nil }
        return ManifestPatch(
            span: fields.span,
            pointer: fields.pointer,
            target: target,
            operation: operation,
            value: value,
            reason: reason
        )
    }
}

extension FieldFormat where Value == PatchTarget {
    static var patchTarget: FieldFormat {
        .scalar(.text("a kind with an optional name", "Deployment", "Deployment/orders")) {
            PatchTarget($0.text)
        }
    }
}

extension LintIgnore: ManifestPart {
    static func read(_ fields: inout FieldReader) -> LintIgnore? {
        let rule = fields.required("rule", .name, "the id of the rule")
        let reason = fields.optional("reason", .text("a reason"), "why it is accepted")
        let until = fields.optional("until", .date, "until when")
        guard let rule else { return nil }
        return LintIgnore(
            span: fields.span,
            pointer: fields.pointer,
            rule: rule,
            reason: reason,
            until: until
        )
    }
}
