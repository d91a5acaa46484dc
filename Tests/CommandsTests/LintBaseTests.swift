// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// What a repository says about its own past, with `lint --base`; runs git.
@Suite struct LintBaseTests {
    private static let manifest = """
        apiVersion: msctl.dev/v1
        kind: Service
        metadata:
          name: cart
        spec:
          owner: team-cart
          domain: shop
          image: registry.example/cart:1.2.3
          provides:
            - { api: cart, version: v1, http: 8080, spec: api.yaml }

        """
    private static let contract = """
        openapi: 3.1.0
        info: { title: cart, version: 1.0.0 }
        paths:
          /carts:
            get: { responses: { "200": { description: all } } }
            post: { responses: { "201": { description: made } } }

        """

    /// A repository with one commit on `main`.
    private func repository() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("services/cart/msctl.yaml", Self.manifest)
        try scratch.write("services/cart/api.yaml", Self.contract)
        try scratch.commitAll()
        return scratch
    }

    private func lint(_ scratch: Scratch, _ arguments: String...) async -> CommandRun {
        await scratch.run(["lint", "--format", "concise"] + arguments) { $0.programs = PosixSpawnRunner() }
    }

    @Test(arguments: ["a\"b.yaml", "a\\b.yaml", "a\tb.yaml", "ä b.yaml"]) func pathsAreTakenAsTheyAre(
        name: String
    ) async throws {
        let scratch = try repository()
        try scratch.write("services/cart/\(name)", "a: 1\n")
        try scratch.git("add", ".")
        try scratch.git("commit", "-q", "-m", "second")
        try scratch.write("services/cart/\(name)", "a: 2\n")
        try scratch.write("new \(name)", "a: 1\n")
        let context = scratch.context { $0.programs = PosixSpawnRunner() }
        let changed = try GitRepository(around: ".", for: "--since", in: context).changes(since: "HEAD")
        let shown = Set(changed.map { $0.split(separator: "/").suffix(1).joined() })
        #expect(shown == [name, "new \(name)"])
    }

    @Test func aBrokenContractIsReportedWithBothEnds() async throws {
        let scratch = try repository()
        try scratch.write("services/cart/api.yaml", Self.contract.replacing("    get: ", with: "    head: "))
        let run = await lint(scratch, "--base", "main")
        #expect(run.status == .findings)
        #expect(
            run.output
                == "services/cart/api.yaml:4:3: error[breaking-change]: `cart/v1` no longer has `GET /carts`\n"
        )
        let human = await scratch.run(["lint", "--base", "main"]) { $0.programs = PosixSpawnRunner() }
        #expect(human.output.contains("main has in line 5 of services/cart/api.yaml: `get: {"))
        #expect(human.output.contains("still `v1`"))
        #expect(await lint(scratch).status == .done)
        #expect(await lint(scratch, "--since", "main").status == .findings)
        #expect(await lint(scratch, "services/cart", "--base", "main").status == .findings)
        #expect(await lint(scratch, "services/cart/msctl.yaml", "--base", "main").status == .findings)
    }

    @Test func whatOthersDidOnTheBranchIsNoChangeOfThisSide() async throws {
        let scratch = try repository()
        try scratch.git("checkout", "-q", "-b", "mine")
        try scratch.write("services/cart/other.txt", "mine\n")
        try scratch.git("add", ".")
        try scratch.git("commit", "-q", "-m", "mine")
        try scratch.git("checkout", "-q", "main")
        try scratch.write("services/cart/api.yaml", Self.contract + "  /more: { get: { responses: {} } }\n")
        try scratch.git("commit", "-q", "-a", "-m", "theirs")
        try scratch.git("checkout", "-q", "mine")
        #expect(await lint(scratch, "--base", "main").status == .done)
    }

    @Test func aManifestThatIsGoneIsPartOfTheBase() async throws {
        let scratch = try repository()
        try scratch.write(
            "services/orders/msctl.yaml",
            Self.manifest.replacing("name: cart", with: "name: orders")
                .replacing(
                    "  provides:\n    - { api: cart, version: v1, http: 8080, spec: api.yaml }\n",
                    with: "  consumes:\n    - { api: cart/v1, timeout: 1s }\n"
                )
        )
        try scratch.git("add", ".")
        try scratch.git("commit", "-q", "-m", "second")
        try scratch.write(
            "services/cart/msctl.yaml",
            Self.manifest.replacing("version: v1", with: "version: v2")
        )
        try scratch.write(
            "services/orders/msctl.yaml",
            try scratch.read("services/orders/msctl.yaml").replacing("cart/v1", with: "cart/v2")
        )
        let run = await lint(scratch, "--base", "HEAD", "--only", "removed-while-consumed")
        #expect(
            run.output
                == "services/cart/msctl.yaml:9:3: error[removed-while-consumed]: `cart/v1` is gone, and `orders` called it in HEAD\n"
        )
    }

    @Test func aRevisionThatGitDoesNotKnowIsWrongUsage() async throws {
        for option in ["--base", "--since"] {
            let run = await lint(try repository(), option, "nothing")
            #expect(run.status == .usage)
            #expect(run.error.contains("git knows no revision `nothing` in `"))
        }
    }
}
