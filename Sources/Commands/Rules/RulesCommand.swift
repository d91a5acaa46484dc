// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Documents
import Lint

/// `msctl rules`: the list of what lint knows.
struct RulesCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "List the lint rules.",
        discussion: """
            Examples:
              msctl rules
              msctl rules --format json
              msctl explain shared-database
            """
    )

    /// How the list is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case human
        case json
        case markdown
    }

    @Option(help: "How to write the list.")
    var format: Format = .human

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        switch format {
        case .human: context.standardOutput(table(width: context.tableWidth))
        case .markdown: context.output(RuleText.document(RuleCatalogue.current))
        case .json: context.output(JSONValue.array(RuleCatalogue.current.map(Self.json)).text(.pretty))
        }
        return .done
    }

    private func table(width: Int) -> String {
        var table = TableRenderer([
            .init(title: "rule"), .init(title: "severity"), .init(title: "family"), .init(title: "finds"),
        ])
        for rule in RuleCatalogue.current {
            table.add([rule.id, rule.severity.rawValue, rule.family.rawValue, rule.summary])
        }
        return table.render(width: width)
    }

    private static func json(_ rule: Rule) -> JSONValue {
        [
            "id": .string(rule.id),
            "severity": .string(rule.severity.rawValue),
            "family": .string(rule.family.rawValue),
            "status": .string(rule.status.rawValue),
            "codes": .array(rule.codes.map { .string($0) }),
            "since": .string(rule.since),
            "needs": .array(rule.needs.map { .string($0.rawValue) }),
            "summary": .string(rule.summary),
            "rationale": .string(rule.rationale),
        ]
    }
}
