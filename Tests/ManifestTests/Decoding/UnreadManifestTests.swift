// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Testing

@testable import Manifest

/// One file that cannot be read is one finding, not one for everybody who refers to it.
@Suite struct UnreadManifestTests {
    private static let caller = SourceFile(
        path: "caller/msctl.yaml",
        text: """
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: caller }
            spec:
              image: { name: caller }
              consumes: [{ api: books/v1, timeout: 1s }]
            """
    )

    private func dangling(_ text: String) -> Int {
        let set = ManifestReader.read([Self.caller, SourceFile(path: "books/msctl.yaml", text: text)])
        return ServiceSystem.resolve(set).1.count { $0.id == "dangling-ref" }
    }

    @Test(arguments: [
        "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n\tname: books\n",
        "apiVersion: msctl.dev/v1\nkind: Servise\nmetadata: { name: books }\nspec: {}\n",
        "apiVersion: msctl.dev/v1\nmetadata: { name: books }\nspec: {}\n",
        "apiVersion: msctl.dev/v1\nkind: Service\nmetadata: { name: Books_1 }\nspec: {}\n",
        "apiVersion: msctl.dev/v1\nkind: \"Service\nmetadata: { name: books }\n",
    ])
    func doesNotBlameWhoeverRefersToIt(text: String) {
        #expect(dangling(text) == 0)
    }

    @Test func stillBlamesWhoeverRefersToNothing() {
        let other = """
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: films }
            spec: { image: { name: films }, provides: [{ version: v1, http: 8080 }] }
            """
        #expect(dangling(other) == 1)
    }

    @Test(arguments: ["", "# nothing yet\n", "---\n"])
    func anEmptyManifestIsReported(text: String) {
        let set = ManifestReader.read([SourceFile(path: "books/msctl.yaml", text: text)])
        #expect(set.diagnostics.map(\.headline) == ["`books/msctl.yaml` is empty"])
    }

    @Test func anEmptyFileOfAnotherNameIsNot() {
        let set = ManifestReader.read([SourceFile(path: "values.yaml", text: "")])
        #expect(set.diagnostics.isEmpty)
    }

    @Test func oneSuggestionIsEnough() {
        let set = ManifestReader.read([
            SourceFile(
                path: "books/msctl.yaml",
                text: """
                    apiVersion: msctl.dev/v1
                    kind: Service
                    metadata: { name: books }
                    spec: { owner: team-books, domain: books, build: ., provides: [{ api: books, version: v2, http: 8080 }] }
                    """
            ), Self.caller,
        ])
        let help = ServiceSystem.resolve(set).1.first { $0.id == "dangling-ref" }?.help
        #expect(help == "did you mean `books/v2`?")
    }
}
