// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Lint

/// `msctl docs`: the generated reference pages, for `make docs`.
struct DocsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs",
        abstract: "Write the generated reference pages.",
        discussion: """
            Example:
              msctl docs --output docs
            """,
        shouldDisplay: false
    )

    @Option(help: "The directory to write to.", completion: .directory)
    var output = "docs"

    @Flag(help: "Write nothing; end with 1 when a page is not fresh.")
    var check = false

    func run(in context: CommandContext) async throws -> ExitStatus {
        let stale = try ReferencePages.all().filter { page in
            let path = context.absolute(Path.join(output, page.name))
            let existing = try? context.files.read(path, limit: 1 << 24)
            return existing.map { String(decoding: $0, as: UTF8.self) } != page.text
        }
        for page in stale {
            let path = Path.join(output, page.name)
            context.error(check ? "\(path) is not fresh; run `make docs`" : "\(path) written")
            guard !check else { continue }
            try context.files.makeDirectory(context.absolute(Path.parent(path)))
            try context.files.write(Array(page.text.utf8), to: context.absolute(path))
        }
        return check && !stale.isEmpty ? .findings : .done
    }
}

/// The pages that follow from the code.
package enum ReferencePages {
    /// A file below `docs/`.
    package struct Page: Sendable {
        /// The path below `docs/`.
        package var name: String
        /// The whole text.
        package var text: String
    }

    /// All pages, as they should be.
    package static func all() throws -> [Page] {
        [
            Page(name: "commands.md", text: CommandMarkdown.page(try CommandReference.current())),
            Page(name: "manifest-reference.md", text: ManifestMarkdown.page()),
        ] + RuleText.pages(RuleCatalogue.current).map { Page(name: $0.name, text: $0.text) }
    }
}
