// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint

/// The rules as reports and pages show them.
enum RuleCatalogue {
    /// What reports say about each rule.
    static var infos: [RuleInfo] {
        Rule.all.map { rule in
            RuleInfo(id: rule.id, severity: rule.severity, summary: rule.summary, rationale: rule.rationale)
        }
    }

    /// The rules that are not history.
    static var current: [Rule] { Rule.all.filter { $0.status != .removed } }
}
