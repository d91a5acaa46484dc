// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest

/// What was not looked at, or not as closely as the rest, so that nothing is left out in silence.
enum LintRemarks {
    /// Clauses that follow the summary of a run.
    static func about(_ manifests: ManifestSet, _ result: LintResult) -> [String] {
        let looked = result.looked
        var remarks: [String] = []
        var passed: [String] = []
        if manifests.passedOver > 0 {
            passed.append(counted(manifests.passedOver, "YAML document") + " of other tools")
        }
        if manifests.templates > 0 { passed.append(counted(manifests.templates, "template")) }
        if !manifests.kustomizations.isEmpty {
            passed.append(counted(manifests.kustomizations.count, "kustomization"))
        }
        if looked.patches > 0 { passed.append(counted(looked.patches, "patch", plural: "patches")) }
        if !passed.isEmpty { remarks.append("passed over " + passed.joined(separator: ", ")) }
        if let remark = unreadable(looked.unreadable) { remarks.append(remark) }
        if looked.skipped > 0 { remarks.append("left alone \(counted(looked.skipped, "document"))") }
        let kinds = looked.withoutSchema.keys.sorted()
        if !kinds.isEmpty {
            let count = looked.withoutSchema.values.reduce(0, +)
            let shown = kinds.prefix(4).joined(separator: ", ") + (kinds.count > 4 ? ", …" : "")
            remarks.append("no schema for \(counted(count, "object")) (\(shown))")
        }
        if !looked.leftRules.isEmpty {
            let count = looked.leftRules.values.reduce(0, +)
            let reasons = looked.leftRules.keys.sorted()
            let shown = reasons.prefix(4).joined(separator: ", ") + (reasons.count > 4 ? ", …" : "")
            remarks.append("left \(counted(count, "rule")) of definitions to the server (\(shown))")
        }
        if looked.unfinished > 0 {
            let objects = counted(looked.unfinished, "object")
            remarks.append("did not check \(objects) to the end, whose definitions ask for too much")
        }
        if manifests.unidentified > 0 {
            remarks.append("references to services were not checked, because some could not be read")
        }
        if let remark = unjudged(result.undecided) { remarks.append(remark) }
        return remarks
    }

    /// Files that are no YAML: `2 files are no readable YAML: charts/x.yaml:3:5, notes.yaml:1:4 (templates?)`.
    static func unreadable(_ places: [SourceSpan]) -> String? {
        guard !places.isEmpty else { return nil }
        let rest = places.count > 3 ? ", …" : ""
        let shown = places.prefix(3).map(\.description).joined(separator: ", ") + rest
        let isTemplate = places.contains { OtherTools.hasInstructions($0.file) }
        let template = isTemplate ? places.count == 1 ? " (a template?)" : " (templates?)" : ""
        let verb = places.count == 1 ? "is" : "are"
        return "\(counted(places.count, "file")) \(verb) no readable YAML: \(shown)\(template)"
    }

    /// What was not judged because values could not be read: `2 values of orders could not be read, so that …`.
    private static func unjudged(_ undecided: [LintResult.Undecided]) -> String? {
        guard !undecided.isEmpty else { return nil }
        let subjects = Set(undecided.map { name(of: $0.gap.subject) }).sorted()
        let shown = subjects.prefix(3).joined(separator: ", ") + (subjects.count > 3 ? ", …" : "")
        let rules = Set(undecided.flatMap(\.rules)).sorted()
        let named = rules.prefix(5).joined(separator: ", ")
        let rest = rules.count > 5 ? " and \(rules.count - 5) more" : ""
        return
            "\(counted(undecided.count, "value")) of \(shown) could not be read, and what depends on \(undecided.count == 1 ? "it" : "them") was not judged"
            + " (\(named)\(rest))"
    }

    private static func name(of subject: ManifestGap.Subject) -> String {
        switch subject {
        case .service(let name): name
        case .system: "the System"
        case .environment(let name): name.isEmpty ? "an Environment" : name
        }
    }

    private static func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
    }
}
