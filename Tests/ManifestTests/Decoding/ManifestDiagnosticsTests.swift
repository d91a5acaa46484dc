// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest
import Support
import Testing

/// What a service may say wrongly: the lines under `spec` with the place marked, and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
    var spec: String
    var id: String
    var headline: String
    var fix: String?

    var testDescription: String { headline }

    init(_ id: String, _ headline: String, _ spec: String, fix: String? = nil) {
        self.id = id
        self.headline = headline
        self.spec = spec
        self.fix = fix
    }
}

private let mistakes: [Mistake] = [
    Mistake("unknown-field", "unknown field `tierr`", "⟪tierr⟫: high", fix: "tier"),
    Mistake("unknown-field", "unknown field `colour`", "⟪colour⟫: blue"),
    Mistake(
        "unknown-field",
        "unknown field `timout`",
        "consumes: [{ api: a/v1, ⟪timout⟫: 1s }]",
        fix: "timeout"
    ),
    Mistake(
        "unknown-field",
        "unknown field `bakoff`",
        "consumes:\n  - api: a/v1\n    retries: { ⟪bakoff⟫: 1s }",
        fix: "backoff"
    ),
    Mistake("unknown-field", "unknown field `env`", "⟪env⟫: { A: b }"),
    Mistake("bad-value", "`hihg` is not a tier", "tier: ⟪hihg⟫", fix: "high"),
    Mistake("bad-value", "`5 sec` is not a duration above 0", "resilience: { deadline: ⟪5 sec⟫ }"),
    Mistake("bad-value", "`101%` is not a percentage from 0 to 100", "resilience: { slo: ⟪101%⟫ }"),
    Mistake("bad-value", "an SLO of 100 % allows no failure at all", "resilience: { slo: ⟪100⟫ }"),
    Mistake("bad-value", "an SLO of 100 % allows no failure at all", "resilience: { slo: ⟪100.0%⟫ }"),
    Mistake(
        "bad-value",
        "an SLO is written in percent, and `0.999` is next to nothing",
        "resilience: { slo: ⟪0.999⟫ }",
        fix: "99.9"
    ),
    Mistake(
        "bad-value",
        "an SLO is written in percent, and `0.9995` is next to nothing",
        "resilience: { slo: ⟪0.9995⟫ }",
        fix: "99.95"
    ),
    Mistake(
        "bad-value",
        "an SLO is written in percent, and `0` is next to nothing",
        "resilience: { slo: ⟪0⟫ }"
    ),
    Mistake("bad-value", "`0s` is not a duration above 0", "resilience: { deadline: ⟪0s⟫ }"),
    Mistake("bad-value", "`0ms` is not a duration above 0", "health: { ready: { period: ⟪0ms⟫ } }"),
    Mistake(
        "bad-value",
        "`0m` is not a duration above 0",
        "role: gateway\nroutes: [{ path: /v1, to: a/v1, timeout: ⟪0m⟫ }]"
    ),
    Mistake("bad-value", "`70000` is not a whole number from 1 to 65535", "provides: [{ http: ⟪70000⟫ }]"),
    Mistake("bad-value", "`yes` is not `true` or `false`", "expose: { tls: ⟪yes⟫ }", fix: "true"),
    Mistake("bad-value", "`50` is not a rate", "provides: [{ http: 80, rateLimit: ⟪50⟫ }]"),
    Mistake("bad-value", "`1.0` is not a major version", "provides: [{ http: 80, version: ⟪1.0⟫ }]"),
    Mistake("bad-value", "`lots` is not an amount of memory", "run: { resources: { memory: ⟪lots⟫ } }"),
    Mistake(
        "bad-value",
        "`2027-02-30` is not a date",
        "lint: { ignore: [{ rule: x, until: ⟪2027-02-30⟫ }] }"
    ),
    Mistake("bad-value", "`run` takes a mapping, not a list", "run: ⟪[a]⟫"),
    Mistake("bad-value", "`consumes` takes a list, not a mapping", "consumes: ⟪{ api: a/v1 }⟫"),
    Mistake("bad-value", "`tier` has no value", "⟪tier⟫:\nrole: worker"),
    Mistake(
        "bad-value",
        "`cart` is not an API with its version or an external system",
        "consumes: [{ api: ⟪cart⟫ }]"
    ),
    Mistake(
        "bad-value",
        "`http` takes a whole number from 1 to 65535, not a text in quotes",
        "provides: [{ http: ⟪\"8080\"⟫ }]",
        fix: "8080"
    ),
    Mistake("bad-value", "`08080` is not a whole number from 1 to 65535", "provides: [{ http: ⟪08080⟫ }]"),
    Mistake("bad-value", "`+80` is not a whole number from 1 to 65535", "provides: [{ http: ⟪+80⟫ }]"),
    Mistake(
        "bad-value",
        "`9223372036854775807` is not a whole number from 0 to 2147483647",
        "scale: { min: ⟪9223372036854775807⟫ }"
    ),
    Mistake("bad-value", "`010` is not a number from 0", "scale: { rps: ⟪010⟫ }"),
    Mistake("bad-value", "`40000d` is not a duration", "resilience: { drain: ⟪40000d⟫ }"),
    Mistake("bad-value", "`0` is not a whole number from 1 to 2147483647", "run: { user: ⟪0⟫ }"),
    Mistake("bad-value", "`256` is not an amount of memory", "run: { resources: { memory: ⟪256⟫ } }"),
    Mistake("bad-value", "`0` is not an amount of cpu", "run: { resources: { cpu: ⟪0⟫ } }"),
    Mistake("bad-value", "`0` is not a percentage from 1 to 100", "scale: { cpu: ⟪0⟫ }"),
    Mistake("bad-value", "`1A` is not the name of an environment variable", "run: { env: { ⟪1A⟫: b } }"),
    Mistake("bad-value", "`a b` is not the name of an environment variable", "run: { env: { ⟪a b⟫: b } }"),
    Mistake("bad-value", "`1KEY` is not the name of a secret", "run: { secrets: [⟪1KEY⟫] }"),
    Mistake("bad-value", "`99 * * * *` is not a cron schedule", "role: cron\nschedule: ⟪99 * * * *⟫"),
    Mistake("bad-value", "`0 0 L * *` is not a cron schedule", "role: cron\nschedule: ⟪0 0 L * *⟫"),
    Mistake("bad-value", "`0 0 * * 7` is not a cron schedule", "role: cron\nschedule: ⟪0 0 * * 7⟫"),
    Mistake(
        "bad-value",
        "`/a b` is not a path that begins with `/`",
        "role: gateway\nroutes: [{ path: ⟪/a b⟫, to: a/v1 }]"
    ),
    Mistake("bad-value", "`reason` is empty", "lint: { ignore: [{ rule: x, reason: ⟪\"\"⟫ }] }"),
    Mistake("unknown-field", "unknown field `apii`", "consumes: [{ ⟪apii⟫: a/v1 }]", fix: "api"),
    Mistake(
        "conflicting-fields",
        "more is reserved than may be used",
        "run: { resources: { cpu: { request: ⟪2⟫, limit: 1500m } } }"
    ),
    Mistake(
        "duplicate-name",
        "the container `orders` is declared twice",
        "run: { sidecars: [{ name: ⟪orders⟫, image: envoy:1 }] }"
    ),
    Mistake(
        "duplicate-name",
        "the route `/v1` is declared twice",
        "role: gateway\nroutes: [{ path: /v1, to: a/v1 }, { path: ⟪/v1⟫, to: b/v1 }]"
    ),
    Mistake("missing-required", "`consumes` has no `api`", "consumes: [{ ⟪timeout⟫: 1s }]"),
    Mistake("missing-required", "`provides` has no `http`", "provides: [{ ⟪version⟫: v1 }]"),
    Mistake("conflicting-fields", "`build` and `image` exclude each other", "⟪image⟫: nginx:1.27"),
    Mistake("conflicting-fields", "only a `cron` has a `schedule`", "⟪schedule⟫: 0 3 * * *"),
    Mistake("conflicting-fields", "only a `gateway` has `routes`", "⟪routes⟫: [{ path: /, to: a/v1 }]"),
    Mistake(
        "conflicting-fields",
        "a `gateway` cannot own `data`",
        "role: gateway\n⟪data⟫: [{ name: a, engine: postgres }]"
    ),
    Mistake(
        "conflicting-fields",
        "a canary needs at least two replicas",
        "scale: 1\ndeploy: { strategy: ⟪canary⟫ }"
    ),
    Mistake(
        "conflicting-fields",
        "`subscribes` cannot have `fallback`",
        "events: { subscribes: [{ topic: t, ⟪fallback⟫: cache }] }"
    ),
    Mistake(
        "conflicting-fields",
        "`http` and `grpc` exclude each other",
        "provides: [{ http: 80, ⟪grpc⟫: 90 }]"
    ),
    Mistake(
        "duplicate-name",
        "the store `a` is declared twice",
        "data:\n  - { name: a, engine: postgres }\n  - { name: ⟪a⟫, engine: redis }"
    ),
]

@Suite struct ManifestDiagnosticsTests {
    @Test(arguments: mistakes)
    func saysWhatIsWrongWhereItIs(mistake: Mistake) throws {
        let marked = MarkedText(service("orders", mistake.spec))
        let set = ManifestReader.read([marked.file()])
        let diagnostic = try #require(set.diagnostics.first)
        #expect(set.diagnostics.count == 1)
        #expect(diagnostic.id == mistake.id)
        #expect(diagnostic.severity == .error)
        #expect(diagnostic.headline == mistake.headline)
        let range = try #require(diagnostic.primary?.span.range)
        #expect(MarkedText.marking(marked.text, [range]) == MarkedText.marking(marked.text, marked.ranges))
        #expect(diagnostic.fix?.edits.first?.replacement == mistake.fix)
        #expect(diagnostic.service == "orders")
        #expect(diagnostic.pointer?.hasPrefix("/spec/") == true)
        #expect(set.services.count == 1)
        #expect(set.incompleteServices == ["orders"])
    }

    @Test func reportsEverythingThatIsMissing() {
        let text = lines("apiVersion: msctl.dev/v1", "kind: Service", "metadata: {}", "spec: {}")
        let set = ManifestReader.read([SourceFile(path: "a.yaml", text: text)])
        #expect(
            set.diagnostics.map(\.headline).sorted() == [
                "`metadata` has no `name`", "`spec` has no `build`", "`spec` has no `domain`",
                "`spec` has no `owner`",
            ]
        )
    }

    @Test func keepsTheGoodFieldsOfABadManifest() throws {
        let text = service(
            "orders",
            "tier: hihg\nrole: worker\nscale: { min: x, max: 4 }\nconsumes: [{ api: 1 }, { api: a/v1 }]"
        )
        let set = ManifestReader.read([SourceFile(path: "a.yaml", text: text)])
        let orders = try #require(set.services.first)
        #expect(set.diagnostics.count == 3)
        #expect(orders.tier == nil)
        #expect(orders.role?.value == .worker)
        #expect(orders.scale?.value.max?.value == 4)
        #expect(orders.consumes.map(\.api.value.description) == ["a/v1"])
    }

    @Test func keepsGoodFilesBesideABadOne() {
        let set = ManifestReader.read([
            SourceFile(path: "a.yaml", text: "apiVersion: msctl.dev/v1\n\tkind: Service\n"),
            SourceFile(path: "b.yaml", text: service("b")),
        ])
        #expect(set.services.map(\.name) == ["b"])
        #expect(set.diagnostics.map(\.id) == ["yaml-syntax"])
    }

    @Test func rejectsOtherVersionsAndKinds() {
        let set = ManifestReader.read([
            SourceFile(
                path: "a.yaml",
                text: "apiVersion: msctl.dev/v2\nkind: Service\nmetadata: { name: a }\nspec: {}\n"
            ),
            SourceFile(
                path: "b.yaml",
                text: "apiVersion: msctl.dev/v1\nkind: Servise\nmetadata: { name: a }\nspec: {}\n"
            ),
        ])
        // What another version means by its fields is not guessed at; a kind that is nearly right is.
        #expect(
            set.diagnostics.map(\.headline) == [
                "`msctl.dev/v2` is not a manifest version that this msctl reads",
                "`Servise` is not a kind of manifest", "`spec` has no `build`", "`spec` has no `domain`",
                "`spec` has no `owner`",
            ]
        )
        #expect(set.diagnostics[1].fix?.edits.first?.replacement == "Service")
    }

    @Test func countsWhatIsNotForMsctl() {
        let set = ManifestReader.read([
            SourceFile(path: "k.yaml", text: "apiVersion: v1\nkind: Pod\n---\nname: compose\n---\n"),
            SourceFile(path: "chart.yaml", text: "a: {{ .Values.b }\n"),
            SourceFile(path: "broken.yaml", text: "a: 1\n---\na: b: c\n"),
            SourceFile(path: "twice.yaml", text: "a: 1\na: 2\n"),
        ])
        #expect(set.kubernetes.count == 1)
        // What stands before a slip was read, and what is given twice as well.
        #expect(set.passedOver == 3)
        #expect(set.unreadable.map(\.description) == ["broken.yaml:3:5"])
        #expect(set.templates == 1)
        #expect(set.diagnostics.isEmpty)
    }

    @Test(
        arguments: [
            ("1cat", "the name of a service begins with a letter"),
            (String(repeating: "a", count: 53), "the name of a service has at most 52 characters"),
        ]
    )
    func rejectsNamesThatNotEveryObjectCanHave(name: String, headline: String) {
        let set = ManifestReader.read([SourceFile(path: "a.yaml", text: service(name))])
        #expect(set.diagnostics.map(\.headline) == [headline])
        #expect(set.diagnostics.first?.pointer == "/metadata/name")
    }

    /// The reference and the schema promise no more than the reader takes.
    @Test(arguments: [(ManifestKind.service, "at most 52 "), (.system, "at most 63 ")])
    func describesTheLongestNameOfAKind(kind: ManifestKind, words: String) throws {
        let metadata = try #require(ManifestSchema.fields(of: kind).first { $0.name == "metadata" })
        guard case .object(let fields) = metadata.shape,
            case .scalar(let name)? = fields.first(where: { $0.name == "name" })?.shape
        else {
            Issue.record("\(metadata.shape)")
            return
        }
        #expect(name.noun.contains(words))
    }

    @Test func acceptsTheLongestName() {
        let name = String(repeating: "a", count: 52)
        #expect(ManifestReader.read([SourceFile(path: "a.yaml", text: service(name))]).diagnostics.isEmpty)
    }

    @Test func rejectsNamesOfWhatNobodyCouldReferTo() {
        let marked = MarkedText(
            lines(
                "apiVersion: msctl.dev/v1",
                "kind: System",
                "metadata: { name: shop, labels: { ⟪a b⟫: c, d: ⟪\"e f\"⟫ } }",
                "spec:",
                "  teams: { ⟪Team A⟫: { contact: a } }",
                "  topics: { ⟪orders/placed⟫: { owner: orders } }",
                "  external: { ⟪My System⟫: { url: \"https://a.example\" } }"
            )
        )
        let set = ManifestReader.read([marked.file()])
        #expect(set.diagnostics.map(\.id) == Array(repeating: "bad-value", count: 5))
        #expect(set.diagnostics.compactMap { $0.primary?.span.range } == marked.ranges)
    }

    @Test func rejectsWhatTheClusterWouldNotTake() {
        let marked = MarkedText(
            lines(
                "apiVersion: msctl.dev/v1",
                "kind: Environment",
                "metadata: { name: prod }",
                "spec:",
                "  cluster: { namespace: ⟪kube-system⟫ }",
                "  registry: ⟪https://ghcr.io/acme⟫",
                "  secrets: { via: kubernetes, name: ⟪\"{servce}-secrets\"⟫ }",
                "  ingress: { gateway: ⟪a/b/c⟫, tls: ⟪issuer/⟫ }",
                "  provision:",
                "    postgres: { via: secret, secret: ⟪\"{service}_pg\"⟫ }",
                "    redis: { via: secret, secret: \"{service}-{name}\" }"
            )
        )
        let set = ManifestReader.read([marked.file()])
        #expect(set.diagnostics.compactMap { $0.primary?.span.range } == marked.ranges)
    }

    @Test func rejectsGatesThatNothingCouldPass() {
        let marked = MarkedText(
            lines(
                "apiVersion: msctl.dev/v1",
                "kind: Environment",
                "metadata: { name: prod }",
                "spec:",
                "  requires: { approvals: 2, soak: ⟪24h⟫ }",
                "  freeze:",
                "    - { from: 2026-12-20, until: 2027-01-02 }",
                "    - { from: 2026-12-20, until: ⟪2026-12-19⟫ }"
            )
        )
        let set = ManifestReader.read([marked.file()])
        #expect(set.diagnostics.map(\.id) == ["conflicting-fields", "conflicting-fields"])
        #expect(set.diagnostics.compactMap { $0.primary?.span.range } == marked.ranges)
    }

    @Test func rejectsEnvironmentsThatChangeWhatAServiceIs() {
        let marked = MarkedText(
            lines(
                "apiVersion: msctl.dev/v1",
                "kind: Environment",
                "metadata: { name: prod }",
                "spec:",
                "  overrides:",
                "    orders:",
                "      scale: 3",
                "      ⟪image⟫: nginx:1.27",
                "      run: { env: { A: b }, ⟪command⟫: [sh] }",
                "      ⟪scael⟫: 3"
            )
        )
        let set = ManifestReader.read([marked.file()])
        #expect(set.diagnostics.map(\.id) == ["env-parity", "env-parity", "unknown-field"])
        #expect(set.diagnostics.compactMap { $0.primary?.span.range } == marked.ranges)
    }
}
