// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// Applies suppressions to findings and says what is wrong with the suppressions themselves.
struct SuppressionJudge {
    private let suppressions: [Suppression]
    private let today: CalendarDate
    /// Those of a rule that are about a piece of a file, by file and rule, and those about the repository by rule.
    private var byPlace: [Place: [Int]] = [:]
    private var used: Set<Int> = []

    /// Where to look for what covers a finding.
    private struct Place: Hashable {
        /// `nil` for the whole repository.
        var path: String?
        var rule: String
    }

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
        for (index, suppression) in found.enumerated() {
            guard let rule = Rule.named(suppression.rule) else { continue }
            var path: String?
            if case .text(let span) = suppression.scope { path = span.file.path }
            byPlace[Place(path: path, rule: rule.id), default: []].append(index)
        }
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
        let here = finding.primary.flatMap { byPlace[Place(path: $0.span.file.path, rule: rule.id)] } ?? []
        let everywhere = byPlace[Place(path: nil, rule: rule.id)] ?? []
        for index in (here + everywhere).sorted() where suppressions[index].covers(finding) {
            let suppression = suppressions[index]
            used.insert(index)
            if accepted == nil, isEffective(suppression) { accepted = suppression }
        }
        return accepted
    }

    private func isEffective(_ suppression: Suppression) -> Bool {
        guard suppression.reason != nil, suppression.invalidUntil == nil else { return false }
        return suppression.until.map { today <= $0 } ?? true
    }

    /// What is wrong with suppressions.
    ///
    /// Only a rule in `judged` can show that there is nothing left to accept: one that has run, and has seen everything that it
    /// looks at. What is said about the whole repository is judged only when `seesRepository`.
    func complaints(judged: Set<String>, seesRepository: Bool) -> [Finding] {
        let alone = Dictionary(grouping: suppressions, by: \.span).filter { $0.value.count == 1 }
        return suppressions.enumerated().compactMap { index, suppression in
            guard !suppression.isOfOtherTool else { return nil }
            let words = SuppressionWords(suppression)
            guard let rule = Rule.named(suppression.rule) else { return words.unknownRule() }
            if !rule.isSuppressible { return words.notSuppressible(rule) }
            if suppression.reason == nil { return words.withoutReason() }
            if let span = suppression.invalidUntil { return words.invalidDate(span) }
            let isExpired = suppression.until.map { $0 < today } ?? false
            if used.contains(index) {
                return suppression.until.flatMap { isExpired ? words.expired($0) : nil }
            }
            var isJudged = judged.contains(rule.id)
            if case .repository = suppression.scope { isJudged = isJudged && seesRepository }
            return isJudged ? words.stale(isAlone: alone[suppression.span] != nil) : nil
        }
    }
}
