// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Testing

/// Rules that look at the files that manifests name.
@Suite struct RepositoryFileTests {
    private static let contract = """
        openapi: 3.1.0
        info: { title: cart, version: 1.0.0 }
        paths:
          /carts/{id}:
            get: { operationId: getCart }
            delete: { operationId: dropCart }
          /carts:
            post: { operationId: createCart }

        """

    private func service(_ name: String, _ spec: String) -> SourceFile {
        SourceFile(
            path: "services/\(name)/msctl.yaml",
            text: "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: \(name)\nspec:\n"
                + "  owner: team-\(name)\n  domain: shop\n  image: ghcr.io/acme/\(name):1.0.0\n" + spec
        )
    }

    private func lint(
        _ services: [SourceFile],
        files: [String: String],
        folders: [String: ProjectFiles.Kind] = [:],
        rule: String
    ) -> [Diagnostic] {
        var options = LintOptions.today
        options.only = [rule]
        options.files = ProjectFiles(
            kind: { path in folders[path] ?? (files[path] == nil ? .missing : .file) },
            read: { path in files[path].map { SourceFile(path: path, text: $0) } }
        )
        return Linter.lint(ManifestReader.read(services), options: options).findings
    }

    private var cart: SourceFile {
        service("cart", "  provides:\n    - { api: cart, version: v1, http: 8080, spec: api.yaml }\n")
    }

    private func caller(_ fields: String) -> SourceFile {
        service("orders", "  consumes:\n    - { api: cart/v1, timeout: 1s, \(fields) }\n")
    }

    @Test(arguments: ["getCart", "GET /carts/{cart}", "get /carts/:id", "POST /carts"])
    func operationsOfTheContractAreKnown(operation: String) {
        let files = ["services/cart/api.yaml": Self.contract]
        let found = lint(
            [cart, caller("operations: [\"\(operation)\"]")],
            files: files,
            rule: "unknown-operation"
        )
        #expect(found.map(\.headline) == [])
    }

    @Test func anotherOperationIsReportedWithTheNearestName() throws {
        let files = ["services/cart/api.yaml": Self.contract]
        let found = lint(
            [cart, caller("operations: [getCard, PUT /baskets]")],
            files: files,
            rule: "unknown-operation"
        )
        #expect(
            found.map(\.headline) == [
                "`cart/v1` has no operation `getCard`", "`cart/v1` has no operation `PUT /baskets`",
            ]
        )
        let first = try #require(found.first)
        #expect(first.help == "did you mean `getCart`?")
        #expect(first.primary?.span.text == "getCard")
        #expect(first.secondary.first?.span.file.path == "services/cart/msctl.yaml")
        #expect(found.last?.help == "it has `getCart`, `dropCart`, `createCart`")
    }

    @Test(arguments: ["", "swagger: \"2.0\"\npaths: {}\n", "openapi: [\n"])
    func nothingIsSaidAboutAContractThatCannotBeRead(text: String) {
        let files = ["services/cart/api.yaml": text]
        #expect(lint([cart, caller("operations: [x]")], files: files, rule: "unknown-operation").isEmpty)
    }

    @Test(arguments: [("createCart", 1), ("getCart", 0), ("dropCart", 0)])
    func theContractSaysWhichOperationIsUnsafeToRepeat(operation: String, count: Int) {
        let files = ["services/cart/api.yaml": Self.contract]
        let found = lint(
            [cart, caller("retries: 1, operations: [\(operation)]")],
            files: files,
            rule: "unsafe-retry"
        )
        #expect(found.count == count)
    }

    @Test func aContractThatIsNotThereIsAnError() throws {
        let found = lint([cart], files: [:], rule: "no-contract")
        #expect(found.map(\.severity) == [.error])
        #expect(found.first?.primary?.span.text == "api.yaml")
        #expect(lint([cart], files: ["services/cart/api.yaml": Self.contract], rule: "no-contract").isEmpty)
    }

    @Test(arguments: [(ProjectFiles.Kind.missing, 1), (.emptyFolder, 1), (.folder, 0), (.file, 1)])
    func migrationsAreInAFolderThatHoldsSome(kind: ProjectFiles.Kind, count: Int) {
        let store = service("cart", "  data:\n    - { name: cart, engine: postgres, migrations: db }\n")
        let found = lint([store], files: [:], folders: ["services/cart/db": kind], rule: "no-migrations")
        #expect(found.count == count)
    }

    @Test func withoutFilesNothingIsSaidAboutThem() {
        var options = LintOptions.today
        options.only = ["no-contract", "unknown-operation", "no-migrations"]
        let services = [cart, caller("operations: [x]")]
        #expect(Linter.lint(ManifestReader.read(services), options: options).findings.isEmpty)
    }
}
