// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension ManifestSet {
    /// The manifests as they would be if an assumption held; what an Environment overrides gives way to it, too.
    ///
    /// - Throws: ``Assumption/Problem`` when there is no such subject, or the value is none of the fact.
    package func assuming(_ assumption: Assumption) throws(Assumption.Problem) -> ManifestSet {
        var change = AssumptionChange(assumption)
        var set = self
        try change.apply(to: &set)
        return set
    }
}

/// Writes an assumption into manifests as if somebody had written it there.
private struct AssumptionChange {
    typealias Problem = Assumption.Problem

    private let assumption: Assumption
    /// Stands for the text of the flag, so that origins say where a value comes from.
    private let span: SourceSpan

    init(_ assumption: Assumption) {
        self.assumption = assumption
        let file = SourceFile(path: "--if", text: assumption.text)
        span = SourceSpan(file: file, range: 0..<file.bytes.count)
    }

    mutating func apply(to set: inout ManifestSet) throws(Problem) {
        let subject = assumption.subject
        if subject.hasPrefix("/") { return try applyToRoutes(of: &set) }
        let parts = subject.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2 { return try applyToCalls(from: parts[0], to: parts[1], &set) }
        if let index = set.services.firstIndex(where: { $0.name == subject }) {
            try require(.service)
            try change(&set.services[index])
            return forgetOverrides(of: subject, in: &set)
        }
        let bare = subject.hasPrefix("external/") ? String(subject.dropFirst(9)) : subject
        for index in set.systems.indices {
            guard let entry = set.systems[index].external.firstIndex(where: { $0.name.value == bare }) else {
                continue
            }
            try require(.external)
            return try change(&set.systems[index].external[entry].value.value)
        }
        let names = set.services.map(\.name) + set.systems.flatMap { $0.external.map(\.name.value) }
        throw missing("there is no service and no external system `\(subject)`", subject, names)
    }

    private func applyToCalls(
        from caller: String,
        to callee: String,
        _ set: inout ManifestSet
    ) throws(Problem) {
        guard let index = set.services.firstIndex(where: { $0.name == caller }) else {
            throw missing("there is no service `\(caller)`", caller, set.services.map(\.name))
        }
        try require(.call)
        let services = set.services
        let isMeant = { (call: ConsumedAPI) in
            call.api.value.description == callee || call.api.value.name == callee
                || services.contains { service in
                    service.name == callee
                        && service.provides.contains {
                            $0.reference == call.api.value.description || $0.reference == call.api.value.name
                        }
                }
        }
        let entries = set.services[index].consumes.indices.filter {
            isMeant(set.services[index].consumes[$0])
        }
        guard !entries.isEmpty else {
            let known = set.services[index].consumes.map(\.api.value.description)
            throw missing("`\(caller)` does not call `\(callee)`", callee, known)
        }
        for entry in entries { try change(&set.services[index].consumes[entry]) }
    }

    private func applyToRoutes(of set: inout ManifestSet) throws(Problem) {
        try require(.route)
        var found = false
        for index in set.services.indices {
            for entry in set.services[index].routes.indices
            where set.services[index].routes[entry].path.value == assumption.subject {
                found = true
                try change(&set.services[index].routes[entry])
            }
        }
        guard !found else { return }
        let paths = set.services.flatMap { $0.routes.map(\.path.value) }
        throw missing("there is no route `\(assumption.subject)`", assumption.subject, paths)
    }

    private func change(_ service: inout ServiceManifest) throws(Problem) {
        var resilience = service.resilience?.value ?? Resilience()
        var scale = service.scale?.value ?? Scale(schedule: [], isFixed: false)
        switch assumption.fact {
        case .slo:
            let slo = try value { (text: String) in
                Percentage(text).flatMap { $0.percent >= 1 && $0.percent < 100 ? $0 : nil }
            }
            resilience.slo = slo
        case .availability: resilience.availability = try value(Percentage.init)
        case .deadline: resilience.deadline = try value(Duration.init(manifestText:))
        case .min: scale.min = try value(Self.count)
        case .max: scale.max = try value(Self.count)
        case .rpsPerReplica: scale.rpsPerReplica = try value(Self.number)
        default: break
        }
        service.resilience = Located(resilience, at: service.resilience?.span ?? span)
        service.scale = Located(scale, at: service.scale?.span ?? span)
    }

    private func change(_ external: inout ExternalSystem) throws(Problem) {
        if assumption.fact == .availability {
            external.availability = try value(Percentage.init)
        } else {
            external.deadline = try value(Duration.init(manifestText:))
        }
    }

    private func change(_ call: inout ConsumedAPI) throws(Problem) {
        switch assumption.fact {
        case .timeout: call.timeout = try value(Duration.init(manifestText:))
        case .retries: call.retries = try retries(call.retries)
        case .required: call.required = try value { $0 == "true" ? true : $0 == "false" ? false : nil }
        case .fallback: call.fallback = try value(Fallback.init(rawValue:))
        default: call.calls = try value(Self.number)
        }
    }

    private func change(_ route: inout Route) throws(Problem) {
        switch assumption.fact {
        case .timeout: route.timeout = try value(Duration.init(manifestText:))
        case .retries: route.retries = try retries(route.retries)
        case .peak: route.peak = try value(Rate.init)
        default:
            guard var strangler = route.strangler else {
                throw Problem(headline: "route `\(route.path.value)` has no `strangler`, so it has no weight")
            }
            strangler.value.weight = try value { text in
                Int(text.hasSuffix("%") ? String(text.dropLast()) : text).flatMap {
                    (0...100).contains($0) ? $0 : nil
                }
            }
            route.strangler = strangler
        }
    }

    private func retries(_ written: Located<Retries>?) throws(Problem) -> Located<Retries> {
        var retries = written?.value ?? Retries(on: [])
        retries.max = try value { Int($0).flatMap { (0...100).contains($0) ? $0 : nil } }
        return Located(retries, at: written?.span ?? span)
    }

    /// An Environment's own bounds would win over what is supposed.
    private func forgetOverrides(of service: String, in set: inout ManifestSet) {
        for index in set.environments.indices {
            for entry in set.environments[index].overrides.indices
            where set.environments[index].overrides[entry].name.value == service {
                switch assumption.fact {
                case .min: set.environments[index].overrides[entry].value.value.scale?.value.min = nil
                case .max: set.environments[index].overrides[entry].value.value.scale?.value.max = nil
                case .rpsPerReplica:
                    set.environments[index].overrides[entry].value.value.scale?.value.rpsPerReplica = nil
                default: break
                }
            }
        }
    }

    private func require(_ subject: Assumption.Subject) throws(Problem) {
        guard !Assumption.subjects(of: assumption.fact).contains(subject) else { return }
        let facts = Assumption.Fact.allCases.filter { Assumption.subjects(of: $0).contains(subject) }
        let article = subject == .external ? "an" : "a"
        throw Problem(
            headline: "`\(assumption.fact.rawValue)` is no fact about \(article) \(subject.rawValue)",
            hint: "facts about one: \(facts.map(\.rawValue).joined(separator: ", "))"
        )
    }

    private func value<Value>(_ read: (String) -> Value?) throws(Problem) -> Located<Value> {
        guard let value = read(assumption.value) else {
            throw Problem(
                headline: "`\(assumption.value)` in `\(assumption.text)` is no `\(assumption.fact.rawValue)`",
                hint: "write \(Assumption.form(of: assumption.fact))"
            )
        }
        return Located(value, at: span)
    }

    private func missing(_ headline: String, _ name: String, _ known: [String]) -> Problem {
        let near = Spelling.suggestion(for: name, among: Set(known).sorted())
        return Problem(headline: headline, hint: near.map { "did you mean `\($0)`?" })
    }

    private static func count(_ text: String) -> Int? {
        Int(text).flatMap { (0...Int(Int32.max)).contains($0) ? $0 : nil }
    }

    private static func number(_ text: String) -> Double? { DecimalNumber(text)?.double }
}
