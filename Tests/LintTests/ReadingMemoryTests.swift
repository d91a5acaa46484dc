// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest
import NIOConcurrencyHelpers
import Testing

@testable import Lint

/// How often files of the repository are looked at.
@Suite struct ReadingMemoryTests {
    private final class Counter: Sendable {
        private let counts = NIOLockedValueBox<[String: Int]>([:])
        func count(_ path: String) { counts.withLockedValue { $0[path, default: 0] += 1 } }
        subscript(path: String) -> Int { counts.withLockedValue { $0[path] ?? 0 } }
    }

    private static let contract = """
        openapi: 3.1.0
        info: { title: cart, version: 1.0.0 }
        paths:
          /carts:
            get: { operationId: list, responses: { "200": { content: { application/json: { schema: { $ref: "other.yaml#/a" } } } } } }
            post: { operationId: add }

        """

    private func system(callers: Int) -> ManifestSet {
        let head = "apiVersion: msctl.dev/v1\nkind: Service\nmetadata: { name: "
        let spec = " }\nspec:\n  owner: team\n  domain: shop\n  image: registry.example/a:1.0.0\n"
        var text =
            head + "cart" + spec + "  provides: [{ api: cart, version: v1, http: 8080, spec: cart.yaml }]\n"
        for index in 0..<callers {
            text +=
                "---\n" + head + "c\(index)" + spec
                + "  consumes: [{ api: cart/v1, timeout: 1s, operations: [list, gone] }]\n"
        }
        return ManifestReader.read([SourceFile(path: "msctl.yaml", text: text)])
    }

    @Test func aRunReadsEveryFileOnce() {
        let counter = Counter()
        var options = LintOptions.today
        options.files = ProjectFiles(
            kind: { _ in .file },
            read: { path in
                counter.count(path)
                return SourceFile(
                    path: path,
                    text: path == "cart.yaml" ? Self.contract : "a: { type: array }\n"
                )
            }
        )
        let set = system(callers: 20)
        let first = Linter.lint(set, options: options).findings
        // Rules run side by side, and two may ask at the same moment.
        #expect((1...4).contains(counter["cart.yaml"]), "read \(counter["cart.yaml"]) times")
        #expect(first.count { $0.id == "unknown-operation" } == 20)
        let before = counter["cart.yaml"]
        #expect(Linter.lint(set, options: options).findings == first)
        #expect(counter["cart.yaml"] > before, "the next run looks whether it is still the same")
    }

    @Test func whatHasOtherBytesIsReadAnew() {
        let memory = ReadingMemory()
        let first = memory.reading(of: SourceFile(path: "a.yaml", text: "a: 1\n"))
        #expect(memory.reading(of: SourceFile(path: "a.yaml", text: "a: 1\n")).documents == first.documents)
        let second = memory.reading(of: SourceFile(path: "a.yaml", text: "a: 2\n"))
        #expect(second.documents.first?.root["a"]?.scalar?.text == "2")
    }

    @Test func contractsThatReferToOtherFilesAreNotKept() {
        let memory = ReadingMemory()
        func contract(_ text: String) -> ContractFile? {
            memory.contract(of: SourceFile(path: "a.yaml", text: text))
        }
        #expect(contract("type: object\nproperties: { a: { $ref: '#/b' } }\nb: {}\n") != nil)
        #expect(contract("type: object\nproperties: { a: { \"$ref\": \"#/b\" } }\nb: {}\n") != nil)
        #expect(contract("type: object\nproperties: { a: { $ref: 'other.yaml#/b' } }\n") == nil)
        guard case .broken? = contract("type: [\n"), case .schema? = contract("type: object\n") else {
            Issue.record("an older text was taken for the new one")
            return
        }
    }

    @Test func otherTextsTakeThePlaceOfFiles() {
        let files = ProjectFiles(kind: { _ in .missing }, read: { _ in nil })
            .with(["a.yaml": SourceFile(path: "a.yaml", text: "a: 1\n")])
        #expect(files.kind(at: "a.yaml") == .file && files.read("a.yaml") != nil)
        #expect(files.kind(at: "b.yaml") == .missing && files.read("b.yaml") == nil)
    }
}
