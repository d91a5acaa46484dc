// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Manifest

/// `msctl schema`: the JSON Schema of manifests, for editors.
struct SchemaCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print what manifests take: a JSON Schema, examples, or a reference of every field.",
        discussion: """
            Editors with a YAML language server complete and check manifests with the JSON Schema. The examples are \
            one manifest of each kind, to start from.

            Examples:
              msctl schema > msctl.schema.json
              msctl schema --format example
              msctl schema --format markdown | less
            """
    )

    /// What is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json
        case example
        case markdown
    }

    @Option(
        help: "A JSON Schema (json), a manifest of each kind (example), or every field in tables (markdown)."
    )
    var format: Format = .json

    func run(in context: CommandContext) async throws -> ExitStatus {
        switch format {
        case .json: context.output(ManifestSchema.jsonSchema.text(.pretty))
        case .example:
            context.output(ManifestKind.allCases.map(ManifestExample.text).joined(separator: "\n---\n"))
        case .markdown: context.output(ManifestMarkdown.page())
        }
        return .done
    }
}
