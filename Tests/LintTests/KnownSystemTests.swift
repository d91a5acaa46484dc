// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// What the linter says about systems that many people know; each line has to be one that an architect agrees with.
///
/// The calls, stores and events are theirs; owners and domains are made up, and so are one second as time limit and breakers.
@Suite struct KnownSystemTests {
    @Test(arguments: ["lint-online-boutique", "lint-sock-shop", "lint-eshop"])
    func findingsAreWorthReading(story: String) {
        let file = SourceFile(path: "msctl.yaml", text: goldenInput(story: story, file: "msctl.yaml"))
        let set = ManifestReader.read([file])
        #expect(set.diagnostics.map(\.line) == [])
        let findings = Linter.lint(set, options: .today).findings
        let counts = Dictionary(grouping: findings, by: \.id).mapValues(\.count).sorted { $0.key < $1.key }
        let summary = counts.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        golden(
            findings.map { $0.line + "\n" }.joined() + "\n" + summary + "\n",
            story: story,
            file: "findings.txt"
        )
    }

    /// Rules about the shape of a system are for sick systems.
    @Test(arguments: ["lint-online-boutique", "lint-sock-shop", "lint-eshop"])
    func noneOfThemIsOutOfShape(story: String) {
        let file = SourceFile(path: "msctl.yaml", text: goldenInput(story: story, file: "msctl.yaml"))
        let shapes = [
            "event-loop", "esb-hub", "layer-cut", "nano-service", "stateful-replicas", "foreign-read",
            "sync-cycle",
        ]
        let findings = Linter.lint(ManifestReader.read([file]), options: .today).findings
        #expect(findings.filter { shapes.contains($0.id) }.map(\.line) == [])
    }

    /// Every rule, those that are asked for included: what it finds depends on what is there, not on what was read first.
    @Test(arguments: ["lint-online-boutique", "lint-sock-shop", "lint-eshop"])
    func theOrderOfFilesChangesNoFinding(story: String) {
        let documents = goldenInput(story: story, file: "msctl.yaml").split(separator: "---\n")
        let files = documents.enumerated().map { SourceFile(path: "d\($0)/msctl.yaml", text: String($1)) }
        var options = LintOptions.today
        options.only = Set(Rule.all.map(\.id))
        options.files = .holding(files)
        let findings = Linter.lint(ManifestReader.read(files), options: options).findings
        #expect(!findings.isEmpty)
        for shift in 1..<files.count {
            let other = Array(files[shift...] + files[..<shift])
            options.files = .holding(other.reversed())
            #expect(Linter.lint(ManifestReader.read(other), options: options).findings == findings)
        }
    }
}
