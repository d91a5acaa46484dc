// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Lint
import Manifest
import Support
import Testing

/// A manifest of which one value has been made unreadable.
private struct Spoilt {
    var files: [SourceFile]
    var place: String
}

private func files(of example: RuleExample) -> [SourceFile] {
    example.isDockerfile ? [] : example.files.manifests
}

/// The texts of all single values of a document, and of collections in one line.
private func values(_ node: YAMLNode) -> [SourceSpan] {
    switch node.content {
    case .scalar: [node.span]
    case .sequence(let elements): elements.flatMap(values)
    case .mapping(let entries): entries.flatMap { values($0.value) } + [node.span].filter(isFlow)
    }
}

private func isFlow(_ span: SourceSpan) -> Bool { span.text.hasPrefix("{") && span.text.hasSuffix("}") }

/// Every way to make one value of some files unreadable: a text in quotes that no format takes.
private func spoilt(_ files: [SourceFile]) -> [Spoilt] {
    files.indices.flatMap { index -> [Spoilt] in
        let file = files[index]
        return YAMLReader.read(file).documents.flatMap { values($0.root) }.map { span in
            var bytes = file.bytes
            bytes.replaceSubrange(span.range, with: Array(#""%\u0001%""#.utf8))
            var result = files
            result[index] = SourceFile(path: file.path, bytes: bytes)
            return Spoilt(files: result, place: "\(file.path):\(span.start.line) `\(span.text)`")
        }
    }
}

extension SourceSpan {
    fileprivate var text: String { String(decoding: file.bytes[range], as: UTF8.self) }
}

@Suite struct GapTests {
    private static let reading: Set<String> = [
        "bad-value", "missing-required", "unknown-field", "yaml-invalid",
    ]

    /// What is said besides that a value cannot be read, as rule and service.
    private func said(_ files: [SourceFile], _ options: LintOptions) -> Set<String> {
        let result = Linter.lint(ManifestReader.read(files), options: options)
        return Set(
            result.findings.filter { !Self.reading.contains($0.id) }.map { "\($0.id) \($0.service ?? "")" }
        )
    }

    // What nobody can read suppresses nothing, so that what it may have meant to suppress is said.
    @Test(arguments: Rule.all.map(\.id).filter { $0 != "bad-suppression" })
    func aValueThatCannotBeReadMakesNoOtherRuleSpeak(rule: String) {
        for example in RuleExample.all where example.rule == rule {
            let files = files(of: example)
            let options = example.options
            let whole = said(files, options)
            for spoilt in spoilt(files) {
                let set = ManifestReader.read(spoilt.files)
                guard set.diagnostics.contains(where: { $0.id == "bad-value" }) else { continue }
                // A service without a name says the same of itself as before.
                let further = said(spoilt.files, options).subtracting(whole).filter { said in
                    !said.hasSuffix(" ") || whole.allSatisfy { !$0.hasPrefix(said) }
                }
                #expect(further.isEmpty, "\(example.testDescription), \(spoilt.place)")
            }
        }
    }

    /// The test above says nothing of what is still taken: most values of a manifest must not be.
    @Test func theTextInQuotesIsNoValueOfMostFields() {
        let text = String(decoding: broken.bytes, as: UTF8.self).replacing("%TIER%", with: "high")
        let ways = spoilt([SourceFile(path: broken.path, text: text)])
        let unread = ways.filter { way in
            ManifestReader.read(way.files).diagnostics.contains { $0.id == "bad-value" }
        }
        #expect(unread.count > ways.count / 2, "\(unread.count) of \(ways.count)")
    }

    /// A service that has nothing to do with the examples, with the values of one that nobody can read.
    private let bystander = SourceFile(
        path: "zoo/msctl.yaml",
        text: """
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: zoo }
            spec:
              owner: team-zoo
              domain: zoo
              build: .
              data:
                - { name: zoo, engine: postgres, pool: lots }
                - { name: [], engine: postgres }
                - { name: animals, engine: {} }
              scale: { max: four }

            """
    )

    @Test(arguments: ["shared-database", "foreign-read", "connections"])
    func aValueOfAnotherServiceHidesNoFinding(rule: String) {
        for example in RuleExample.all where example.rule == rule && !example.isClean {
            let options = example.options
            let whole = said(files(of: example), options).filter { $0.hasPrefix(rule + " ") }
            #expect(!whole.isEmpty)
            let beside = said(files(of: example) + [bystander], options)
            #expect(whole.subtracting(beside).isEmpty, "\(example.testDescription)")
        }
    }

    private let broken = SourceFile(
        path: "services/orders/msctl.yaml",
        text: """
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: orders }
            spec:
              owner: team-sales
              domain: sales
              image: ghcr.io/acme/orders:latest
              tier: %TIER%
              scale: { min: 1, max: 4 }
              provides:
                - { api: orders, http: 8080 }

            """
    )

    private func lint(_ changes: [(String, String)]) -> LintResult {
        var text = String(decoding: broken.bytes, as: UTF8.self)
        for (old, new) in changes { text = text.replacing(old, with: new) }
        return Linter.lint(ManifestReader.read([SourceFile(path: broken.path, text: text)]), options: .today)
    }

    @Test func rulesThatDoNotNeedTheValueStillRun() throws {
        let whole = lint([("%TIER%", "high")])
        try #require(whole.findings.contains { $0.id == "single-replica" })
        let result = lint([("%TIER%", "hihg")])
        #expect(result.findings.map(\.id).sorted() == ["bad-value", "mutable-tag", "unversioned-api"])
        let undecided = try #require(result.undecided.first)
        #expect(undecided.gap == ManifestGap(.service("orders"), "/spec/tier"))
        #expect(undecided.rules.contains("single-replica"))
        #expect(!undecided.rules.contains("mutable-tag"))
    }

    @Test(arguments: [
        ("name: orders", "name: Orders", "bad-value"),
        ("kind: Service", "kind: Servce", "bad-value"),
        ("kind: Service", "Kind: Service", "unknown-field"),
        ("msctl.dev/v1", "mscl.dev/v1", "bad-value"),
        ("msctl.dev/v1", "MSCTL.dev/v1", "bad-value"),
        ("apiVersion: msctl.dev/v1", "apiVersion:", "bad-value"),
        ("apiVersion: msctl.dev/v1\n", "", "missing-required"),
    ])
    func aSlipInTheFirstLinesHidesNothingElse(old: String, new: String, id: String) {
        let ids = lint([("%TIER%", "high"), (old, new)]).findings.map(\.id)
        #expect(ids.contains(id))
        #expect(Set(ids).isSuperset(of: ["mutable-tag", "unversioned-api", "single-replica"]))
    }

    @Test func whoNamesWhatHasAWrongNameIsNotBlamed() {
        func environment(_ name: String, _ spec: String) -> SourceFile {
            let head = "apiVersion: msctl.dev/v1\nkind: Environment\nmetadata: { name: \(name) }\nspec:\n"
            return SourceFile(path: "\(name).msctl.yaml", text: head + spec)
        }
        let text = String(decoding: broken.bytes, as: UTF8.self).replacing("%TIER%", with: "high")
        let service = SourceFile(
            path: broken.path,
            text: text.replacing("name: orders", with: "name: order_")
        )
        let files = [
            service, environment("sta_ging", "  class: staging\n"),
            environment(
                "prod",
                "  class: production\n  promotesFrom: staging\n  overrides: { orders: { scale: { min: 2 } } }\n"
            ),
        ]
        let ids = Linter.lint(ManifestReader.read(files), options: .today).findings.map(\.id)
        #expect(ids.count { $0 == "bad-value" } == 2)
        #expect(!ids.contains("dangling-ref"))
    }

    @Test func anotherVersionOfTheFormatIsNotGuessedAt() {
        let ids = lint([("%TIER%", "high"), ("msctl.dev/v1", "msctl.dev/v2")]).findings.map(\.id)
        #expect(ids == ["bad-value"])
    }
}
