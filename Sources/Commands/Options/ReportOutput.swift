// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// One `--format`: a format, and a file for it when it is not for standard output: `sarif=report.sarif`.
struct ReportOutput<Format>: ExpressibleByArgument, Sendable
where Format: RawRepresentable & CaseIterable & Sendable, Format.RawValue == String {
    var format: Format
    var path: String?

    init(format: Format, path: String? = nil) {
        self.format = format
        self.path = path
    }

    /// Reads `FORMAT` or `FORMAT=PATH`.
    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, let format = Format(rawValue: String(name)) else { return nil }
        self.format = format
        path = parts.count == 2 ? String(parts[1]) : nil
        if path?.isEmpty == true { return nil }
    }

    static var allValueStrings: [String] { Format.allCases.map(\.rawValue) }
}
