// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// How figures of the graph are written: the same in a finding, in a table and on a page.
package enum FigureText {
    /// A number with at most two digits behind the point, such as `0.5` or `462.5`.
    package static func number(_ value: Double) -> String {
        let hundredths = (value * 100).rounded()
        guard abs(hundredths) < 1e15 else { return String(value) }
        let whole = Int64(hundredths) / 100
        let rest = abs(Int64(hundredths) % 100)
        if rest == 0 { return String(whole) }
        let sign = hundredths < 0 && whole == 0 ? "-" : ""
        return "\(sign)\(whole)."
            + (rest % 10 == 0 ? String(rest / 10) : rest < 10 ? "0\(rest)" : String(rest))
    }

    /// A rate, such as `462.5/s`.
    package static func rate(_ perSecond: Double) -> String { number(perSecond) + "/s" }

    /// A share of the whole, such as `40%`; one below 1 % with a digit behind the point.
    package static func share(_ fraction: Double) -> String {
        let percent = fraction * 100
        return percent > 0 && percent < 1
            ? FixedDecimal.text(percent, digits: 1) + "%" : "\(Int(saturating: percent.rounded()))%"
    }

    /// A factor with three digits behind the point, such as `99.601%`.
    package static func percent(_ fraction: Double) -> String {
        FixedDecimal.text(fraction * 100, digits: 3) + "%"
    }

    /// The minutes of 30 days, which are 43,200, that an availability leaves for errors.
    package static func minutes(_ fraction: Double) -> String {
        "\(Int(saturating: ServiceSystem.lossMinutes(fraction).rounded())) min"
    }

    /// The error budget of an SLO in minutes of 30 days.
    package static func minutes(_ slo: Percentage) -> String { minutes(slo.fraction) }
}
