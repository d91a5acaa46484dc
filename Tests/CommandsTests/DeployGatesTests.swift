// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Documents
import Kubernetes
import Manifest
import Testing

@testable import Commands
@testable import Rollout

@Suite struct DeployGatesTests {
    private static let prod = """
        apiVersion: msctl.dev/v1
        kind: Environment
        metadata: { name: prod }
        spec:
          registry: eu.example/acme
          promotesFrom: staging
          requires: { approvals: 2, soak: 24h }
          freeze:
            - { from: 2026-12-20, until: 2027-01-02, reason: year's end }
        """
    private static let staging = """
        apiVersion: msctl.dev/v1
        kind: Environment
        metadata: { name: staging }
        spec: { registry: us.example/acme }
        """

    private let manifests = ManifestReader.read([
        SourceFile(path: "envs/prod.yaml", text: prod), SourceFile(path: "envs/staging.yaml", text: staging),
    ])

    private func gates(_ arguments: String...) throws -> DeployGates {
        DeployGates(
            environment: try #require(manifests.environment(named: "prod")),
            answers: try GateFlags.parse(arguments).answers
        )
    }

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    @Test(arguments: ["2026-12-20", "2026-12-31", "2027-01-02"])
    func refusesFromTheFirstDayToTheLast(text: String) throws {
        let refusals = try gates("--approved-by", "ana", "--approved-by", "ben").refusals(on: day(text))
        let refusal = try #require(refusals.first)
        #expect(refusals.count == 1)
        #expect(refusal.status == .preflight)
        #expect(refusal.headline.contains("until the end of 2027-01-02 (UTC): year's end"))
        #expect(refusal.notes == ["declared at envs/prod.yaml:9:15"])
    }

    @Test(arguments: ["2026-12-19", "2027-01-03"])
    func isOpenBeforeAndAfter(text: String) throws {
        #expect(try gates("--approved-by", "ana", "--approved-by", "ben").refusals(on: day(text)).isEmpty)
    }

    @Test func countsEachPersonOnce() throws {
        let day = try day("2026-11-01")
        let twice = try gates("--approved-by", "ana", "--approved-by", "ana").refusals(on: day)
        #expect(twice.map(\.headline) == ["2 people have to agree to a deploy to `prod`"])
        #expect(twice.first?.notes.first == "named: ana")
        let spelled = try gates("--approved-by", "Ana", "--approved-by", " ana ").refusals(on: day)
        #expect(spelled.first?.notes.first == "named: Ana")
        #expect(try gates().refusals(on: day).first?.notes.first == "nobody is named")
    }

    @Test func saysAtOnceAllThatStandsInTheWay() throws {
        let refusal = try #require(try gates().refusal(on: day("2026-12-20")))
        #expect(refusal.headline.hasPrefix("`prod` takes no deploys until the end of "))
        #expect(refusal.notes.contains("also: 2 people have to agree to a deploy to `prod`"))
        #expect(refusal.hint?.contains("--during-freeze REASON") == true)
        #expect(refusal.hint?.contains("--approved-by NAME") == true)
        #expect(
            try gates("--approved-by", "ana", "--approved-by", "ben").refusal(on: day("2026-11-01")) == nil
        )
    }

    @Test func recordsEveryAnswer() throws {
        let gates = try gates(
            "--approved-by",
            "ana",
            "--approved-by",
            "ben",
            "--during-freeze",
            "payments are down"
        )
        #expect(try gates.refusals(on: day("2026-12-24")).isEmpty)
        #expect(
            gates.answers.initiator("jo@desk")
                == "jo@desk; approved by ana, ben; during a freeze: payments are down"
        )
        #expect(throws: (any Error).self) { try GateFlags.parse(["--during-freeze", " "]) }
        #expect(throws: (any Error).self) { try GateFlags.parse(["--approved-by", ""]) }
    }

    @Test func deployAsksBeforeAnyCluster() async throws {
        let scratch = try Scratch()
        try scratch.write("prod.msctl.yaml", Self.prod)
        try scratch.write("staging.msctl.yaml", Self.staging)
        try scratch.write(
            "web.msctl.yaml",
            "apiVersion: msctl.dev/v1\nkind: Service\nmetadata: { name: web }\nspec: { owner: a, domain: a, image: a/web:1 }\n"
        )
        let run = await scratch.run("deploy", "--env", "prod", "--fail-on", "never") {
            $0.now = { 1_798_000_000 }
        }
        #expect(run.status == .preflight)
        #expect(run.error.contains("`prod` takes no deploys until the end of 2027-01-02 (UTC): year's end"))
        #expect(run.error.contains("--during-freeze REASON"))
    }
}

@Suite struct SoakGateTests {
    private static let now = Timestamp(seconds: 1_790_000_000)
    private static let day: Int64 = 86_400

    private func gate(_ arguments: String...) throws -> SoakGate? {
        let texts = [
            "{ name: prod }\nspec: { registry: eu.example/acme, promotesFrom: staging, requires: { soak: 24h } }\n",
            "{ name: staging }\nspec: { registry: us.example/acme }\n",
        ]
        let manifests = ManifestReader.read(
            texts.enumerated().map { index, text in
                SourceFile(
                    path: "\(index).yaml",
                    text: "apiVersion: msctl.dev/v1\nkind: Environment\nmetadata: \(text)"
                )
            }
        )
        #expect(manifests.diagnostics.isEmpty)
        let prod = try #require(manifests.environment(named: "prod"))
        return SoakGate(
            DeployGates(environment: prod, answers: try GateFlags.parse(arguments).answers),
            in: manifests
        )
    }

    private func history(_ image: String, provenBefore seconds: Int64?) -> RevisionHistory {
        RevisionHistory(service: "web", revisions: [revision(1, image, provenBefore: seconds)])
    }

    private func revision(
        _ number: Int,
        _ image: String,
        recordedBefore recorded: Int64 = now.seconds,
        provenBefore seconds: Int64?
    ) -> Revision {
        Revision(
            service: "web",
            number: number,
            contentHash: "h\(number)",
            recordedAt: Timestamp(seconds: Self.now.seconds - recorded),
            provenAt: seconds.map { Timestamp(seconds: Self.now.seconds - $0) },
            activation: number,
            initiator: "ci",
            images: [image],
            objects: [],
            failure: nil,
            endedAt: nil,
            chunks: 1
        )
    }

    @Test func aVersionThatWasTakenBackHasRunUntilThen() throws {
        let good = "us.example/acme/web:1"
        let bad = "us.example/acme/web:2"
        var old = revision(1, good, provenBefore: 9 * Self.day)
        old.activation = 3
        old.restoration = .init(
            from: 2,
            at: Timestamp(seconds: Self.now.seconds - 2 * Self.day),
            initiator: "ada"
        )
        let taken = revision(
            2,
            bad,
            recordedBefore: 2 * Self.day + 120,
            provenBefore: 2 * Self.day + 60
        )
        let proofs = [RevisionHistory(service: "web", revisions: [old, taken])]
        #expect(
            try objections(to: "eu.example/acme/web:2", proofs: proofs) == ["web: has run there for 1 minute"]
        )
        #expect(try objections(to: "eu.example/acme/web:1", proofs: proofs).isEmpty)
        // What was replaced by something newer has run until then, too.
        let newer = revision(2, bad, recordedBefore: 3600, provenBefore: 3000)
        let moved = [
            RevisionHistory(
                service: "web",
                revisions: [revision(1, good, provenBefore: 2 * Self.day), newer]
            )
        ]
        #expect(try objections(to: "eu.example/acme/web:1", proofs: moved).isEmpty)
        #expect(
            try objections(to: "eu.example/acme/web:2", proofs: moved) == [
                "web: has run there for 50 minutes"
            ]
        )
    }

    private func service(_ image: String) throws -> DesiredService {
        let object = try KubernetesObject([
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web"],
            "spec": ["template": ["spec": ["containers": [["name": "web", "image": .string(image)]]]]],
        ])
        return DesiredService(name: "web", objects: [DesiredObject(object, service: "web")])
    }

    private func objections(
        to image: String,
        current: [RevisionHistory] = [],
        proofs: [RevisionHistory]
    ) throws -> [String] {
        let gate = try #require(try gate())
        return gate.objections(to: [try service(image)], current: current, proofs: proofs, now: Self.now)
    }

    @Test func takesWhatHasRunLongEnough() throws {
        let proofs = [history("us.example/acme/web:2", provenBefore: Self.day)]
        #expect(try objections(to: "eu.example/acme/web:2", proofs: proofs).isEmpty)
        let digest = "sha256:" + String(repeating: "a", count: 64)
        let pinned = [history("other.example/web@\(digest)", provenBefore: 2 * Self.day)]
        #expect(try objections(to: "eu.example/acme/web:9@\(digest)", proofs: pinned).isEmpty)
    }

    @Test func refusesWhatHasNot() throws {
        let image = "eu.example/acme/web:2"
        #expect(try objections(to: image, proofs: []) == ["web: `\(image)` is not deployed there"])
        let other = [history("us.example/acme/web:1", provenBefore: 9 * Self.day)]
        #expect(try objections(to: image, proofs: other) == ["web: `\(image)` is not deployed there"])
        let unproven = [history("us.example/acme/web:2", provenBefore: nil)]
        #expect(try objections(to: image, proofs: unproven) == ["web: `\(image)` is not proven there"])
        let young = [history("us.example/acme/web:2", provenBefore: Self.day - 1)]
        #expect(try objections(to: image, proofs: young) == ["web: has run there for 23 hours"])
    }

    @Test func doesNotAskAboutWhatRunsAlready() throws {
        let image = "eu.example/acme/web:2"
        #expect(try objections(to: image, current: [history(image, provenBefore: nil)], proofs: []).isEmpty)
    }

    @Test func saysWhereItIsDemandedAndHowToGoOn() throws {
        #expect(try gate("--without-soak", "the other way is broken") == nil)
        let refusal = try #require(try gate()?.refusal(["web: `a` is not proven there"]))
        #expect(refusal.status == .preflight)
        #expect(refusal.headline == "1 service has not run for 1d in `staging`, as `prod` demands")
        #expect(refusal.notes == ["web: `a` is not proven there", "declared at 0.yaml:4:77"])
        #expect(refusal.hint?.contains("--without-soak REASON") == true)
        #expect(try gate()?.refusal([]) == nil)
    }
}
