// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Which conclusions cannot be drawn while some values are unknown.
struct GapReach {
    /// The services that a rule cannot judge.
    private enum Unjudged {
        case some(Set<String>)
        case all
    }

    /// What could not be judged, by value.
    private(set) var undecided: [LintResult.Undecided] = []
    private var byRule: [String: Unjudged] = [:]

    init(of rules: [Rule], in context: LintContext) {
        let gaps = context.manifests.everyGap
        guard !gaps.isEmpty else { return }
        var names: [ManifestGap: [String]] = [:]
        for rule in rules {
            for evidence in rule.evidence {
                for gap in gaps where evidence.patterns.contains(where: gap.touches) {
                    guard let found = Self.unjudged(evidence.subject, gap, context.system) else { continue }
                    byRule[rule.id] = Self.union(byRule[rule.id], found)
                    if names[gap]?.last != rule.id { names[gap, default: []].append(rule.id) }
                }
            }
        }
        undecided = gaps.compactMap { gap in names[gap].map { .init(gap: gap, rules: $0) } }
    }

    /// The findings of rules without those that an unknown value may belie.
    func removed(from findings: [Diagnostic]) -> [Diagnostic] {
        guard !byRule.isEmpty else { return findings }
        return findings.filter { finding in
            switch byRule[finding.id] {
            case nil: true
            case .all: false
            case .some(.some(let services)): finding.service.map { !services.contains($0) } ?? false
            }
        }
    }

    private static func union(_ one: Unjudged?, _ other: Unjudged) -> Unjudged {
        switch (one, other) {
        case (nil, _): other
        case (.some(.some(let left)), .some(let right)): .some(left.union(right))
        default: .all
        }
    }

    /// The services that cannot be judged; `nil` when the value is another subject's.
    private static func unjudged(
        _ subject: Evidence.Subject,
        _ gap: ManifestGap,
        _ system: ServiceSystem
    ) -> Unjudged? {
        switch (subject, gap.subject) {
        case (.system, .system), (.environment, .environment): return .all
        case (.service(.everyone), .service): return .all
        case (.service(let reach), .service(let name)):
            guard let index = system.index(of: name) else { return .some([name]) }
            return .some(Set(services(reach, from: index, in: system).map { system.services[$0].name }))
        default: return nil
        }
    }

    private static func services(
        _ reach: Evidence.Reach,
        from start: Int,
        in system: ServiceSystem
    ) -> Set<Int> {
        func callers(_ index: Int) -> [Int] {
            system.calls(to: index).map(\.caller) + system.routes(to: index).map(\.gateway)
        }
        func callees(_ index: Int) -> [Int] {
            system.calls(from: index).compactMap(\.target.service)
                + system.routes(of: index).compactMap(\.target.service)
        }
        switch reach {
        case .own, .everyone: return [start]
        case .neighbours: return Set([start] + callers(start) + callees(start))
        case .callers: return closure(from: start, by: callers)
        case .callees: return closure(from: start, by: callees)
        }
    }

    private static func closure(from start: Int, by next: (Int) -> [Int]) -> Set<Int> {
        var found: Set<Int> = [start]
        var pending = [start]
        while let index = pending.popLast() {
            for other in next(index) where found.insert(other).inserted { pending.append(other) }
        }
        return found
    }
}
