// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Testing

/// One change to the shop and what the linter says about it.
struct ShopMutation: Sendable, CustomTestStringConvertible {
    var name: String
    /// The file, the text in it, and what stands there instead.
    var changes: [Change]
    /// `file:line:column id`, and a part of the headline or of a note.
    var expected: [Expected]

    struct Change: Sendable {
        var file: String
        var text: String
        var replacement: String
    }

    struct Expected: Sendable {
        var place: String
        var says: String
    }

    var testDescription: String { name }

    init(_ name: String, _ changes: [(String, String, String)], _ expected: [(String, String)]) {
        self.name = name
        self.changes = changes.map { Change(file: $0.0, text: $0.1, replacement: $0.2) }
        self.expected = expected.map { Expected(place: $0.0, says: $0.1) }
    }

    private static let orders = "services/orders/msctl.yaml"
    private static let payments = "services/payments/msctl.yaml"
    private static let cart = "services/cart/msctl.yaml"

    static let all: [ShopMutation] = [
        ShopMutation(
            "orders promises 99.9 %",
            [(orders, "slo: 99.4", "slo: 99.9")],
            [
                ("services/orders/msctl.yaml:13:14 slo-impossible", "requires `cart`, which has 99.8%"),
                ("services/orders/msctl.yaml:14:14 slo-impossible", "requires `payments`, which has 99.7%"),
                (
                    "services/orders/msctl.yaml:22:22 slo-unlikely",
                    "budget 43 min in 30 days, expected loss 173 min"
                ),
            ]
        ),
        ShopMutation(
            "payments calls orders",
            [
                (
                    payments, "  consumes:\n",
                    "  consumes:\n    - { api: orders/v1, timeout: 50ms, required: false, fallback: skip }\n"
                )
            ],
            [("services/orders/msctl.yaml:14:14 sync-cycle", "orders → payments → orders")]
        ),
        ShopMutation(
            "two retries everywhere",
            [
                (orders, "retries: { max: 1, backoff: 50ms }", "retries: 2"),
                (orders, "timeout: 1500ms,", "timeout: 1500ms, retries: 2,"),
                (payments, "retries: { max: 1, backoff: 100ms }", "retries: 2"),
                (cart, "timeout: 200ms", "timeout: 200ms\n      retries: 2"),
            ],
            [
                ("services/cart/msctl.yaml:13:12 retry-amplification", "9 attempts at `catalog`"),
                ("services/cart/msctl.yaml:24:38 deadline-too-short", "can take 750ms"),
                (
                    "services/orders/msctl.yaml:22:38 deadline-too-short",
                    "can take 6s, its deadline is 2500ms"
                ),
                ("services/payments/msctl.yaml:13:14 retry-amplification", "9 attempts at `acquirer`"),
                (
                    "services/payments/msctl.yaml:23:38 deadline-too-short",
                    "can take 1950ms, its deadline is 1400ms"
                ),
            ]
        ),
        ShopMutation(
            "orders waits for ever",
            [(orders, "timeout: 1500ms, ", "")],
            [("services/orders/msctl.yaml:14:14 no-timeout", "waits for `payments/v1` without limit")]
        ),
        ShopMutation(
            "payments writes into the database of orders",
            [(payments, "{ name: payments, engine", "{ name: orders, engine")],
            [("services/payments/msctl.yaml:15:15 shared-database", "use the same database `orders`")]
        ),
        ShopMutation(
            "orders gives up before payments",
            [(orders, "timeout: 1500ms", "timeout: 800ms")],
            [
                (
                    "services/orders/msctl.yaml:14:36 timeout-inversion",
                    "gives up after 800ms, `payments` may take 1400ms"
                )
            ]
        ),
        ShopMutation(
            "a large pool",
            [(orders, "pool: 8", "pool: 20")],
            [
                (
                    "services/orders/msctl.yaml:16:84 connections",
                    "120 connections in `prod`, its server accepts 90"
                ),
                ("services/orders/msctl.yaml:16:84 connections", "120 connections in `staging`"),
            ]
        ),
        ShopMutation(
            "no outbox",
            [(orders, "outbox: true", "outbox: false")],
            [("services/orders/msctl.yaml:19:92 dual-write", "lose or invent events of `orders.placed`")]
        ),
        ShopMutation(
            "one replica",
            [(cart, "scale: { min: 3", "scale: { min: 1")],
            [
                ("services/cart/msctl.yaml:23:22 slo-unlikely", "together are available 99.450%"),
                ("services/cart/msctl.yaml:24:17 single-replica", "a single replica"),
                ("services/orders/msctl.yaml:22:22 slo-unlikely", "together are available 99.152%"),
            ]
        ),
        ShopMutation(
            "a way in beside the gateway",
            [(cart, "spec: api/openapi.yaml }", "spec: api/openapi.yaml, visibility: public, auth: jwt }")],
            [("services/cart/msctl.yaml:11:81 gateway-bypass", "without passing `gateway`")]
        ),
        ShopMutation(
            "no authentication",
            [("services/gateway/msctl.yaml", "auth: oidc, ", "")],
            [("services/gateway/msctl.yaml:12:57 public-no-auth", "anybody may call")]
        ),
        ShopMutation(
            "a key in the manifest",
            [
                (
                    payments, "    secrets: [ACQUIRER_KEY]",
                    "    env: { ACQUIRER_API_KEY: correct-horse-battery }"
                )
            ],
            [("services/payments/msctl.yaml:22:12 plaintext-secret", "looks like a secret")]
        ),
        ShopMutation(
            "a typo in a topic",
            [(cart, "topic: catalog.changed", "topic: catalog.change")],
            [("services/cart/msctl.yaml:22:18 dangling-ref", "there is no topic `catalog.change`")]
        ),
    ]
}

@Suite struct ShopTests {
    @Test func findsNothingInTheShop() throws {
        let result = Linter.lint(
            ManifestReader.read(ShopFiles.sources(try ShopFiles.read())),
            options: .today
        )
        #expect(result.findings.map(\.line) == [])
        #expect(result.looked.services == 5)
    }

    @Test(arguments: ShopMutation.all)
    func findsExactlyWhatAChangeBreaks(mutation: ShopMutation) throws {
        var files = try ShopFiles.read()
        for change in mutation.changes {
            let text = try #require(files[change.file])
            try #require(text.contains(change.text), "\(change.file) no longer says \(change.text)")
            files[change.file] = text.replacing(change.text, with: change.replacement)
        }
        let findings = Linter.lint(ManifestReader.read(ShopFiles.sources(files)), options: .today).findings
        #expect(findings.map(\.place) == mutation.expected.map(\.place), "\(findings.map(\.line))")
        for (finding, expected) in zip(findings, mutation.expected) {
            let said = ([finding.headline] + finding.notes).joined(separator: "\n")
            #expect(said.contains(expected.says), "\(said)")
        }
    }

    @Test func theOrderOfFilesDoesNotMatter() throws {
        var files = try ShopFiles.read()
        files["services/cart/msctl.yaml"]?.replace("timeout: 200ms", with: "timeout: 2s")
        files["services/orders/msctl.yaml"]?.replace("slo: 99.4", with: "slo: 99.95")
        let sources = ShopFiles.sources(files).sorted { $0.path < $1.path }
        let forwards = Linter.lint(ManifestReader.read(sources), options: .today)
        let backwards = Linter.lint(ManifestReader.read(sources.reversed()), options: .today)
        #expect(forwards.findings == backwards.findings)
        #expect(forwards.findings.count >= 3)
    }
}

extension Diagnostic {
    /// `path:line:column id`.
    var place: String { "\(primary?.span.description ?? "nowhere") \(id)" }
    /// The place and the headline.
    var line: String { "\(place): \(headline)" }
}
