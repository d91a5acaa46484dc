// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Testing

@testable import Manifest

@Suite struct ManifestNamesTests {
    private func services(_ text: String) -> [String] {
        ManifestNames([SourceFile(path: "msctl.yaml", text: text)]).services
    }

    private static let start = "apiVersion: msctl.dev/v1\nkind: Service\n"

    /// However a name is written, and wherever, it is found.
    @Test(arguments: [
        start + "metadata: { name: cart }\nspec: { owner: a }\n",
        start + "metadata:\n  name: cart\nspec:\n  owner: a\n",
        start + "spec: { owner: a }\nmetadata: { name: cart }\n",
        "spec:\n  owner: a\nmetadata: { name: cart }\n" + start,
        "{ apiVersion: msctl.dev/v1, kind: Service,\nmetadata: { name: cart },\nspec: {} }\n",
        "metadata: { name: cart }\r\nkind: Service # one\r\napiVersion: msctl.dev/v1\r\nspec:\r\n  owner: a\r\n",
        "---\n" + start + "metadata: { name: cart }\nspec:\n  note: |\n    ---\n    kind: System\n...\n",
        start + "metadata: { name: cart }\n",
        start + "metadata: { labels: &l { a: b }, name: cart }\nspec: { x: *l }\n",
    ])
    func isFound(text: String) {
        #expect(services(text) == ["cart"])
    }

    /// What only looks like the beginning of `spec` hides nothing.
    @Test(arguments: [
        (
            "apiVersion: msctl.dev/v1\nmetadata: { name: \"a\nkind: Service\nspec: b\" }\nkind: Environment\n",
            []
        ),
        (start + "metadata:\n  note: 'x\nspec: y'\n  name: cart\n", ["cart"]),
        (start + "spec: [\n", []),
        ("kind: Service\nmetadata: { name: cart }\nspec: {}\n", []),
        ("apiVersion: apps/v1 # msctl.dev/v1\nkind: Service\nmetadata: { name: cart }\nspec: {}\n", []),
    ])
    func isNotMadeUp(text: String, names: [String]) {
        #expect(services(text) == names)
    }

    @Test func aDocumentMayEndWithDots() {
        let web = Self.start + "metadata: { name: web }\nspec: {}\n...\n---\n"
        #expect(services(web + Self.start + "metadata: { name: cart }\nspec: {}\n") == ["cart", "web"])
    }

    /// Somebody is typing in one file and asks in another window.
    @Test func isFoundBeforeWhatIsBroken() {
        #expect(services(Self.start + "metadata: { name: cart }\nspec: {\n  owner: [\n") == ["cart"])
    }

    @Test func documentsOfOneFileAreToldApart() {
        let names = ManifestNames([
            SourceFile(
                path: "all.yaml",
                text: """
                    apiVersion: msctl.dev/v1
                    kind: Service
                    metadata: { name: web }
                    spec: { owner: a }
                    ---
                    apiVersion: msctl.dev/v1
                    kind: Environment
                    metadata: { name: prod }
                    spec: { cluster: { namespace: shop } }
                    ---
                    apiVersion: msctl.dev/v1
                    kind: Service
                    metadata: { name: cart }
                    spec: { owner: a }
                    """
            )
        ])
        #expect(names.services == ["cart", "web"])
        #expect(names.environments == ["prod"])
        #expect(names.namespaces == ["shop"])
    }
}
