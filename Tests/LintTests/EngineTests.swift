// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

private func service(_ name: String, _ spec: String) -> SourceFile {
    SourceFile(
        path: "services/\(name)/msctl.yaml",
        text:
            "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: \(name)\nspec:\n  owner: team-\(name)\n"
            + "  domain: shop\n  image: ghcr.io/acme/\(name):1.0.0\n  provides:\n"
            + "    - { api: \(name), version: v1, http: 8080 }\n" + spec
    )
}

private func settings(_ text: String) throws -> ProjectSettings {
    let (settings, diagnostics) = ProjectSettings.read(SourceFile(path: ".msctl.yaml", text: text))
    #expect(diagnostics.map(\.headline) == [])
    return try #require(settings)
}

@Suite struct SettingsTests {
    private let files = [service("a", "  scale: 1\n"), service("b", "  scale: 1\n")]

    private func lint(_ text: String) throws -> LintResult {
        var options = LintOptions.today
        options.settings = try settings(text)
        return Linter.lint(ManifestReader.read(files), options: options)
    }

    @Test func severitiesAreChangedAndRulesSwitchedOff() throws {
        let softer = try lint("lint:\n  rules: { single-replica: info, orphan: off }\n")
        #expect(softer.findings.map(\.severity) == [.info, .info])
        let off = try lint("lint:\n  rules: { single-replica: off, orphan: off }\n")
        #expect(off.findings.isEmpty)
    }

    @Test(arguments: [
        ("paths: [services/a/**]", ["b"]), ("paths: [services/a]", ["b"]), ("paths: [\"**/msctl.yaml\"]", []),
        ("paths: [\"services/?/*.yaml\"]", []), ("paths: [\"*.yaml\"]", ["a", "b"]),
        ("services: [b]", ["a"]), ("paths: [services/a/**], services: [b]", ["a", "b"]),
    ])
    func findingsAreAcceptedByPathAndService(scope: String, left: [String]) throws {
        let result = try lint(
            "lint:\n  rules: { orphan: off, bad-suppression: off }\n"
                + "  ignore:\n    - { rule: single-replica, \(scope), reason: shows a demo }\n"
        )
        #expect(result.findings.compactMap(\.service) == left)
    }

    @Test(arguments: [
        ("rule: single-replica", "gives no reason"),
        ("rule: single-replica, reason: demo, until: 2026-11-20", "ended on"),
        ("rule: no-timeout, reason: demo", "nothing is left to accept"),
        ("rule: no-timeouts, reason: demo", "no rule is called"),
    ])
    func whatIsWrongWithThemIsSaid(entry: String, complaint: String) throws {
        let findings = try lint("lint:\n  ignore:\n    - { \(entry) }\n").findings
        let found = try #require(findings.first { $0.id == "bad-suppression" })
        #expect(found.headline.contains(complaint))
        #expect(found.primary?.span.file.path == ".msctl.yaml")
    }

    @Test func aSeverityOfNothingIsReported() throws {
        let findings = try lint("lint:\n  rules: { single-replicas: off, bad-value: info }\n").findings
        let complaints = findings.filter { $0.id == "bad-suppression" }
        #expect(
            complaints.map(\.headline) == [
                "no rule is called `single-replicas`", "the severity of `bad-value` cannot be changed",
            ]
        )
        #expect(complaints.first?.help == "did you mean `single-replica`?")
    }

    @Test func anUnknownKeyIsReported() {
        let (_, diagnostics) = ProjectSettings.read(SourceFile(path: "s", text: "lint:\n  failon: error\n"))
        #expect(diagnostics.map(\.id) == ["unknown-field"])
        #expect(diagnostics.first?.help == "did you mean `failOn`?")
    }
}

@Suite struct BaselineTests {
    private let file = service("a", "  scale: 1\n")

    private func findings(_ file: SourceFile) -> [Diagnostic] {
        Linter.lint(ManifestReader.read([file]), options: .today).findings
    }

    @Test func knownFindingsAreLeftOutAfterLinesHaveMoved() throws {
        let before = findings(file)
        try #require(before.map(\.id) == ["single-replica"])
        let text = Baseline.text(of: before)
        let baseline = try Baseline(reading: SourceFile(path: "b.json", text: text))
        let moved = SourceFile(
            path: file.path,
            text: "# moved\n\n" + String(decoding: file.bytes, as: UTF8.self)
                + "  expose: { host: a.example, tls: false }\n"
        )
        let (new, known, gone) = baseline.split(findings(moved))
        #expect(new.map(\.id) == ["no-tls"])
        #expect(known.map(\.id) == ["single-replica"])
        #expect(gone == 0)
        #expect(baseline.split([]).gone == 1)
    }

    /// The list of calls is as good as a set: what is called counts, not where it stands.
    @Test func anotherCalleeIsNewAndAMovedOneIsKnown() throws {
        func findings(_ callees: String...) -> [Diagnostic] {
            let calls = callees.map { "    - { api: \($0)/v1, timeout: 1s, required: false }\n" }.joined()
            let files = [
                service("a", "  consumes:\n" + calls), service("cart", ""), service("catalog", ""),
            ]
            var options = LintOptions.today
            options.only = ["no-fallback"]
            return Linter.lint(ManifestReader.read(files), options: options).findings
        }
        let known = findings("cart")
        try #require(known.map(\.pointer) == ["/spec/consumes/0/required"])
        let text = Baseline.text(of: known)
        #expect(text.contains("\"place\": \"/spec/consumes/cart~1v1/required\""))
        let baseline = try Baseline(reading: SourceFile(path: "b.json", text: text))
        let replaced = baseline.split(findings("catalog"))
        #expect(replaced.new.count == 1 && replaced.known.isEmpty && replaced.gone == 1)
        let inserted = baseline.split(findings("catalog", "cart"))
        #expect(inserted.new.map(\.pointer) == ["/spec/consumes/0/required"])
        #expect(inserted.known.map(\.pointer) == ["/spec/consumes/1/required"])
    }

    @Test func theFirstVersionGoesByPlaces() throws {
        let before = findings(file)
        let prints = Diagnostic.positionalFingerprints(of: before)
        let text = "{\"version\": 1, \"findings\": [{\"fingerprint\": \"\(prints[0])\"}]}"
        let baseline = try Baseline(reading: SourceFile(path: "b.json", text: text))
        #expect(baseline.split(before).known.count == 1)
    }

    @Test(arguments: ["", "[]", "{\"version\": 3, \"findings\": []}", "{\"version\": 1}"])
    func anythingElseIsNoBaseline(text: String) {
        #expect(throws: Baseline.Unreadable.self) {
            try Baseline(reading: SourceFile(path: "b.json", text: text))
        }
    }
}

@Suite struct FocusTests {
    private let files = [
        service("a", "  scale: 1\n  consumes:\n    - { api: b/v1, timeout: 1s, breaker: true }\n"),
        service("b", "  scale: 1\n"), service("c", "  scale: 1\n"),
    ]

    private func services(changed: Set<String>) -> Set<String> {
        var options = LintOptions.today
        options.only = ["single-replica"]
        options.focus = LintFocus(
            file: { changed.contains($0) },
            folder: { folder in changed.contains { $0.hasPrefix(folder + "/") } }
        )
        return Set(Linter.lint(ManifestReader.read(files), options: options).findings.compactMap(\.service))
    }

    @Test func changedServicesAndTheirNeighboursAreLookedAt() {
        #expect(services(changed: ["services/b/msctl.yaml"]) == ["a", "b"])
        #expect(services(changed: ["services/c/src/main.go"]) == ["c"])
        #expect(services(changed: ["README.md"]) == [])
    }

    @Test func aChangedEnvironmentConcernsEverything() {
        let prod = SourceFile(
            path: "prod.yaml",
            text:
                "apiVersion: msctl.dev/v1\nkind: Environment\nmetadata: { name: prod }\nspec: { class: production }\n"
        )
        var options = LintOptions.today
        options.only = ["single-replica"]
        options.focus = LintFocus(file: { $0 == "prod.yaml" }, folder: { _ in false })
        #expect(Linter.lint(ManifestReader.read(files + [prod]), options: options).findings.count == 3)
    }
}

@Suite struct ScorecardTests {
    @Test func everyLevelAsksForMore() {
        let files = [
            service("bad", "  expose: { host: a.example, tls: false, bypass: shows a demo }\n"),
            service("better", "  scale: 1\n  network: { allowFrom: [x] }\n"),
            service("good", "  network: { allowFrom: [x] }\n"),
            service("best", "  network: { allowFrom: [x] }\n  resilience: { slo: 99.5 }\n"),
            service(
                "settled",
                "  scale: 1 # msctl:ignore single-replica -- demo\n  network: { allowFrom: [x] }\n  resilience: { slo: 99 }\n"
            ),
        ]
        let set = ManifestReader.read(files)
        let rows = Scorecard(Linter.lint(set, options: .today), of: set.services).rows
        let levels = Dictionary(uniqueKeysWithValues: rows.map { ($0.service, $0.level) })
        #expect(
            levels == ["bad": .none, "better": .bronze, "good": .silver, "best": .gold, "settled": .silver]
        )
        #expect(rows.first { $0.service == "good" }?.missing == ["an SLO"])
        #expect(rows.first { $0.service == "settled" }?.missing == ["single-replica (accepted)"])
    }
}
