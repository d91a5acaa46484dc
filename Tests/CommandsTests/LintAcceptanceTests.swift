// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// What a pipeline relies on, whole command lines at a time.
@Suite struct LintAcceptanceTests {
    private func lintShop(_ arguments: [String] = [], environment: [String: String] = [:]) async throws
        -> CommandRun
    {
        try await Scratch.runInRepository(["lint", "manifests/shop"] + arguments) {
            $0.environment = environment
        }
    }

    /// With its contracts, schemas, migrations and sources, which manifests name.
    @Test func theShopIsClean() async throws {
        let run = try await lintShop(["--fail-on", "info"])
        #expect(run.status == .done)
        #expect(run.output.hasPrefix("no problems in 9 documents, 5 services"))
    }

    /// Nothing of what the shop's sources say is missing in its manifests, and the other way round.
    @Test func theShopCallsWhatItDeclares() async throws {
        let run = try await lintShop(["--only", "undeclared-dependency", "--fail-on", "info"])
        #expect(run.status == .done, "\(run.output)")
    }

    @Test func aBrokenKubeconfigChangesNothing() async throws {
        let usual = try await lintShop()
        let broken = try await lintShop(environment: [
            "KUBECONFIG": "/nowhere/at/all", "HTTPS_PROXY": "http://127.0.0.1:1",
        ])
        #expect(usual.output == broken.output && usual.status == broken.status && broken.error == usual.error)
    }

    @Test func anExpiredSuppressionFailsTheDayAfter() async throws {
        let scratch = try Scratch()
        try scratch.write(
            "cart/msctl.yaml",
            LintCommandTests.service.replacing("name: catalog", with: "name: cart").replacing(
                "api: catalog",
                with: "api: cart"
            )
                + "  # msctl:ignore single-replica until=2026-09-21 -- the cache lands then\n  scale: { min: 1, max: 4 }\n"
        )
        let day: Int64 = 1_790_000_000  // 2026-09-21
        func run(_ now: Int64, _ arguments: String...) async -> CommandRun {
            await scratch.run(["lint", "--fail-on", "warning", "--format", "concise"] + arguments) {
                $0.now = { now }
            }
        }
        #expect(await run(day).status == .done)
        let after = await run(day + 86_400)
        #expect(after.status == .findings)
        #expect(after.output.contains("[single-replica]") && after.output.contains("[bad-suppression]"))
        #expect(after.output.contains("ended on 2026-09-21"))
        #expect(await run(day, "--no-ignore").output.contains("[single-replica]"))
        let both = await run(day + 86_400, "--no-ignore").output
        #expect(both.contains("[single-replica]") && both.contains("[bad-suppression]"))
    }

    /// What a reviewer of the change sees: the lines that were complained about, with their comments, and nothing else.
    @Test func fixesTouchOnlyReportedLinesAndASecondRunNone() async throws {
        let scratch = try Scratch()
        let manifest = """
            # the cart
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: cart }   # of sales
            spec:
              owner: team-cart
              domain: shop
              image: registry.example/cart:1.2.3
              provides:
                - { api: cart, version: v1, http: 8080 }
              expose: { host: cart.example.com,   tls: false } # for now
              # events of others
              events:
                subscribes:
                  - { topic: placed, version: v1, idempotent: true } # first
              scale: { min: 1, max: 4 }   # small

            """
        try scratch.write("cart/msctl.yaml", manifest)
        try scratch.commitAll()
        let before = await scratch.run("lint", "--format", "concise", "--fail-on", "never")
        let reported = before.output.split(separator: "\n").compactMap { line in
            Int(line.split(separator: ":")[1])
        }
        let first = await scratch.run("lint", "--fix=all", "--fail-on", "never")
        #expect(first.status == .done)
        let touched = try touchedLines(scratch)
        #expect(touched.count >= 3)
        #expect(touched.isSubset(of: Set(reported)), "\(touched) of \(reported)")
        let fixed = try scratch.read("cart/msctl.yaml")
        for comment in ["# the cart", "# of sales", "# for now", "# events of others", "# first", "# small"] {
            #expect(fixed.contains(comment))
        }
        let second = await scratch.run("lint", "--fix=all", "--fail-on", "never")
        #expect(second.status == .done)
        #expect(try scratch.read("cart/msctl.yaml") == fixed)
        #expect(await scratch.run("lint", "--fix=all", "--diff").status == .done)
    }

    /// The lines of the commit that differ from the files, by `git diff`.
    private func touchedLines(_ scratch: Scratch) throws -> Set<Int> {
        let diff = PosixSpawnRunner().run("git", ["-C", scratch.directory, "diff", "-U0"])
        var lines: Set<Int> = []
        for line in try #require(diff).output.split(separator: "\n") where line.hasPrefix("@@ -") {
            // @@ -11 +11 @@ or @@ -11,2 +11,2 @@
            let numbers = line.dropFirst(4).prefix { $0 != " " }.split(separator: ",").compactMap { Int($0) }
            let first = try #require(numbers.first)
            lines.formUnion(first..<(first + max(1, numbers.count > 1 ? numbers[1] : 1)))
        }
        return lines
    }

    /// Schema, tier, System, Environment and override: everything that decides a value.
    @Test func explainNamesTheOriginOfEveryValue() async throws {
        let run = try await Scratch.runInRepository(["explain", "catalog", "manifests/shop", "--env", "prod"])
        #expect(run.status == .done)
        for origin in [
            "default", "tier", "manifests/shop/system.msctl.yaml:", "manifests/shop/envs/prod.msctl.yaml:",
            "manifests/shop/services/catalog/msctl.yaml:",
        ] {
            #expect(run.output.contains(origin), "nothing comes from \(origin):\n\(run.output)")
        }
    }

    /// A strategy that is not there yet is not promised.
    @Test func explainSaysWhatBecomesOfACanary() async throws {
        let run = try await Scratch.runInRepository(["explain", "gateway", "manifests/shop"])
        let lines = run.output.split(separator: "\n")
        let strategy = lines.first { $0.hasPrefix("deploy.strategy ") } ?? ""
        let pause = lines.first { $0.hasPrefix("deploy.pause ") } ?? ""
        let history = lines.first { $0.hasPrefix("deploy.history ") } ?? ""
        let migrate = lines.first { $0.hasPrefix("deploy.migrate ") } ?? ""
        #expect(migrate.contains(" none ") && !migrate.contains("not run"))
        #expect(strategy.contains(" canary (rendered as rolling) ") && strategy.hasSuffix("tier critical"))
        #expect(pause.contains(" (no effect yet) "))
        #expect(!history.isEmpty && !history.contains("no effect"))
    }

    /// Nor are migrations, which only the manifest knows of.
    @Test func explainSaysThatMigrationsAreNotRun() async throws {
        let run = try await Scratch.runInRepository(["explain", "orders", "manifests/shop"])
        let lines = run.output.split(separator: "\n")
        let migrate = lines.first { $0.hasPrefix("deploy.migrate ") } ?? ""
        #expect(migrate.contains(" job (not run by msctl yet) "), "\(migrate)")
    }
}
