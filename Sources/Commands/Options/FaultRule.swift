// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Kubernetes
import Manifest
import Sandbox

/// A fault as it is written on the command line: `throttle=2s,rate=5%,verbs=list`.
struct FaultRule: Sendable {
    let rule: FaultScript.Rule

    /// Reads an argument; throws an error that says how faults are written.
    init(parsing argument: String) throws {
        var parts = argument.split(separator: ",", omittingEmptySubsequences: false).map(Self.pair)
        let head = parts.removeFirst()
        guard let kind = Kind(rawValue: head.name) else {
            throw Self.unknown(head.name, "fault", among: Kind.allCases.map(\.rawValue))
        }
        var rule = FaultScript.Rule(try kind.fault(head.value), strikes: nil)
        rule.verbs = kind.verbs
        if kind == .leaseTheft {
            rule.resources = ["leases"]
            rule.strikes = 1
        }
        for part in parts { try Self.read(part, into: &rule, of: kind) }
        self.rule = rule
    }

    private static func pair(_ text: Substring) -> (name: String, value: String?) {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        return (sides[0], sides.count == 2 ? sides[1] : nil)
    }

    private enum Parameter: String, CaseIterable {
        case rate, verbs, kinds, after, times
    }

    private static func read(
        _ part: (name: String, value: String?),
        into rule: inout FaultScript.Rule,
        of kind: Kind
    ) throws {
        guard let parameter = Parameter(rawValue: part.name) else {
            if Kind(rawValue: part.name) != nil {
                throw ValidationError(
                    "`\(part.name)` is a fault of its own: give each one with an option, `--fault \(kind.rawValue)… "
                        + "--fault \(part.name)…`"
                )
            }
            throw unknown(part.name, "parameter of a fault", among: Parameter.allCases.map(\.rawValue))
        }
        let value = part.value ?? ""
        switch parameter {
        case .rate:
            let digits = value.hasSuffix("%") ? String(value.dropLast()) : value
            guard let number = Double(digits), case let rate = value.hasSuffix("%") ? number / 100 : number,
                rate > 0, rate <= 1
            else {
                throw ValidationError(
                    "`\(value)` is not a rate; write a share above 0 and up to 1, such as `rate=5%` or `rate=0.05`"
                )
            }
            rule.rate = rate
        case .verbs: rule.verbs = try verbs(value, of: kind)
        case .kinds: rule.resources = try resources(value, of: kind)
        case .after: rule.skips = try count(value, "after", from: 0)
        case .times: rule.strikes = try count(value, "times", from: 1)
        }
    }

    private static func verbs(_ value: String, of kind: Kind) throws -> Set<String> {
        let words = value.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        for word in words where !ResourceType.allVerbs.contains(word) {
            throw unknown(word, "verb", among: ResourceType.allVerbs)
        }
        if let strange = words.first(where: { !kind.verbs.isEmpty && !kind.verbs.contains($0) }) {
            throw ValidationError(
                "`\(kind.rawValue)` never strikes the verb `\(strange)`, only \(list(kind.verbs.sorted())); leave `verbs` out"
            )
        }
        return Set(words)
    }

    private static func resources(_ value: String, of kind: Kind) throws -> Set<String> {
        if kind == .leaseTheft {
            throw ValidationError("`lease-theft` is about leases only; leave `kinds` out")
        }
        let words = value.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        return Set(
            try words.map { word in
                guard let type = ResourceType.meant(by: word) else {
                    throw unknown(word, "kind that msctl knows", among: ResourceType.all.map(\.plural))
                }
                return type.plural
            }
        )
    }

    private static func count(_ value: String, _ name: String, from least: Int) throws -> Int {
        guard let number = Int(value), (least...1_000_000).contains(number) else {
            throw ValidationError(
                "`\(name)` takes a whole number from \(least) to 1000000, such as `\(name)=3`"
            )
        }
        return number
    }

    private static func unknown(_ word: String, _ what: String, among known: [String]) -> ValidationError {
        let near = Spelling.suggestion(for: word, among: known).map { "; did you mean `\($0)`?" }
        return ValidationError(
            "`\(word)` is no \(what)" + (near ?? "; known: " + known.joined(separator: ", "))
        )
    }

    private static func list(_ words: [String]) -> String {
        words.map { "`\($0)`" }.joined(separator: ", ")
    }
}

extension FaultRule {
    /// The faults, by the words for them.
    private enum Kind: String, CaseIterable {
        case latency, throttle, error
        case resetBefore = "reset-before"
        case resetAfter = "reset-after"
        case truncatedWatch = "truncated-watch"
        case stalledWatch = "stalled-watch"
        case expiredWatch = "expired-watch"
        case staleList = "stale-list"
        case leaseTheft = "lease-theft"

        /// The verbs that it can strike at all; empty for every request.
        var verbs: Set<String> {
            switch self {
            case .truncatedWatch, .stalledWatch, .expiredWatch: ["watch"]
            case .staleList: ["list"]
            case .leaseTheft: ["get", "update", "patch"]
            default: []
            }
        }

        func fault(_ value: String?) throws -> FaultScript.Fault {
            switch self {
            case .latency:
                guard let value, let duration = Duration(manifestText: value) else {
                    throw ValidationError("say how late answers are, such as `latency=200ms`")
                }
                return .latency(duration)
            case .throttle: return .status(429, retryAfter: try seconds(value))
            case .error:
                guard let code = Int(value ?? "500"), (500...599).contains(code) else {
                    throw ValidationError("`error` takes a status from 500 to 599, such as `error=503`")
                }
                return .status(code, retryAfter: nil)
            case .resetBefore, .resetAfter:
                if value != nil { throw ValidationError("`\(rawValue)` takes no value") }
                return self == .resetBefore ? .resetBefore : .resetAfter
            case .truncatedWatch: return .truncatedWatch(events: try number(value, default: 1))
            case .stalledWatch: return .stalledWatch(events: try number(value, default: 1))
            case .expiredWatch: return .expiredWatch(events: try number(value, default: 1))
            case .staleList: return .staleList(changes: try number(value, default: 10))
            case .leaseTheft:
                guard value != "" else {
                    throw ValidationError("say who takes the lease, such as `lease-theft=ci`")
                }
                return .leaseTheft(by: value ?? "somebody-else")
            }
        }

        private func number(_ value: String?, default least: Int) throws -> Int {
            try value.map { try FaultRule.count($0, rawValue, from: 0) } ?? least
        }

        /// A server gives the time to wait in whole seconds.
        private func seconds(_ value: String?) throws -> Int {
            guard let value else { return 1 }
            guard let duration = Duration(manifestText: value), duration >= .seconds(1),
                duration.components.attoseconds == 0, duration <= .seconds(3600)
            else {
                throw ValidationError(
                    "`throttle` takes whole seconds from 1s to 1h, which the server asks to wait, such as `throttle=2s`"
                )
            }
            return Int(duration.components.seconds)
        }
    }
}
