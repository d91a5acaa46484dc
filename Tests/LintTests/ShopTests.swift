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

    private static let gateway = "services/gateway/msctl.yaml"
    private static let catalog = "services/catalog/msctl.yaml"
    private static let system = "system.msctl.yaml"
    private static let prod = "envs/prod.msctl.yaml"
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
                (gateway, "retries: 1, peak: 400/s", "retries: 2, peak: 400/s"),
                (gateway, "timeout: 1s, peak: 120/s", "timeout: 1s, retries: 2, peak: 120/s"),
                (gateway, "timeout: 3s\n", "timeout: 3s\n      retries: 2\n"),
                (orders, "retries: { max: 1, backoff: 50ms }", "retries: 2"),
                (orders, "timeout: 1500ms,", "timeout: 1500ms, retries: 2,"),
                (payments, "retries: { max: 1, backoff: 100ms }", "retries: 2"),
            ],
            [
                ("services/cart/msctl.yaml:13:12 retry-amplification", "9 attempts at `catalog`"),
                ("services/orders/msctl.yaml:13:14 retry-amplification", "9 attempts at `cart`"),
                ("services/orders/msctl.yaml:14:14 retry-amplification", "9 attempts at `payments`"),
                (
                    "services/orders/msctl.yaml:22:38 deadline-too-short",
                    "can take 6s, its deadline is 2500ms"
                ),
                ("services/payments/msctl.yaml:13:14 retry-amplification", "27 attempts at `acquirer`"),
                (
                    "services/payments/msctl.yaml:23:38 deadline-too-short",
                    "can take 1950ms, its deadline is 1400ms"
                ),
            ]
        ),
        ShopMutation(
            "four times as many visitors of the catalog",
            [(gateway, "peak: 400/s", "peak: 1600/s")],
            [
                (
                    "envs/prod.msctl.yaml:20:30 zone-loss",
                    "`catalog` cannot lose a zone: 300/s remain of 831.25/s wanted"
                ),
                (
                    "services/catalog/msctl.yaml:18:25 capacity",
                    "the peak of `catalog` needs 14 replicas, it has 10 at most"
                ),
                (
                    "services/gateway/msctl.yaml:27:17 zone-loss",
                    "`gateway` cannot lose a zone: 800/s remain of 870/s wanted"
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
        ShopMutation(
            "a longer chain",
            [(system, "syncDepth: 3", "syncDepth: 2")],
            [
                (
                    "services/gateway/msctl.yaml:17:11 sync-chain-too-long",
                    "a request to `orders` waits for a chain of 3 hops"
                )
            ]
        ),
        ShopMutation(
            "a smaller budget for failures",
            [(system, "blastRadius: 60%", "blastRadius: 30%")],
            [
                ("services/cart/msctl.yaml:4:9 blast-radius", "the failure of `cart` stops 2 of 5 services"),
                (
                    "services/payments/msctl.yaml:4:9 blast-radius",
                    "the failure of `payments` stops 2 of 5 services"
                ),
                ("system.msctl.yaml:25:5 blast-radius", "the failure of `acquirer` stops 2 of 5 services"),
            ]
        ),
        ShopMutation(
            "payments matters less",
            [(payments, "tier: high", "tier: standard")],
            [
                (
                    "services/orders/msctl.yaml:14:14 tier-inversion",
                    "`orders` (high) requires `payments` (standard)"
                )
            ]
        ),
        ShopMutation(
            "nobody is routed to orders",
            [(gateway, "to: orders/v1", "to: cart/v1")],
            []
        ),
        ShopMutation(
            "a service calls by address",
            [
                (
                    payments, "    secrets: [ACQUIRER_KEY]",
                    "    secrets: [ACQUIRER_KEY]\n    env: { CART: http://cart }"
                )
            ],
            [("services/payments/msctl.yaml:23:18 hard-coded-endpoint", "holds the address `cart`")]
        ),
        ShopMutation(
            "another engine",
            [(cart, "engine: postgres", "engine: mysql")],
            [
                (
                    "services/cart/msctl.yaml:19:29 no-backup",
                    "the store `cart` of `cart` is not saved in `prod`"
                ),
                (
                    "services/cart/msctl.yaml:19:29 too-many-standards",
                    "`cart` uses the engine `mysql`, which the System does not allow"
                ),
            ]
        ),
        ShopMutation(
            "no migrations",
            [(orders, "migrations: db/migrations, ", "")],
            [
                (
                    "services/orders/msctl.yaml:16:31 no-migrations",
                    "nobody says how the schema of `orders` comes about"
                )
            ]
        ),
        ShopMutation(
            "no backup in production",
            [(prod, "      backup: { schedule: daily, retention: 30d, encrypted: true }\n", "")],
            [
                (
                    "services/cart/msctl.yaml:19:29 no-backup",
                    "the store `cart` of `cart` is not saved in `prod`"
                ),
                (
                    "services/catalog/msctl.yaml:13:32 no-backup",
                    "the store `catalog` of `catalog` is not saved in `prod`"
                ),
                (
                    "services/orders/msctl.yaml:16:31 no-backup",
                    "the store `orders` of `orders` is not saved in `prod`"
                ),
                (
                    "services/payments/msctl.yaml:15:33 no-backup",
                    "the store `payments` of `payments` is not saved in `prod`"
                ),
            ]
        ),
        ShopMutation(
            "orders in the clear",
            [(orders, "encryption: true", "encryption: false")],
            [
                (
                    "services/orders/msctl.yaml:16:110 pii-unprotected",
                    "the personal data in `orders` is not encrypted"
                )
            ]
        ),
        ShopMutation(
            "an API without version",
            [(payments, "api: payments, version: v1, http", "api: payments, http")],
            [
                ("services/payments/msctl.yaml:11:14 unversioned-api", "the API `payments` has no version")
            ]
        ),
        ShopMutation(
            "no contract for payments",
            [(payments, ", spec: api/openapi.yaml", "")],
            [
                ("services/payments/msctl.yaml:11:14 no-contract", "the API `payments/v1` has no contract")
            ]
        ),
        ShopMutation(
            "payments may be charged twice",
            [(payments, "breaker: true, idempotent: true", "breaker: true, operations: [POST /charges]")],
            [
                (
                    "services/payments/msctl.yaml:13:114 unsafe-retry",
                    "`payments` repeats `POST /charges` of `external/acquirer`"
                )
            ]
        ),
        ShopMutation(
            "cart publishes for catalog",
            [
                (
                    cart, "  events:\n",
                    "  events:\n    publishes:\n      - { topic: catalog.changed, version: v1, schema: a.json, outbox: true }\n"
                )
            ],
            [
                (
                    "services/cart/msctl.yaml:22:18 topic-ownership",
                    "`cart` publishes to `catalog.changed`, which belongs to `catalog`"
                )
            ]
        ),
        ShopMutation(
            "no breaker for payments",
            [(orders, "timeout: 1500ms, breaker: true", "timeout: 1500ms")],
            [
                (
                    "services/orders/msctl.yaml:14:14 wobbly-call",
                    "`orders` goes down with `payments` of `team-payments`, when that gets slow"
                )
            ]
        ),
        ShopMutation(
            "no fallback for the catalog",
            [(cart, "      fallback: cache\n", "")],
            [
                (
                    "services/cart/msctl.yaml:14:17 no-fallback",
                    "`cart` has nothing to answer with when `catalog/v1` is down"
                )
            ]
        ),
        ShopMutation(
            "retries at once",
            [(payments, "backoff: 100ms", "backoff: 0ms")],
            [
                (
                    "services/payments/msctl.yaml:13:77 retry-no-backoff",
                    "`payments` retries `external/acquirer` without a wait"
                )
            ]
        ),
        ShopMutation(
            "the gateway gives up early",
            [(gateway, "to: cart/v1,    timeout: 1s", "to: cart/v1,    timeout: 300ms")],
            [
                (
                    "services/gateway/msctl.yaml:15:53 edge-timeout",
                    "the route `/v1/cart` gives up after 300ms, `cart` may take 350ms"
                )
            ]
        ),
        ShopMutation(
            "cart is never asked whether it is ready",
            [(cart, "  resilience:", "  health: { ready: off }\n  resilience:")],
            [
                (
                    "services/cart/msctl.yaml:23:20 probe-defects",
                    "`cart` gets requests before it can answer them"
                )
            ]
        ),
        ShopMutation(
            "cart ends at once",
            [(cart, "deadline: 350ms }", "deadline: 350ms, drain: 1s }")],
            [
                (
                    "services/cart/msctl.yaml:23:52 drain",
                    "`cart` ends 1s after the signal to stop, while traffic still arrives for about 5s"
                )
            ]
        ),
        ShopMutation(
            "no dead letters",
            [(orders, "idempotent: true, dlq: true", "idempotent: true")],
            [
                (
                    "services/orders/msctl.yaml:21:18 no-dlq",
                    "one event of `payments.captured` that `orders` cannot handle stops all behind it"
                )
            ]
        ),
        ShopMutation(
            "handled twice",
            [(payments, "idempotent: true, dlq: true", "dlq: true")],
            [
                (
                    "services/payments/msctl.yaml:20:18 non-idempotent-consumer",
                    "`payments` may handle an event of `orders.placed` twice"
                )
            ]
        ),
        ShopMutation(
            "an impossible range",
            [(cart, "min: 3, max: 6", "min: 7, max: 6")],
            [
                (
                    "services/cart/msctl.yaml:24:25 scale-bounds",
                    "`cart` has fewer replicas at most than at least"
                )
            ]
        ),
        ShopMutation(
            "a cpu limit",
            [
                (
                    payments, "    secrets: [ACQUIRER_KEY]",
                    "    secrets: [ACQUIRER_KEY]\n    resources: { cpu: { request: 100m, limit: 200m } }"
                )
            ],
            [
                (
                    "services/payments/msctl.yaml:23:47 resources",
                    "`payments` is stopped when it uses more than 200m of cpu"
                )
            ]
        ),
        ShopMutation(
            "a budget that blocks",
            [
                (
                    cart, "  resilience:",
                    "  patches:\n    - { target: PodDisruptionBudget, op: merge, reason: none, value: { spec: { maxUnavailable: 0 } } }\n  resilience:"
                )
            ],
            [
                (
                    "services/cart/msctl.yaml:24:96 pdb-blocks",
                    "no pod of `cart` may go, so no node under it can be drained"
                )
            ]
        ),
        ShopMutation(
            "no TLS",
            [(gateway, "tls: true", "tls: false")],
            [
                ("services/gateway/msctl.yaml:25:42 no-tls", "`gateway` can be reached without TLS")
            ]
        ),
        ShopMutation(
            "a privileged cart",
            [
                (
                    cart, "  resilience:",
                    "  patches:\n    - { target: Deployment, op: merge, reason: none, value: { spec: { template: { spec: { hostPID: true } } } } }\n  resilience:"
                )
            ],
            [
                (
                    "services/cart/msctl.yaml:24:100 privileged",
                    "a patch gives `cart` the processes of the node"
                )
            ]
        ),
        ShopMutation(
            "an image that moves",
            [(cart, "build: .", "image: ghcr.io/acme/cart:latest")],
            [
                (
                    "services/cart/msctl.yaml:9:10 mutable-tag",
                    "the image of `cart` has the tag `latest`, which moves"
                )
            ]
        ),
        ShopMutation(
            "no SLO",
            [(cart, "slo: 99.8, ", "")],
            [
                ("services/cart/msctl.yaml:8:9 no-slo", "`cart` is `high` and promises nothing")
            ]
        ),
        ShopMutation(
            "no metrics",
            [(cart, "  resilience:", "  observe: { metrics: false }\n  resilience:")],
            [
                ("services/cart/msctl.yaml:23:23 no-metrics", "nobody sees how `cart` does")
            ]
        ),
        ShopMutation(
            "cart is stopped first",
            [(cart, "  resilience:", "  deploy: { strategy: recreate }\n  resilience:")],
            [
                (
                    "services/cart/msctl.yaml:23:23 conflicting-fields",
                    "`recreate` stops all 3 replicas of `cart` in production"
                )
            ]
        ),
        ShopMutation(
            "a blind canary",
            [(orders, "analysis: slo ", "analysis: none ")],
            [
                ("services/orders/msctl.yaml:28:15 blind-canary", "the canary deploy of `orders` is blind")
            ]
        ),
        ShopMutation(
            "an unknown team",
            [(cart, "team-sales", "team-sale")],
            [
                (
                    "services/cart/msctl.yaml:6:10 unknown-owner",
                    "`cart` belongs to `team-sale`, and there is no such team"
                )
            ]
        ),
        ShopMutation(
            "nobody to page",
            [(system, ",  oncall: \"https://oncall.example/catalog\"", "")],
            [
                (
                    "system.msctl.yaml:13:5 no-oncall",
                    "nobody can reach `team-catalog`, which answers for `catalog`"
                )
            ]
        ),
        ShopMutation(
            "two owners",
            [(cart, "owner: team-sales", "owner: [team-sales, team-edge]")],
            [
                ("services/cart/msctl.yaml:6:23 common-ownership", "`cart` has 2 owners")
            ]
        ),
        ShopMutation(
            "a promise of everything",
            [(cart, "slo: 99.8", "slo: 100")],
            [
                ("services/cart/msctl.yaml:23:22 bad-value", "an SLO of 100 % allows no failure at all")
            ]
        ),
        ShopMutation(
            "no deadline at all",
            [(cart, "deadline: 350ms", "deadline: 0s")],
            [
                ("services/cart/msctl.yaml:23:38 bad-value", "`0s` is not a duration above 0")
            ]
        ),
        ShopMutation(
            "staging is where production is",
            [
                (
                    "envs/staging.msctl.yaml", "context: kind-staging, namespace: shop-staging",
                    "context: prod-eu1, namespace: shop"
                )
            ],
            [
                (
                    "envs/staging.msctl.yaml:8:44 shared-namespace",
                    "`prod` and `staging` are the same namespace of the same cluster"
                )
            ]
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
