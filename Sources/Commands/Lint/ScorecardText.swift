// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Lint

/// The scorecard as a table.
enum ScorecardText {
    static func table(_ scorecard: Scorecard, width: Int) -> String {
        var table = TableRenderer([
            .init(title: "service"), .init(title: "level"), .init(title: "for the next level"),
        ])
        for row in scorecard.rows {
            table.add([row.service, row.level.rawValue, row.missing.joined(separator: ", ")])
        }
        let counts = Scorecard.Level.allCases.reversed().compactMap { level -> String? in
            let count = scorecard.rows.count { $0.level == level }
            return count == 0 ? nil : "\(count) \(level.rawValue)"
        }
        return table.render(width: width) + "\n" + counts.joined(separator: ", ") + "\n"
    }
}
