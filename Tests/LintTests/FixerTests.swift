// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// One service whose `spec` is up to the test, in a file with comments.
private func service(_ spec: String) -> SourceFile {
    SourceFile(
        path: "cart.yaml",
        text: "# the cart\napiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: cart\nspec:\n"
            + "  owner: team-cart # of sales\n  domain: shop\n  image: ghcr.io/acme/cart:1.0.0\n" + spec
    )
}

@Suite struct FixerTests {
    private func fixed(_ spec: String, all: Bool = false) -> (text: String, count: Int) {
        let file = service(spec)
        let result = Fixer.fix([file], includingReview: all, options: .today)
        let bytes = result.changes.first?.fixed.bytes ?? file.bytes
        return (String(decoding: bytes, as: UTF8.self), result.count)
    }

    @Test func changesOnlyWhatIsReportedAndKeepsComments() {
        let spec = "  # how it is reached\n  expose: { host: cart.example.com,   tls: false } # for now\n"
        let (text, count) = fixed(spec)
        #expect(count == 1)
        #expect(text == String(decoding: service(spec.replacing("false", with: "true")).bytes, as: UTF8.self))
    }

    @Test func clashingFixesAreMadeOneAfterTheOtherAndASecondRunHasNothingToDo() throws {
        // Both dead letters and the cap of retries are added behind the same topic.
        let file = service(
            "  tier: high\n  resilience: { slo: 99.5 }\n  consumes:\n    - { api: stock/v1, retries: { max: 2, backoff: 0s, jitter: false } }\n"
                + "  events:\n    subscribes:\n      - { topic: a, idempotent: true }\n  scale: { min: 1, max: 4 }\n"
        )
        let first = Fixer.fix([file], includingReview: true, options: .today)
        #expect(first.count > 2 && first.leftOut.isEmpty)
        let fixed = try #require(first.changes.first?.fixed)
        let second = Fixer.fix([fixed], includingReview: true, options: .today)
        #expect(second.changes.isEmpty && second.count == 0)
    }

    @Test func fixesThatWantALookAreMadeOnlyWhenAskedFor() {
        let spec = "  scale: { min: 1, max: 4 }\n"
        #expect(fixed(spec).count == 0)
        #expect(fixed(spec, all: true).text.contains("scale: { min: 2, max: 4 }"))
    }

    @Test func goesOnUntilNothingIsLeft() {
        // Dead letters come first; only then is the list entry complete.
        let spec = "  events:\n    subscribes:\n      - { topic: a } # first\n      - topic: b # second\n"
        let (text, count) = fixed(spec, all: true)
        #expect(count == 2)
        #expect(text.contains("- { topic: a, dlq: true } # first\n"))
        #expect(text.contains("- topic: b # second\n        dlq: true\n"))
    }

    @Test func aMisspeltFieldIsRenamedAndReadInTheSameRun() {
        let (text, count) = fixed("  sclae: { min: 1, max: 4 }\n", all: true)
        #expect(text.contains("  scale: { min: 2, max: 4 }\n"))
        #expect(count == 2)
    }

    /// What Windows checks out stays as it is, also where a field comes from the end of a file that ends without a line break.
    @Test(arguments: ["", "\r\n"]) func fixesKeepTheEndsOfLines(last: String) throws {
        let head = "apiVersion: msctl.dev/v1\r\nkind: Service\r\nmetadata: { name: cart }\r\nspec:\r\n"
        let file = SourceFile(
            path: "cart.yaml",
            text: head
                + "  image: ghcr.io/acme/cart:1.0.0\r\n  # what\r\n  domain: shop\r\n  owner: team-cart"
                + last
        )
        var options = LintOptions.today
        options.severities["format"] = .severity(.info)
        options.only = ["format"]
        let result = Fixer.fix([file], includingReview: false, options: options)
        let fixed = try #require(result.changes.first?.fixed)
        #expect(
            String(decoding: fixed.bytes, as: UTF8.self)
                == head
                + "  owner: team-cart\r\n  # what\r\n  domain: shop\r\n  image: ghcr.io/acme/cart:1.0.0"
                + last
        )
    }

    @Test func anInsertedFieldEndsItsLineAsTheFileDoes() {
        let spec = "  events:\r\n    subscribes:\r\n      - topic: b # second\r\n"
        let file = SourceFile(
            path: "cart.yaml",
            text: String(decoding: service("").bytes, as: UTF8.self).replacing("\n", with: "\r\n") + spec
        )
        let result = Fixer.fix([file], includingReview: true, options: .today)
        let text = result.changes.first.map { String(decoding: $0.fixed.bytes, as: UTF8.self) } ?? ""
        #expect(text.contains("- topic: b # second\r\n        dlq: true\r\n"))
    }

    @Test(arguments: [
        ("{\n      topic: a\n    }", "topic: a, dlq: true\n"),
        ("{ # first\n      topic: a, # second\n      version: v1\n    }", "topic: a, dlq: true, # second\n"),
        ("{ version: v1,\n\n      topic: a }", "topic: a, dlq: true }"),
    ])
    func bracesOverSeveralLinesGetAComma(entry: String, expected: String) {
        let (text, _) = fixed("  events:\n    subscribes:\n    - \(entry)\n", all: true)
        #expect(text.contains(expected), "\(text)")
    }

    @Test func aNumberInAPatchIsNotQuotedUnasked() throws {
        let spec =
            "  patches:\n    - { target: Deployment, op: merge, reason: a test, value: { spec: { revisionHistoryLimit: 0644 } } }\n"
        let findings = Linter.lint(ManifestReader.read([service(spec)]), options: .today).findings
        let fix = try #require(
            findings.first { $0.id == "ambiguous-scalar" }?.fix,
            "\(findings.map(\.headline))"
        )
        #expect(fix.applicability == .needsReview)
    }

    @Test func filesOfOthersStayAsTheyAre() {
        let other = SourceFile(path: "other.yaml", text: "a: yes\n")
        let result = Fixer.fix(
            [service("  scale: { min: 1, max: 2 }\n"), other],
            includingReview: true,
            options: .today
        )
        #expect(result.changes.map(\.fixed.path) == ["cart.yaml"])
    }

    /// Every flagged example of every rule, and the mutations of the shop.
    @Test(arguments: RuleExample.all.filter { !$0.isClean })
    func aSecondRunChangesNothing(example: RuleExample) {
        let files = example.files.manifests.map { file in
            SourceFile(
                path: file.path,
                text: "# kept\n" + String(decoding: file.bytes, as: UTF8.self) + "\n# kept, too\n"
            )
        }
        func fix(_ files: [SourceFile]) -> FixedFiles {
            Fixer.fix(
                example.isDockerfile ? [] : files,
                dockerfiles: example.isDockerfile ? files : [],
                includingReview: true,
                options: example.options
            )
        }
        let first = fix(files)
        let after = files.map { file in first.changes.first { $0.fixed.path == file.path }?.fixed ?? file }
        let second = fix(after)
        #expect(second.count == 0, "\(second.changes.flatMap(\.titles))")
        for file in after {
            let fixed = String(decoding: file.bytes, as: UTF8.self)
            #expect(fixed.hasPrefix("# kept\n") && fixed.hasSuffix("\n# kept, too\n"))
        }
        let unreadable = ManifestReader.read(after).diagnostics.filter { $0.id.hasPrefix("yaml-") }
        let before = ManifestReader.read(files).diagnostics.filter { $0.id.hasPrefix("yaml-") }
        #expect(unreadable.count <= before.count)
    }

    @Test(arguments: RuleExample.all.filter { !$0.isClean })
    func aFixSettlesItsFinding(example: RuleExample) {
        let files = example.files.manifests
        var options = example.options
        if example.rule != "bad-suppression" { options.only = [example.rule] }
        func findings(_ files: [SourceFile]) -> [Diagnostic] {
            let set = ManifestReader.read(example.isDockerfile ? [] : files)
            let dockerfiles = example.isDockerfile ? files : []
            return Linter.lint(set, dockerfiles: dockerfiles, options: options).findings
                .filter { $0.id == example.rule }
        }
        let found = findings(files)
        #expect(!found.isEmpty)
        for fix in found.compactMap(\.fix) {
            let after = files.map { file in
                let edits = fix.edits.filter { $0.span.file.path == file.path }
                guard let bytes = try? Diagnostic.Edit.apply(edits, to: file) else {
                    Issue.record("the edits of one fix overlap")
                    return file
                }
                return SourceFile(path: file.path, bytes: bytes)
            }
            #expect(findings(after).count < found.count, "\(fix.title)")
        }
    }
}
