// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation
import Testing

@testable import Commands

/// The commands about the graph, on the shop.
@Suite struct GraphCommandTests {
    private func run(_ arguments: String...) async throws -> CommandRun {
        try await Scratch.runInRepository(["graph"] + arguments)
    }

    @Test func showsTheTreeByDefault() async throws {
        let run = try await run("manifests/shop")
        #expect(run.status == .done)
        #expect(run.output.hasPrefix("gateway  (SLO 99.9%, deadline 3s)\n├─ /v1/catalog → catalog"))
        #expect(
            try await self.run("show", "manifests/shop", "--format", "mermaid").output.hasPrefix(
                "flowchart LR\n"
            )
        )
    }

    @Test func saysWhatBreaksWithoutAService() async throws {
        let run = try await run("blast", "payments", "manifests/shop")
        #expect(run.output.contains("breaks     orders, payments\n"))
        #expect(run.output.contains("services   40% (2 of 5)\n"))
        #expect(run.output.contains("traffic    0.9% of the peak\n"))
        #expect(run.output.contains("routes     /v1/orders (25% of it)\n"))
        let legacy = try await self.run("blast", "legacy-shop", "manifests/shop")
        #expect(legacy.output.contains("breaks     none\n"))
        #expect(legacy.output.contains("routes     /v1/orders (75% of it)\n"))
        #expect(legacy.output.contains("traffic    3% of the peak\n"))
        let gateway = try await self.run("blast", "gateway", "manifests/shop")
        #expect(gateway.output.contains("routes     /v1/catalog, /v1/cart, /v1/orders\n"))
        let catalog = try await self.run("blast", "catalog", "manifests/shop")
        #expect(catalog.output.contains("gets worse cart (cache)\n"))
        let nothing = try await self.run("blast", "payment", "manifests/shop")
        #expect(nothing.status == .usage && nothing.error.contains("did you mean `payments`?"))
    }

    @Test func followsAWayWithItsLimits() async throws {
        let run = try await run("path", "gateway", "acquirer", "manifests/shop")
        let rows = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows[1] == ["gateway", "orders", "route", "/v1/orders", "3s", "1", "3s", "2500ms"])
        #expect(rows[2] == ["orders", "payments", "required", "1500ms", "1", "1500ms", "1400ms"])
        #expect(rows[3] == ["payments", "acquirer", "required", "600ms", "2", "1300ms", "600ms"])
        #expect(run.output.contains("one request can become 2 attempts at the end"))
    }

    /// The worked example of the rule catalogue, to the printed digit.
    @Test func printsTheBudgetOfEveryService() async throws {
        let run = try await run("budget", "manifests/shop")
        let rows = run.output.split(separator: "\n").map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        #expect(
            rows[1...5].elementsEqual([
                "cart 99.900% 99.900% 99.8% 86 min 43 min 40%",
                "catalog 99.900% 99.900% 99.8% 86 min 43 min 20%",
                "gateway 99.950% 99.950% 99.9% 43 min 22 min 20%",
                "orders 99.900% 99.601% 99.4% 259 min 173 min 20% acquirer, cart, payments",
                "payments 99.900% 99.800% 99.7% 130 min 86 min 40% acquirer",
            ])
        )
        #expect(
            rows[7...9].elementsEqual([
                "/v1/catalog catalog/v1 99.850% 65 min", "/v1/cart cart/v1 99.850% 65 min",
                "/v1/orders orders/v1 99.475% 227 min",
            ])
        )
    }

    @Test func reckonsReplicasForThePeak() async throws {
        let run = try await run("capacity", "manifests/shop", "--peak", "4x")
        let catalog = run.output.split(separator: "\n").first { $0.hasPrefix("catalog") } ?? ""
        #expect(catalog.split(separator: " ").prefix(5) == ["catalog", "1850/s", "150/s", "16", "10"])
        #expect(catalog.contains("too few"))
    }

    @Test(arguments: ["-1", "0", "abc", "1e9x", "x", "nan", ""])
    func aFactorThatIsNoneIsToldWhatOneIs(text: String) async throws {
        let run = try await run("capacity", "manifests/shop", "--peak", text)
        #expect(run.status == .usage)
        #expect(run.error.contains("`\(text)` is not a factor; write a number above 0 and up to 1000000"))
    }
}
