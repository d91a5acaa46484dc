// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// What `msctl explain <rule>` and `msctl rules` print.
package enum RuleText {
    /// One rule for a terminal, wrapped at a width.
    package static func explanation(of rule: Rule, width: Int = 80) -> String {
        var lines = ["\(rule.id): \(rule.summary)", ""]
        lines += wrapped(rule.rationale, width: width)
        lines += ["", facts(of: rule).joined(separator: " · ")]
        if let flagged = rule.examples.flagged.first {
            lines += ["", "Found here (between ⟪ and ⟫):", ""] + indented(flagged)
        }
        if let clean = rule.examples.clean.first {
            lines += ["", "Nothing is found here:", ""] + indented(clean)
        }
        if let enabling = enabling(rule) { lines += [""] + wrapped(enabling, width: width) }
        lines += ["", acceptance(of: rule)]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A page of the reference: its path below `docs/`, and its text in Markdown.
    package typealias Page = (name: String, text: String)

    /// The whole reference: a table of all rules, and a page for each family.
    package static func pages(_ rules: [Rule] = Rule.all) -> [Page] {
        let families = families(rules)
        let details = families.map { family, members in
            let heading = "# \(title(of: family)) rules\n\n"
            let way = "One page of the [reference of rules](../rules.md).\n"
            return (path(of: family), heading + way + members.map(section).joined())
        }
        return [("rules.md", index(families, path: path(of:)))] + details
    }

    /// The same as one document.
    package static func document(_ rules: [Rule]) -> String {
        let families = families(rules)
        return index(families) { _ in "" } + families.flatMap(\.members).map(section).joined()
    }

    private static func families(_ rules: [Rule]) -> [(family: Rule.Family, members: [Rule])] {
        Rule.Family.allCases.map { family in (family, sorted(rules).filter { $0.family == family }) }
            .filter { !$0.members.isEmpty }
    }

    /// A table for each family, whose rules are described at a path.
    private static func index(
        _ families: [(family: Rule.Family, members: [Rule])],
        path: (Rule.Family) -> String
    ) -> String {
        var text = """
            # Rules

            What `msctl lint` looks for, \(families.map(\.members.count).reduce(0, +)) rules in all. `make docs` writes this from the rules themselves; the
            examples are the tests. In flagged examples `⟪…⟫` marks the text that the rule points at. `msctl explain RULE` prints
            the same in a terminal.

            To accept a finding, write the rule's name and a reason on the field's line or above it,
            `# msctl:ignore single-replica until=2027-01-31 -- the cache lands in January`, or list it under `spec.lint.ignore`.

            """
        for (family, members) in families {
            text += """

                ## \(title(of: family))

                | Rule | Severity | Fires when |
                |---|---|---|

                """
            text += members.map { rule in
                "| [`\(rule.id)`](\(path(family))#\(rule.id)) | \(severity(of: rule)) | \(rule.summary) |\n"
            }.joined()
        }
        return text
    }

    private static func path(of family: Rule.Family) -> String { "rules/\(family.rawValue).md" }

    private static func severity(of rule: Rule) -> String {
        enabling(rule) == nil ? rule.severity.rawValue : "\(rule.severity.rawValue), \(rule.status.rawValue)"
    }

    private static func section(_ rule: Rule) -> String {
        var text =
            "\n## \(rule.id)\n\n\(facts(of: rule).joined(separator: " · ")). Fires when \(rule.summary).\n\n"
        text += wrapped(rule.rationale, width: 120).joined(separator: "\n") + "\n"
        if let enabling = enabling(rule) {
            text += "\n" + wrapped(enabling, width: 120).joined(separator: "\n") + "\n"
        }
        text += rule.examples.flagged.map { fenced($0, "Found") }.joined()
        text += rule.examples.clean.map { fenced($0, "Clean") }.joined()
        return text
    }

    private static func fenced(_ example: String, _ title: String) -> String {
        let language =
            ExampleFiles(example).isRepository
            ? "text" : example.contains("apiVersion:") ? "yaml" : "dockerfile"
        return "\n\(title):\n\n```\(language)\n\(trimmed(example))\n```\n"
    }

    private static func facts(of rule: Rule) -> [String] {
        var facts = [
            "\(rule.severity.rawValue) by default", title(of: rule.family).lowercased(),
            "since \(rule.since)",
        ]
        if rule.status != .stable { facts.append(rule.status.rawValue) }
        facts += rule.needs.map { need in
            switch need {
            case .files: "looks into the repository"
            case .base: "compares with an earlier version (`--base` or `--since`)"
            }
        }
        if !rule.codes.isEmpty { facts.append("\(rule.codes.joined(separator: ", ")) of hadolint") }
        if !rule.formerIDs.isEmpty { facts.append("formerly \(rule.formerIDs.joined(separator: ", "))") }
        return facts
    }

    /// How a rule that does not run by itself is switched on.
    private static func enabling(_ rule: Rule) -> String? {
        guard [.optIn, .preview].contains(rule.status) else { return nil }
        return
            "It runs only when asked for: `\(rule.id): \(rule.severity.rawValue)` under `lint.rules` in `.msctl.yaml`, or `--only \(rule.id)`."
    }

    private static func acceptance(of rule: Rule) -> String {
        rule.isSuppressible
            ? "To accept it: `# msctl:ignore \(rule.id) until=2027-01-31 -- why` on the field's line or above it."
            : "It cannot be accepted: what is not understood is not applied."
    }

    private static func title(of family: Rule.Family) -> String {
        family == .api ? "API" : family.rawValue.prefix(1).uppercased() + family.rawValue.dropFirst()
    }

    private static func sorted(_ rules: [Rule]) -> [Rule] { rules.sorted { $0.id < $1.id } }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    private static func indented(_ text: String) -> [String] {
        trimmed(text).split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.isEmpty ? "" : "    \($0)"
        }
    }

    private static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, line.count + word.count + 1 > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
