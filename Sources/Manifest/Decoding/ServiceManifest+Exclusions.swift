// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension ServiceManifest.Fields {
    /// Reports pairs of fields of which each makes sense without the other only.
    func checkExclusions(_ fields: FieldReader) {
        checkImage(fields)
        // What fits a role is not known when nobody can read which one it is.
        if role != nil || !fields.isWritten("role") {
            checkSchedule(fields)
            checkGateway(fields)
            checkScaleOfFixedWork(fields)
        }
        checkCanary(fields)
        checkDuplicates(fields)
    }

    private func checkImage(_ fields: FieldReader) {
        if !fields.isWritten("build"), !fields.isWritten("image") {
            fields.reportMissing(
                "build",
                "the folder with the source, or `image:`, an image that is made elsewhere"
            )
        }
        guard fields.isWritten("build"), let key = fields.keySpan("image") else { return }
        var diagnostic = Diagnostic.conflictingFields(
            "`build` and `image` exclude each other",
            at: key,
            reason: "an image is either built or made elsewhere"
        )
        diagnostic.secondary = fields.keySpan("build").map { [.init($0, "built here")] } ?? []
        fields.report(diagnostic, "image")
    }

    private func checkSchedule(_ fields: FieldReader) {
        if effectiveRole == .cron, !fields.isWritten("schedule") {
            fields.reportMissing("schedule", "when it runs, such as `0 3 * * *`")
        }
        guard effectiveRole != .cron, let key = fields.keySpan("schedule") else { return }
        conflict(
            fields,
            "schedule",
            "only a `cron` has a `schedule`",
            at: key,
            reason: "the role is `\(effectiveRole.rawValue)`"
        )
    }

    private func checkGateway(_ fields: FieldReader) {
        let isEdge = effectiveRole == .gateway || effectiveRole == .bff
        if !isEdge, let key = fields.keySpan("routes") {
            conflict(
                fields,
                "routes",
                "only a `gateway` has `routes`",
                at: key,
                reason: "the role is `\(effectiveRole.rawValue)`"
            )
        }
        if effectiveRole == .gateway, let key = fields.keySpan("data") {
            conflict(
                fields,
                "data",
                "a `gateway` cannot own `data`",
                at: key,
                reason: "a gateway only passes traffic on"
            )
        }
    }

    private func checkCanary(_ fields: FieldReader) {
        guard let deploy = deploy?.value, let strategy = deploy.strategy else { return }
        if strategy.value == .canary, let max = scale?.value.max, max.value <= 1 {
            var diagnostic = Diagnostic.conflictingFields(
                "a canary needs at least two replicas",
                at: strategy.span,
                reason: "the new version runs beside the old one"
            )
            diagnostic.secondary = [.init(max.span, "at most \(max.value)")]
            diagnostic.pointer = "\(fields.pointer)/deploy/strategy"
            fields.report(diagnostic)
        }
        if strategy.value != .canary, let step = deploy.steps.first {
            var diagnostic = Diagnostic.conflictingFields(
                "only a canary has `steps`",
                at: step.span,
                reason: "the strategy is `\(strategy.value.rawValue)`"
            )
            diagnostic.pointer = "\(fields.pointer)/deploy/steps"
            fields.report(diagnostic)
        }
    }

    private func checkScaleOfFixedWork(_ fields: FieldReader) {
        guard effectiveRole.runsToCompletion, let key = fields.keySpan("scale"),
            scale.map({ !$0.value.isFixed }) ?? false
        else { return }
        conflict(
            fields,
            "scale",
            "a `\(effectiveRole.rawValue)` does not scale by load",
            at: key,
            reason: "it runs to an end instead of serving"
        )
    }

    private func conflict(
        _ fields: FieldReader,
        _ name: String,
        _ headline: String,
        at span: SourceSpan,
        reason: String
    ) {
        fields.report(.conflictingFields(headline, at: span, reason: reason), name)
    }

    private func checkDuplicates(_ fields: FieldReader) {
        reportTwins(provides.map { (Located($0.reference, at: $0.api.span), $0.pointer) }, "API", fields)
        reportTwins(data.map { ($0.name.map { $0 }, $0.pointer) }, "store", fields)
        reportTwins((run?.value.secrets ?? []).map { ($0.name, $0.pointer) }, "secret", fields)
        let containers = [(metadata.name.map(\.text), "/metadata/name")]
        reportTwins(
            containers + (run?.value.sidecars ?? []).map { ($0.name.map(\.text), $0.pointer) },
            "container",
            fields
        )
        reportTwins(routes.map { ($0.path.map(\.self), $0.pointer) }, "route", fields)
        reportTwins(
            subscribes.map { (Located($0.subscriptionKey, at: $0.topic.span), $0.pointer) },
            "subscription",
            fields
        )
        reportTwins(
            publishes.map { (Located($0.publicationKey, at: $0.topic.span), $0.pointer) },
            "publication",
            fields
        )
    }

    private func reportTwins(_ names: [(Located<String>, String)], _ noun: String, _ fields: FieldReader) {
        guard names.count > 1 else { return }
        var first: [String: SourceSpan] = [:]
        for (name, pointer) in names {
            guard let earlier = first[name.value] else {
                first[name.value] = name.span
                continue
            }
            fields.report(
                Diagnostic(
                    id: "duplicate-name",
                    severity: .error,
                    headline: "the \(noun) `\(name.value)` is declared twice",
                    primary: .init(name.span, "declared again"),
                    secondary: [.init(earlier, "first declared here")],
                    pointer: pointer
                )
            )
        }
    }
}

extension EventSubscription {
    fileprivate var subscriptionKey: String {
        topic.value + (version.map { "/\($0.value)" } ?? "")
    }
}

extension EventPublication {
    fileprivate var publicationKey: String {
        topic.value + (version.map { "/\($0.value)" } ?? "")
    }
}
