// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// A fact that somebody supposes instead of what manifests say, such as `catalog.slo=99.99`.
package struct Assumption: Sendable, Hashable {
    /// What can be supposed; which subjects take it follows from subjects.
    package enum Fact: String, Sendable, Hashable, CaseIterable {
        case slo
        case availability
        case deadline
        case min
        case max
        case rpsPerReplica
        case timeout
        case retries
        case required
        case fallback
        case calls
        case peak
        case weight
    }

    /// What a fact can be about.
    package enum Subject: String, Sendable, Hashable, CaseIterable {
        case service
        case external = "external system"
        case call
        case route
    }

    /// Why a text supposes nothing, in words for the terminal.
    package struct Problem: Error, Sendable, Hashable {
        /// What is wrong: lower case, no full stop.
        package var headline: String
        /// What to write instead.
        package var hint: String?
    }

    /// The text as given.
    package let text: String
    /// The part before the fact: a service, an external system, `caller.callee`, or the path of a route.
    package let subject: String
    /// What is supposed.
    package let fact: Fact
    /// The part behind the `=`.
    package let value: String

    /// Reads `subject.fact=value`; whether there is such a subject only a system knows.
    ///
    /// - Throws: ``Problem`` when the text has another form, or no such fact exists.
    package init(_ text: String) throws(Problem) {
        guard let equals = text.firstIndex(of: "="),
            let dot = text[..<equals].lastIndex(of: "."), dot > text.startIndex
        else {
            throw Problem(
                headline: "`\(text)` supposes nothing",
                hint: "write `subject.fact=value`, such as `catalog.slo=99.99`"
            )
        }
        let name = String(text[text.index(after: dot)..<equals])
        guard let fact = Fact(rawValue: name) else {
            let facts = Fact.allCases.map(\.rawValue)
            let near = Spelling.suggestion(for: name, among: facts).map { "did you mean `\($0)`?" }
            throw Problem(
                headline: "`\(name)` in `\(text)` cannot be supposed",
                hint: near ?? "facts that can: \(facts.joined(separator: ", "))"
            )
        }
        self.text = text
        subject = String(text[..<dot])
        self.fact = fact
        value = String(text[text.index(after: equals)...])
    }

    /// What a fact can be about.
    package static func subjects(of fact: Fact) -> [Subject] {
        switch fact {
        case .slo, .min, .max, .rpsPerReplica: [.service]
        case .availability, .deadline: [.service, .external]
        case .timeout, .retries: [.call, .route]
        case .required, .fallback, .calls: [.call]
        case .peak, .weight: [.route]
        }
    }

    /// What values a fact takes, for messages and the reference.
    package static func form(of fact: Fact) -> String {
        switch fact {
        case .slo: "a percentage of at least 1 and below 100, such as `99.9`"
        case .availability: "a percentage, such as `99.95`"
        case .deadline, .timeout: "a duration, such as `250ms` or `2s`"
        case .min, .max: "a number of replicas"
        case .rpsPerReplica, .calls: "a number, such as `0.5` or `150`"
        case .retries: "a number of retries up to 100"
        case .required: "`true` or `false`"
        case .fallback: Fallback.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        case .peak: "a rate, such as `50/s`"
        case .weight: "a percentage of the traffic from 0 to 100, such as `50`"
        }
    }
}
