// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// CODEOWNERS as GitHub and GitLab read it, beyond the examples of the rule.
@Suite struct CodeownersTests {
    private func lint(_ text: String, folder: String = "services/cart") -> [Diagnostic] {
        let services = [("cart", folder), ("web", "services/web")].map { name, folder in
            SourceFile(
                path: "\(folder)/msctl.yaml",
                text: "apiVersion: msctl.dev/v1\nkind: Service\nmetadata: { name: \(name) }\nspec:\n"
                    + "  owner: team-\(name)\n  domain: shop\n  build: .\n"
            )
        }
        var options = LintOptions.today
        options.only = ["codeowners"]
        options.files = .holding(services + [SourceFile(path: "CODEOWNERS", text: text)])
        return Linter.lint(ManifestReader.read(services), options: options).findings
    }

    private static let web = "/services/web/ @a/team-web\n"

    @Test(arguments: [
        "/services/my\\ cart/ @a/team-cart", "/services/my?cart/ @a/team-cart", "**/my\\ cart @a/team-cart",
    ])
    func aBlankInANameIsEscaped(line: String) {
        #expect(lint(Self.web + line + "\n", folder: "services/my cart").isEmpty)
    }

    @Test(arguments: [
        "cart/ @a/team-cart", "services/cart @a/team-cart",
        "/services/* @a/team-web\n/services/cart @a/team-cart",
        "/services/**/cart/ @a/team-cart", "**/cart @a/team-cart", "/services/c*/ @a/team-cart # for now",
        "/** @a/team-cart\r", "* @a/team-cart @a/team-web", "/services/** @a/team-cart",
        "/services/*/ @a/team-cart", "/services/**/* @a/team-cart", "/services/*/* @a/team-cart",
        "/services/cart/* @a/team-cart",
    ])
    func patternsCoverWhatIsBelowThem(lines: String) {
        #expect(lint(Self.web + lines + "\n").filter { $0.service == "cart" }.map(\.headline) == [])
    }

    @Test(arguments: [
        "/services/* @a/platform", "/* @a/platform", "services/* @a/platform", "/*/* @a/platform",
    ])
    func filesOfAFolderAreNotWhatLiesInItsFolders(line: String) {
        #expect(lint(Self.web + "/services/cart/ @a/team-cart\n" + line + "\n").map(\.headline) == [])
        let alone = lint("/services/web/ @a/team-web\n" + line + "\n")
        #expect(
            alone.map(\.headline) == [
                "CODEOWNERS does not name the code of `cart`, which belongs to `team-cart`"
            ]
        )
    }

    @Test func aFolderAfterOthersCounts() {
        let found = lint(Self.web + "/services/cart/ @a/team-cart\n/services/*/ @a/platform\n")
        #expect(
            found.map(\.headline).sorted() == [
                "CODEOWNERS gives the code of `cart` to `@a/platform`, its manifest to `team-cart`",
                "CODEOWNERS gives the code of `web` to `@a/platform`, its manifest to `team-web`",
            ]
        )
    }

    @Test func theLastLineOfEachSectionCounts() throws {
        let text =
            Self.web + """
                [Shop] @a/team-cart
                /services/cart/
                [shop]
                /services/cart/ @a/team-web
                [Other][2] @a/team-other
                /services/cart/

                """
        let found = lint(text)
        #expect(
            found.map(\.headline) == [
                "CODEOWNERS gives the code of `cart` to `@a/team-web`, `@a/team-other`, its manifest to `team-cart`"
            ]
        )
        let finding = try #require(found.first)
        #expect(finding.primary?.span.text == "/services/cart/" && finding.primary?.span.start.line == 7)
        #expect(finding.primary?.span.end.column == 16)
        #expect(finding.help == "name `@a/team-cart` in a line for `/services/cart/`")
    }

    @Test func whatASectionLeavesOutIsNotItsOwn() {
        let text =
            Self.web
            + "[Shop]\n/services/ @a/team-web\n!/services/cart/\n[Cart]\n/services/cart/ @a/team-cart\n"
        #expect(lint(text).isEmpty)
    }
}
