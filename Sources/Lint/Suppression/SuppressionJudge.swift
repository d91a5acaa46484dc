// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// Applies suppressions to findings and says what is wrong with the suppressions themselves.
struct SuppressionJudge {
    private let suppressions: [Suppression]
    private let today: CalendarDate
    private var used: Set<Int> = []

    /// Collects the suppressions of all manifests.
    init(
        _ set: ManifestSet,
        _ dockerfiles: [DockerfileDocument],
        _ settings: ProjectSettings?,
        today: CalendarDate
    ) {
        self.today = today
        var found = (settings?.ignores ?? []).map(Self.suppression)
        for service in set.services {
            found += SuppressionComment.read(service.source).map { suppression in
                var suppression = suppression
                suppression.service = service.name
                return suppression
            }
            found += service.ignores.map { Self.suppression($0, of: service) }
        }
        for source in set.systems.map(\.source) + set.environments.map(\.source) {
            found += SuppressionComment.read(source)
        }
        for source in set.kubernetes { found += SuppressionComment.read(source, startsWithDocument: true) }
        found += dockerfiles.flatMap(DockerfileSuppressions.read)
        suppressions = found
    }

    private static func suppression(_ ignore: LintIgnore, of service: ServiceManifest) -> Suppression {
        let document = service.source.document.root.span
        return Suppression(
            rule: ignore.rule.value,
            ruleSpan: ignore.rule.span,
            span: ignore.span,
            reason: ignore.reason.flatMap { $0.value.isEmpty ? nil : $0.value },
            until: ignore.until?.value,
            scope: .text(document),
            isComment: false,
            pointer: ignore.pointer,
            service: service.name
        )
    }

    private static func suppression(_ ignore: ProjectSettings.ScopedIgnore) -> Suppression {
        Suppression(
            rule: ignore.rule.value,
            ruleSpan: ignore.rule.span,
            span: ignore.span,
            reason: ignore.reason.flatMap { $0.value.isEmpty ? nil : $0.value },
            until: ignore.until?.value,
            scope: .repository(
                paths: ignore.paths.map { PathPattern($0.value) },
                services: Set(ignore.services.map(\.value))
            ),
            isComment: false,
            pointer: ignore.pointer
        )
    }

    /// The suppression that silences a finding, which from then on counts as used.
    mutating func accept(_ finding: Diagnostic) -> Suppression? {
        guard let rule = Rule.named(finding.id), rule.isSuppressible else { return nil }
        var accepted: Suppression?
        for (index, suppression) in suppressions.enumerated()
        where rule.answers(to: suppression.rule) && suppression.covers(finding) {
            used.insert(index)
            if accepted == nil, isEffective(suppression) { accepted = suppression }
        }
        return accepted
    }

    private func isEffective(_ suppression: Suppression) -> Bool {
        guard suppression.reason != nil, suppression.invalidUntil == nil else { return false }
        return suppression.until.map { today <= $0 } ?? true
    }

    /// What is wrong with suppressions; only rules that ran can show that a suppression is stale.
    func complaints(ran: Set<String>) -> [Diagnostic] {
        suppressions.enumerated().compactMap { index, suppression in
            complaint(about: suppression, isUsed: used.contains(index), ran: ran)
        }
    }

    private func complaint(about suppression: Suppression, isUsed: Bool, ran: Set<String>) -> Diagnostic? {
        guard !suppression.isOfOtherTool else { return nil }
        let words = SuppressionWords(suppression)
        let isAlone = suppressions.count { $0.span == suppression.span } == 1
        guard let rule = Rule.named(suppression.rule) else { return words.unknownRule() }
        if !rule.isSuppressible { return words.notSuppressible(rule) }
        if suppression.reason == nil { return words.withoutReason() }
        if let span = suppression.invalidUntil { return words.invalidDate(span) }
        if let until = suppression.until, until < today {
            return isUsed ? words.expired(until) : words.stale(isAlone: isAlone)
        }
        return isUsed || !ran.contains(rule.id) ? nil : words.stale(isAlone: isAlone)
    }
}
