// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
import Documents
package import Manifest
import Parallelism

/// Runs the rules over a set of manifests, applies suppressions, and sorts.
package enum Linter {
    /// Everything there is to say about the manifests, those about reading them included.
    ///
    /// The same manifests give the same result, in whatever order their files were read.
    package static func lint(
        _ set: ManifestSet,
        dockerfiles: [SourceFile] = [],
        options: LintOptions
    ) -> LintResult {
        let options = options.withSettings
        let skips = SkippedFiles(options.settings)
        let (set, dockerfiles, skipped) = skips.removed(from: set, dockerfiles)
        let context = LintContext(set, options: options)
        let rules = Rule.all.filter { runs($0, options) && $0.needs.allSatisfy(context.meets) }
        let places = DocumentIndex(set)
        let gaps = GapReach(of: rules, in: context)
        let read = (set.diagnostics + set.kubernetesDiagnostics + context.unresolved)
            .filter { $0.isUnreadable || options.only?.contains($0.id) ?? true }
        let concluded = findings(of: rules, options) { source in
            if case .check(let check) = source { check(context) } else { [] }
        }
        var found = read.map(places.complete) + gaps.removed(from: concluded.map(places.complete))
        found = CascadeFilter(of: set.diagnostics).removed(from: found)
        let objects = set.kubernetes.isEmpty ? nil : ObjectContext(set)
        if let objects {
            found += findings(of: rules, options) { source in
                if case .objects(let check) = source { check(objects) } else { [] }
            }
        }
        let documents = Parallel.map(dockerfiles) { DockerfileDocument($0) }
        let registries = context.system.manifest?.standards?.value.registries ?? []
        for document in documents {
            let place = DockerfileContext(
                document,
                registries: registries,
                today: options.today,
                isOutdated: options.outdated.contains(document.file.path)
            )
            found += findings(of: rules, options) { source in
                if case .dockerfile(let check) = source { check(place) } else { [] }
            }
        }
        found += SettingsCheck.complaints(about: options.settings).map { $0.diagnostic(of: .badSuppression) }
        let judged = judge(found, context, documents, rules, options)
        let manifests = set.services.count + set.systems.count + set.environments.count
        return LintResult(
            findings: Diagnostic.ordered(
                options.focus?.kept(of: judged.findings, in: context) ?? judged.findings
            ),
            accepted: judged.accepted.sorted { Diagnostic.precedes($0.finding, $1.finding) },
            undecided: gaps.undecided,
            looked: .init(
                documents: manifests,
                services: set.services.count,
                objects: objects?.objects.count ?? 0,
                dockerfiles: documents.count,
                skipped: skipped,
                withoutSchema: objects?.withoutSchema ?? [:],
                leftRules: Dictionary(
                    (objects?.leftRules ?? [:]).values.map { ($0, 1) },
                    uniquingKeysWith: +
                ),
                unfinished: objects?.unfinished ?? 0,
                unreadable: set.unreadable,
                patches: objects?.patches ?? 0,
                rules: rules.count
            )
        )
    }

    /// What some sources of the rules find, by their names and with the severities that the options ask for.
    private static func findings(
        of rules: [Rule],
        _ options: LintOptions,
        by run: @Sendable (Rule.Source) -> [Finding]
    ) -> [Diagnostic] {
        Parallel.map(rules) { rule in
            let severity = options.severity(of: rule)
            return rule.sources.flatMap(run).map { $0.diagnostic(of: rule, severity: severity) }
        }.flatMap(\.self)
    }

    private static func runs(_ rule: Rule, _ options: LintOptions) -> Bool {
        if let only = options.only { return only.contains(where: rule.answers) }
        if options.severities[rule.id] == .off { return false }
        switch rule.status {
        case .stable, .deprecated: return true
        case .preview, .optIn: return options.severities[rule.id] != nil
        case .removed: return false
        }
    }

    private struct Judgement {
        var findings: [Diagnostic] = []
        var accepted: [LintResult.Accepted] = []
    }

    private static func judge(
        _ found: [Diagnostic],
        _ context: LintContext,
        _ dockerfiles: [DockerfileDocument],
        _ rules: [Rule],
        _ options: LintOptions
    ) -> Judgement {
        var judge = SuppressionJudge(context.manifests, dockerfiles, options.settings, today: options.today)
        var result = Judgement()
        for finding in found {
            if let suppression = judge.accept(finding), let reason = suppression.reason,
                options.honoursIgnores
            {
                result.accepted.append(.init(finding: finding, reason: reason, suppression: suppression.span))
            } else {
                result.findings.append(finding)
            }
        }
        guard let rule = rules.first(where: { $0.id == Rule.badSuppression.id }) else { return result }
        let judged = context.isWhole ? Set(rules.map(\.id)) : []
        result.findings += judge.complaints(judged: judged, seesRepository: options.seesRepository)
            .map { $0.diagnostic(of: rule, severity: options.severity(of: rule)) }
        return result
    }
}
