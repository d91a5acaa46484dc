// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// Which Environments are the same place, beyond the examples of the rule.
@Suite struct SharedNamespaceTests {
    private static let ids = [
        "0c3d2b7e-5f0e-4a43-9c55-6d0a4f6f3f11", "1d4e3c8f-6a1f-4b54-8d66-7e1b5a7a4a22",
    ]

    private func environment(_ name: String, _ fields: String) -> MarkedText {
        MarkedText(
            """
            apiVersion: msctl.dev/v1
            kind: Environment
            metadata: { name: \(name) }
            spec: { \(fields) }

            """
        )
    }

    private func lint(_ texts: [MarkedText], environment: String? = nil) -> [Diagnostic] {
        var options = LintOptions.today
        options.only = ["shared-namespace"]
        options.environment = environment
        let files = texts.enumerated().map { $0.element.file(path: "\($0.offset).msctl.yaml") }
        return Linter.lint(ManifestReader.read(files), options: options).findings
    }

    @Test func bothEndsAreMarked() throws {
        let prod = environment("prod", "cluster: { context: eu1, namespace: ⟪shop⟫ }")
        let staging = environment("staging", "cluster: { context: eu1, namespace: ⟪shop⟫ }")
        for texts in [[prod, staging], [staging, prod]] {
            let found = lint(texts)
            try #require(found.count == 1)
            let primary = try #require(found[0].primary)
            let secondary = try #require(found[0].secondary.first)
            #expect(primary.span.range == staging.ranges[0])
            #expect(secondary.span.range == prod.ranges[0])
            #expect(primary.span.file.path != secondary.span.file.path)
            #expect(found[0].help?.contains("namespace: shop-staging") == true)
        }
    }

    /// A context is only a name that a kubeconfig gives; the fingerprint is the cluster.
    @Test func aFingerprintSaysMoreThanAContext() {
        func fields(_ context: String, _ id: Int) -> String {
            "cluster: { context: \(context), namespace: shop, fingerprint: \(Self.ids[id]) }"
        }
        #expect(lint([environment("a", fields("x", 0)), environment("b", fields("y", 0))]).count == 1)
        #expect(lint([environment("a", fields("x", 0)), environment("b", fields("x", 1))]).isEmpty)
    }

    /// What the kubeconfig or the command line says may be any cluster.
    @Test(arguments: [
        "cluster: { namespace: shop }", "class: staging",
        "system: bank, cluster: { context: eu1, namespace: shop }",
    ])
    func whatIsNotSaidIsNotGuessed(fields: String) {
        let prod = environment("prod", "system: shop, cluster: { context: eu1, namespace: shop }")
        #expect(lint([prod, environment("staging", fields)]).isEmpty)
    }

    /// One that is asked for is told of the other, and nobody of two that are not looked at.
    @Test func anEnvironmentThatIsAskedForIsComparedWithAll() {
        let fields = "cluster: { context: eu1, namespace: shop }"
        let texts = [
            environment("a", fields), environment("b", fields),
            environment("c", "cluster: { context: eu2, namespace: shop }"),
        ]
        #expect(lint(texts, environment: "a").count == 1)
        #expect(lint(texts, environment: "b").count == 1)
        #expect(lint(texts, environment: "c").isEmpty)
    }
}
