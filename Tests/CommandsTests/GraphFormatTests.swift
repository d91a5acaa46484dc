// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers
import Support
import Testing

@testable import Commands

/// The commands about the graph in every format, what they suppose, and how they compare with a revision.
@Suite struct GraphFormatTests {
    private func run(_ words: String, _ change: (inout CommandContext) -> Void = { _ in }) async throws
        -> CommandRun
    {
        try await Scratch.runInRepository(
            ["graph"] + words.split(separator: " ").map(String.init),
            change: change
        )
    }

    /// Style sheet and script are the same for every system.
    private static func withoutAssets(_ page: String) -> String {
        var page = page
        for (start, end) in [("<style>\n", "</style>"), ("<script>\n", "</script>")] {
            guard let from = page.range(of: start), let to = page[from.upperBound...].range(of: end) else {
                continue
            }
            page.replaceSubrange(from.upperBound..<to.lowerBound, with: "…\n")
        }
        return page
    }

    @Test func printsEveryFormat() async throws {
        let commands = [
            ("blast.txt", "blast payments manifests/shop"),
            ("blast.json", "blast catalog manifests/shop --without acquirer --format json"),
            ("budget.txt", "budget orders manifests/shop"),
            ("budget.json", "budget orders cart manifests/shop --format json"),
            ("budget-if.txt", "budget manifests/shop --if catalog.slo=99.99 --if orders.cart.required=false"),
            ("budget-if.json", "budget manifests/shop --if acquirer.availability=99 --format json"),
            ("budget-without.txt", "budget manifests/shop --without payments"),
            ("capacity.txt", "capacity manifests/shop --if /v1/catalog.peak=2000/s --without orders"),
            ("capacity.json", "capacity manifests/shop --peak 4x --format json"),
            ("path.txt", "path gateway acquirer manifests/shop --if payments.acquirer.retries=3"),
            ("path.json", "path gateway acquirer manifests/shop --format json"),
            ("page.html", "show manifests/shop --format html"),
        ]
        var files: [(path: String, text: String)] = []
        for (file, words) in commands {
            let run = try await run(words)
            #expect(run.status == .done && run.error.isEmpty, "\(words): \(run.error)")
            files.append((file, file == "page.html" ? Self.withoutAssets(run.output) : run.output))
        }
        golden(files, story: "graph-formats")
    }

    @Test func thePageNeedsNothingElse() async throws {
        let page = try await run("show manifests/shop --format html").output
        #expect(page.contains("default-src 'none'"))
        for outside in ["<link", " src=", "url(http", "import(", "fetch(", "@import"] {
            #expect(!page.contains(outside), "\(outside)")
        }
        // The only address is the name of SVG's language.
        let rest = page.replacing("http://www.w3.org/2000/svg", with: "").replacing("http-equiv", with: "")
        #expect(!rest.contains("http"))
        #expect(try await run("show manifests/shop --format html").output == page)
    }

    /// Texts from manifests cannot leave their place in the page.
    @Test func thePageTakesHostileTexts() {
        let text = "</script><b onclick='x'>\"&\u{2028}"
        #expect(HTMLText.escaped(text) == "&lt;/script&gt;&lt;b onclick=&#39;x&#39;&gt;&quot;&amp;\u{2028}")
        #expect(HTMLText.inScript("\"</script>\u{2028}\"") == "\"\\u003c/script>\\u2028\"")
    }

    @Test(arguments: [
        ("foo", "`foo` supposes nothing"), ("catalog.slo", "supposes nothing"),
        ("catalog.color=1", "cannot be supposed"),
        ("catlog.slo=99", "there is no service and no external system `catlog`"),
        ("catalog.slo=100", "`100` in `catalog.slo=100` is no `slo`"),
        ("catalog.timeout=2s", "`timeout` is no fact about a service"),
        ("orders.catalog.timeout=2s", "`orders` does not call `catalog`"),
        ("/v1/nope.peak=1/s", "there is no route `/v1/nope`"),
        ("/v1/cart.weight=50", "has no `strangler`"),
        ("acquirer.slo=99", "is no fact about an external system"),
        ("orders.cart.retries=101", "is no `retries`"),
    ])
    func saysWhatCannotBeSupposed(fact: String, message: String) async throws {
        let run = try await run("budget manifests/shop --if \(fact)")
        #expect(run.status == .usage)
        #expect(run.output.isEmpty)
        #expect(run.error.contains(message), "\(run.error)")
    }

    /// Graphviz as a test knows it: keeps what it was asked to draw.
    private final class FakeGraphviz: ProgramRunner {
        let result: ProgramResult?
        let drawn = NIOLockedValueBox("")

        init(_ result: ProgramResult?) { self.result = result }

        func run(_ program: String, _ arguments: [String], input: [UInt8]) -> ProgramResult? {
            drawn.withLockedValue {
                $0 = "\(program) \(arguments)\n" + String(decoding: input, as: UTF8.self)
            }
            return result
        }
    }

    @Test func drawsWithGraphvizWhereThereIsOne() async throws {
        let graphviz = FakeGraphviz(ProgramResult(status: 0, output: "<?xml?>\n<svg/>\n"))
        let run = try await run("show manifests/shop --format svg") { $0.programs = graphviz }
        #expect(run.status == .done && run.output == "<?xml?>\n<svg/>\n")
        let dot = try await self.run("show manifests/shop --format dot").output
        #expect(graphviz.drawn.withLockedValue { $0 } == "dot [\"-Tsvg\"]\n" + dot)
        let none = try await self.run("show manifests/shop --format svg") { $0.programs = FakeGraphviz(nil) }
        #expect(none.status == .usage && none.error.contains("`apt install graphviz`"))
        #expect(none.error.contains("`--format html`"))
        let broken = FakeGraphviz(ProgramResult(status: 1, output: ""))
        let failed = try await self.run("show manifests/shop --format svg") { $0.programs = broken }
        #expect(failed.status == .usage && failed.error.contains("ended with 1"))
    }
}

extension String {
    fileprivate func range(of text: String) -> Range<Index>? { self[...].range(of: text) }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? { ranges(of: text).first }
}
