// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Which conclusions cannot be drawn while some values are unknown.
struct GapReach {
    /// What could not be judged, by value.
    private(set) var undecided: [LintResult.Undecided] = []
    /// The rules that can judge nothing.
    private var silent: Set<String> = []
    /// The services that a rule cannot judge, by rule.
    private var unjudged: [String: Set<String>] = [:]

    init(of rules: [Rule], in context: LintContext) {
        // A document whose name cannot be read may be any service.
        if context.manifests.unidentified > 0 {
            silent.formUnion(rules.filter { $0.evidence.contains(where: \.isEveryName) }.map(\.id))
        }
        let gaps = context.manifests.everyGap
        guard !gaps.isEmpty else { return }
        // Many services can have the same mistake, and what it reaches is looked for once.
        let places = Dictionary(grouping: gaps) { Place($0) }
        let graph = Graph(context.system)
        var names: [Place: [String]] = [:]
        for rule in rules {
            for evidence in rule.evidence {
                let patterns = evidence.patterns.map { $0.split(separator: "/") }
                let touched = places.filter { place, _ in place.isMeant(by: evidence.subject, patterns) }
                guard !touched.isEmpty else { continue }
                for place in touched.keys where names[place]?.last != rule.id {
                    names[place, default: []].append(rule.id)
                }
                if case .service(let reach) = evidence.subject, reach != .everyone {
                    let holders = Set(touched.values.joined().compactMap(\.service))
                    unjudged[rule.id, default: []].formUnion(graph.services(reach, from: holders))
                } else {
                    silent.insert(rule.id)
                }
            }
        }
        undecided = gaps.compactMap { gap in names[Place(gap)].map { .init(gap: gap, rules: $0) } }
    }

    /// The findings of rules without those that an unknown value may belie.
    func removed(from findings: [Diagnostic]) -> [Diagnostic] {
        guard !silent.isEmpty || !unjudged.isEmpty else { return findings }
        return findings.filter { finding in
            guard !silent.contains(finding.id) else { return false }
            guard let services = unjudged[finding.id] else { return true }
            return finding.service.map { !services.contains($0) } ?? false
        }
    }
}

extension GapReach {
    /// Where a value stands, in whichever document of a kind.
    private struct Place: Hashable {
        enum Kind { case service, system, environment }

        var kind: Kind
        var pointer: [Substring]

        init(_ gap: ManifestGap) {
            kind =
                switch gap.subject {
                case .service: .service
                case .system: .system
                case .environment: .environment
                }
            pointer = gap.pointer.split(separator: "/")
        }

        /// Whether it is one of those that evidence names.
        func isMeant(by subject: Evidence.Subject, _ patterns: [[Substring]]) -> Bool {
            switch (subject, kind) {
            case (.service, .service), (.system, .system), (.environment, .environment):
                patterns.contains { ManifestGap.touches(pointer, $0) }
            default: false
            }
        }
    }

    /// Who calls whom and routes to whom.
    private struct Graph {
        private let system: ServiceSystem
        private var callers: [[Int]]
        private var callees: [[Int]]

        init(_ system: ServiceSystem) {
            self.system = system
            callers = Array(repeating: [], count: system.services.count)
            callees = callers
            for call in system.calls { add(call.target, calledBy: call.caller) }
            for route in system.routes { add(route.target, calledBy: route.gateway) }
        }

        private mutating func add(_ target: CallTarget, calledBy caller: Int) {
            guard let callee = target.service else { return }
            callers[callee].append(caller)
            callees[caller].append(callee)
        }

        /// The services within reach of those that hold a value, and these.
        func services(_ reach: Evidence.Reach, from holders: Set<String>) -> Set<String> {
            let starts = holders.compactMap { system.index(of: $0) }
            let found: Set<Int> =
                switch reach {
                case .own, .everyone: []
                case .neighbours: Set(starts.flatMap { callers[$0] + callees[$0] })
                case .callers: closure(from: starts, by: callers)
                case .callees: closure(from: starts, by: callees)
                }
            return holders.union(found.map { system.services[$0].name })
        }

        private func closure(from starts: [Int], by next: [[Int]]) -> Set<Int> {
            var found = Set(starts)
            var pending = starts
            while let index = pending.popLast() {
                for other in next[index] where found.insert(other).inserted { pending.append(other) }
            }
            return found
        }
    }
}

extension ManifestGap {
    /// The service that the value is about.
    fileprivate var service: String? { if case .service(let name) = subject { name } else { nil } }
}
