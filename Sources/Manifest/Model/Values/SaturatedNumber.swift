// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Int {
    /// A figure that was computed, as a whole number: cut to ±10¹⁵, and 0 for what is no number.
    ///
    /// Figures are products of numbers out of files; `Int.init(_:)` would end the process for one that does not fit.
    package init(saturating value: Double) {
        self = value.isNaN ? 0 : Int(Swift.min(Swift.max(value, -1e15), 1e15))
    }

    /// The sum, cut to what fits.
    package func addingSaturated(_ other: Int) -> Int {
        let (sum, isOverflow) = addingReportingOverflow(other)
        return isOverflow ? (other < 0 ? .min : .max) : sum
    }

    /// The product, cut to what fits.
    package func multipliedSaturated(by other: Int) -> Int {
        let (product, isOverflow) = multipliedReportingOverflow(by: other)
        return isOverflow ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}
