// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Looks for severities of rules that there are not, or that cannot be changed.
enum SettingsCheck {
    static func complaints(about settings: ProjectSettings?) -> [Finding] {
        (settings?.rules ?? []).compactMap { entry in
            let name = entry.name.value
            guard let rule = Rule.named(name) else {
                let suggestion = Spelling.suggestion(for: name, among: Rule.all.map(\.id))
                return complaint(
                    "no rule is called `\(name)`",
                    entry,
                    suggestion.map { "did you mean `\($0)`?" } ?? "`msctl rules` lists the names"
                )
            }
            if rule.isSuppressible || rule.id == Rule.badSuppression.id { return nil }
            return complaint(
                "the severity of `\(rule.id)` cannot be changed",
                entry,
                "remove the line: what cannot be read is not applied either"
            )
        }
    }

    private static func complaint(
        _ headline: String,
        _ entry: NamedValue<ProjectSettings.RuleSeverity>,
        _ help: String
    ) -> Finding {
        Finding(
            headline,
            at: entry.name.span,
            "has no effect",
            help: help,
            pointer: entry.pointer
        )
    }
}
