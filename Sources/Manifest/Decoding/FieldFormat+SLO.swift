// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension FieldFormat where Value == Percentage {
    /// A promise in percent: at least 1, so that a fraction is not taken for one, and below 100, so that a budget is left.
    static var slo: FieldFormat {
        let percentage = FieldFormat<Percentage>.percentage
        return FieldFormat(
            shape: {
                .scalar(.text("an SLO in percent, at least 1 and below 100", "99.5", "99.9"))
            },
            read: { field in
                guard let value = percentage.read(field) else { return nil }
                if value.percent < 1 {
                    field.reportFraction(value)
                } else if value.percent >= 100 {
                    field.reportPerfection()
                } else {
                    return value
                }
                return nil
            }
        )
    }
}

extension FieldValue {
    /// Says that a fraction stands where a percentage is meant.
    fileprivate func reportFraction(_ value: Percentage) {
        var diagnostic = Diagnostic(
            id: "bad-value",
            severity: .error,
            headline: "an SLO is written in percent, and `\(node.span.text)` is next to nothing",
            primary: .init(node.span, "`\(name)` takes at least 1"),
            help: "write a percentage, such as `99.9`",
            pointer: pointer
        )
        if value.percent > 0.5 {
            // Rounded, because 0.9995 × 100 is not exactly 99.95 in binary fractions.
            let meant = Percentage(percent: (value.percent * 10_000_000).rounded() / 100_000)
            let text = meant.description.dropLast()
            diagnostic.help = "did you mean `\(text)`?"
            diagnostic.fix = .init(
                title: "write `\(text)`",
                applicability: .needsReview,
                edits: [.init(node.span, String(text))]
            )
        }
        sink.report(diagnostic)
    }

    /// Says that a promise leaves no room for errors.
    fileprivate func reportPerfection() {
        sink.report(
            Diagnostic(
                id: "bad-value",
                severity: .error,
                headline: "an SLO of 100 % allows no failure at all",
                primary: .init(node.span, "`\(name)` takes less than 100"),
                notes: ["every deploy, every node drain and every lost packet would break the promise"],
                help: "write what users really need, such as `99.9`",
                pointer: pointer
            )
        )
    }
}
