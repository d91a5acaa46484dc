// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// Shares of time as people talk about them.
enum Percent {
    /// The error budget of 30 days, which are 43,200 minutes.
    static func minutes(_ slo: Percentage) -> String { minutes(slo.fraction) }

    /// The failure in 30 days that a factor from 0 to 1 leaves.
    static func minutes(_ fraction: Double) -> String {
        "\(Int(saturating: ServiceSystem.lossMinutes(fraction).rounded())) min"
    }

    /// A factor with three digits behind the point, such as `99.601%`.
    static func text(_ fraction: Double) -> String {
        let thousandths = Int(saturating: (fraction * 100_000).rounded())
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - digits.count))\(digits)%"
    }
}
