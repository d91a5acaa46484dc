// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Support
import Testing

@testable import Commands

/// `msctl graph diff` on a real repository.
@Suite struct GraphDiffTests {
    private static func service(_ name: String, _ more: String) -> String {
        """
        apiVersion: msctl.dev/v1
        kind: Service
        metadata: { name: \(name) }
        spec:
          owner: team-a
          domain: shop
          image: a/b:1
          provides: [{ api: \(name), version: v1, http: 80 }]
        \(more)
        """
    }

    private static let gateway = """
          role: gateway
          routes:
            - { path: /v1/orders, to: orders/v1, peak: 30/s, timeout: 2s }
        """

    /// A repository with one commit, and changes that are not committed.
    private func repository() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("shop/gateway.yaml", Self.service("gateway", Self.gateway))
        try scratch.write(
            "shop/orders.yaml",
            Self.service(
                "orders",
                "  consumes: [{ api: stock/v1, timeout: 300ms }, { api: mail/v1, timeout: 1s }]"
            )
        )
        try scratch.write("shop/stock.yaml", Self.service("stock", ""))
        try scratch.write("shop/mail.yaml", Self.service("mail", ""))
        try scratch.write("shop/.hidden/other.yaml", Self.service("hidden", ""))
        try scratch.commitAll()
        try scratch.write(
            "shop/orders.yaml",
            Self.service(
                "orders",
                """
                  consumes:
                    - { api: stock/v1, timeout: 300ms, retries: 2 }
                    - { api: payments/v1, timeout: 500ms, required: true }
                """
            )
        )
        try scratch.write(
            "shop/payments.yaml",
            Self.service(
                "payments",
                "  consumes: [{ api: stock/v1, timeout: 200ms, required: false, fallback: cache }]"
            )
        )
        return scratch
    }

    private func run(_ scratch: Scratch, _ words: String...) async -> CommandRun {
        await scratch.run(["graph", "diff"] + words) { $0.programs = PosixSpawnRunner() }
    }

    @Test func comparesFilesWithARevisionInEveryFormat() async throws {
        let scratch = try repository()
        var files: [(path: String, text: String)] = []
        for (file, format) in [("diff.txt", "text"), ("diff.json", "json"), ("diff.md", "markdown")] {
            let run = await run(scratch, "HEAD", "shop", "--format", format)
            #expect(run.status == .done && run.error.isEmpty, "\(run.error)")
            files.append((file, run.output))
        }
        golden(files, story: "graph-diff")
    }

    @Test func saysThatNothingHasChanged() async throws {
        let scratch = try repository()
        let run = await run(scratch, "HEAD", "shop/stock.yaml")
        #expect(run.status == .done)
        #expect(run.output == "default: HEAD → files\n\nthe graph is the same\n")
    }

    @Test func refusesWhatIsNoRevision() async throws {
        let scratch = try repository()
        let unknown = await run(scratch, "nope", "shop")
        #expect(unknown.status == .usage && unknown.error.contains("git knows no revision `nope` in `"))
        let option = await run(scratch, "--", "--help", "shop")
        #expect(option.status == .usage && option.error.contains("`--help` is no revision"))
    }
}
