// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Manifest

/// `msctl schema`: the JSON Schema of manifests, for editors.
struct SchemaCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of manifests, for editors.",
        discussion: """
            Editors with a YAML language server complete and check manifests with it.

            Examples:
              msctl schema > msctl.schema.json
            """
    )

    func run(in context: CommandContext) async throws -> ExitStatus {
        context.output(ManifestSchema.jsonSchema.text(.pretty))
        return .done
    }
}
