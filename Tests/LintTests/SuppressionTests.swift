// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Testing

/// A service whose fifth line of `spec` is up to the test.
private func lint(_ spec: String, _ options: LintOptions = .today) -> LintResult {
    let text =
        "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: cart\nspec:\n  owner: team-cart\n  domain: shop\n"
        + "  build: .\n" + spec
    return Linter.lint(ManifestReader.read([SourceFile(path: "cart.yaml", text: text)]), options: options)
}

@Suite struct SuppressionTests {
    @Test(arguments: [
        "  scale: 1 # msctl:ignore single-replica -- shows a demo\n",
        "  # msctl:ignore single-replica -- shows a demo\n  scale: 1\n",
        "  # msctl:ignore single-replica until=2026-11-21 -- shows a demo\n\n  # more words\n  scale: { min: 1, max: 2 }\n",
        "  scale:\n    # msctl:ignore no-timeout, single-replica -- shows a demo\n    min: 1\n    max: 2\n",
        "  scale: 1\n  lint:\n    ignore:\n      - { rule: single-replica, reason: shows a demo, until: 2026-11-21 }\n",
    ])
    func aReasonAcceptsAFinding(spec: String) {
        let result = lint(spec)
        #expect(!result.findings.contains { $0.id == "single-replica" }, "\(result.findings.map(\.line))")
        #expect(result.accepted.map(\.reason) == ["shows a demo"])
    }

    @Test(arguments: [
        ("  scale: 1 # msctl:ignore single-replica\n", "gives no reason"),
        ("  scale: 1 # msctl:ignore single-replica --  \n", "gives no reason"),
        ("  scale: 1 # msctl:ignore single-replica until=2026-11-20 -- demo\n", "ended on 2026-11-20"),
        ("  scale: 1 # msctl:ignore single-replica until=soon -- demo\n", "does not name a day"),
        (
            "  # msctl:ignore single-replica -- demo\n  tier: standard\n  scale: 1\n",
            "nothing is left to accept"
        ),
        ("  scale: 1 # msctl:ignore -- demo\n", "names no rule"),
        (
            "  scale: 1\n  lint: { ignore: [{ rule: single-replica, reason: demo, until: 2026-11-20 }] }\n",
            "ended on"
        ),
    ])
    func withoutEffectTheFindingComesBack(spec: String, complaint: String) {
        let result = lint(spec)
        #expect(result.findings.contains { $0.id == "single-replica" })
        let complaints = result.findings.filter { $0.id == "bad-suppression" }
        #expect(
            complaints.count == 1 && complaints[0].headline.contains(complaint),
            "\(complaints.map(\.headline))"
        )
        #expect(complaints[0].service == "cart")
        #expect(result.accepted.isEmpty)
    }

    @Test func removingAStaleCommentTakesItsLine() throws {
        let result = lint("  # msctl:ignore single-replica -- demo\n  scale: 2\n")
        let edit = try #require(result.findings.first?.fix?.edits.first)
        #expect(edit.span.text == "  # msctl:ignore single-replica -- demo\n")
        #expect(edit.replacement.isEmpty)
    }

    @Test func aRuleThatDoesNotRunCannotShowThatASuppressionIsStale() {
        var options = LintOptions.today
        options.severities["single-replica"] = .off
        #expect(lint("  scale: 2 # msctl:ignore single-replica -- demo\n", options).findings.isEmpty)
    }

    @Test func aRuleWithoutWhatItNeedsCannotShowThatASuppressionIsStale() {
        for rule in ["breaking-change", "removed-while-consumed", "destructive-migration"] {
            let result = lint("  # msctl:ignore \(rule) -- agreed with all callers\n  scale: 2\n")
            #expect(result.findings.isEmpty, "\(result.findings.map(\.headline))")
            let past = lint("  # msctl:ignore \(rule) until=2026-01-01 -- agreed\n  scale: 2\n")
            #expect(past.findings.isEmpty, "nobody knows whether there is something to settle")
        }
    }

    @Test func withABaseItCan() {
        var options = LintOptions.today
        let files = ProjectFiles(kind: { _ in .missing }, read: { _ in nil })
        options.files = files
        options.base = LintBase(name: "main", manifests: ManifestReader.read([]), files: files)
        let result = lint(
            "  # msctl:ignore breaking-change -- agreed with all callers\n  scale: 2\n",
            options
        )
        #expect(result.findings.map(\.id) == ["bad-suppression"])
    }

    @Test(arguments: [
        "apiVersion: msctl.dev/v1\na: [1\n",
        "apiVersion: msctl.dev/v1\nkind: Service\nmetadata: { name: b }\nspec: { nonsense: 1 }\n",
    ])
    func whileAnotherFileCannotBeReadNothingIsStale(other: String) {
        let files = [
            SourceFile(
                path: "a.yaml",
                text:
                    "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: cart # msctl:ignore orphan -- called by hand\n"
                    + "spec:\n  owner: team-cart\n  domain: shop\n  image: registry.example/cart:1.0.0\n"
            ),
            SourceFile(path: "b.yaml", text: other),
        ]
        let found = Linter.lint(ManifestReader.read(files), options: .today).findings
        #expect(!found.contains { $0.id == "bad-suppression" }, "\(found.map(\.headline))")
        let fixed = Fixer.fix(files, includingReview: true, options: .today).changes
        #expect(!fixed.contains { $0.fixed.path == "a.yaml" })
    }

    @Test func oneEnvironmentIsNotAll() {
        let files = [
            SourceFile(
                path: "a.yaml",
                text:
                    "apiVersion: msctl.dev/v1\nkind: Service\nmetadata: { name: cart }\nspec:\n  owner: team-cart\n"
                    + "  domain: shop\n  image: registry.example/cart:1.0.0\n"
                    + "  scale: 1 # msctl:ignore single-replica -- a demo\n"
            ),
            SourceFile(
                path: "b.yaml",
                text:
                    "apiVersion: msctl.dev/v1\nkind: Environment\nmetadata: { name: dev }\nspec: { class: development }\n"
                    + "---\napiVersion: msctl.dev/v1\nkind: Environment\nmetadata: { name: prod }\nspec: { class: production }\n"
            ),
        ]
        var options = LintOptions.today
        options.environment = "dev"
        #expect(
            !Linter.lint(ManifestReader.read(files), options: options).findings.contains {
                $0.id == "bad-suppression"
            }
        )
        options.environment = nil
        #expect(
            Linter.lint(ManifestReader.read(files), options: options).accepted.map(\.finding.id) == [
                "single-replica"
            ]
        )
    }

    @Test func partOfARepositoryDoesNotJudgeItsSettings() {
        var options = LintOptions.today
        let text = "lint:\n  ignore:\n    - { rule: single-replica, paths: [\"b/**\"], reason: a demo }\n"
        options.settings = ProjectSettings.read(SourceFile(path: ".msctl.yaml", text: text)).0
        #expect(lint("  scale: 2\n", options).findings.map(\.id) == ["bad-suppression"])
        options.seesRepository = false
        #expect(lint("  scale: 2\n", options).findings.isEmpty)
    }

    @Test func withoutIgnoresEverythingIsShown() {
        var options = LintOptions.today
        options.honoursIgnores = false
        let result = lint("  scale: 1 # msctl:ignore single-replica -- demo\n", options)
        #expect(result.findings.map(\.id) == ["single-replica"])
    }

    @Test func whatCannotBeReadCannotBeAccepted() {
        let result = lint("  replicas: 3 # msctl:ignore unknown-field -- demo\n")
        #expect(Set(result.findings.map(\.id)) == ["unknown-field", "bad-suppression"])
    }
}

@Suite struct LinterTests {
    @Test func severitiesCanBeOverruled() {
        var options = LintOptions.today
        options.severities["single-replica"] = .severity(.info)
        #expect(lint("  scale: 1\n", options).findings.map(\.severity) == [.info])
        options.severities["single-replica"] = .off
        #expect(lint("  scale: 1\n", options).findings.isEmpty)
    }

    @Test func theThresholdDecidesWhatFails() {
        let result = lint("  scale: 1\n")
        #expect(result.findings.map(\.severity) == [.warning])
        #expect(!result.reaches(.error))
        #expect(result.reaches(.warning))
        #expect(result.reaches(.info))
        #expect(!result.reaches(.never))
    }

    @Test func everyFindingSaysItsServiceAndItsPlaceInTheDocument() {
        let finding = lint("  scale: { min: 1, max: 3 }\n").findings.first
        #expect(finding?.service == "cart")
        #expect(finding?.pointer == "/spec/scale/min")
    }

    @Test func aSecretIsNeverRepeated() throws {
        let result = lint("  run:\n    env:\n      SMTP_PASSWORD: hunter2-hunter2\n")
        let finding = try #require(result.findings.first)
        #expect(finding.redacted.map(\.text) == ["hunter2-hunter2"])
        let texts = [finding.headline, finding.help ?? "", finding.primary?.text ?? ""] + finding.notes
        #expect(!texts.contains { $0.contains("hunter2") })
    }

    @Test func withinACircleNoSumsAreMade() {
        let files = ["a", "b"].map { name in
            SourceFile(
                path: "\(name).yaml",
                text: """
                    apiVersion: msctl.dev/v1
                    kind: Service
                    metadata: { name: \(name) }
                    spec:
                      owner: team
                      domain: shop
                      build: .
                      provides: [{ api: \(name), version: v1, http: 8080 }]
                      consumes: [{ api: \(name == "a" ? "b" : "a")/v1, timeout: 5s }]
                      resilience: { slo: \(name == "a" ? "99.9" : "99.5"), deadline: 1s }
                    """
            )
        }
        #expect(Linter.lint(ManifestReader.read(files), options: .today).findings.map(\.id) == ["sync-cycle"])
    }
}
