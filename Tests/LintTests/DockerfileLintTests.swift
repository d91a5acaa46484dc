// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Foundation
import Lint
import Manifest
import Support
import Testing

/// What is said about Dockerfiles beyond the examples of the rules.
@Suite struct DockerfileLintTests {
    private func lint(_ text: String, settings: String? = nil, only: Set<String>? = nil) throws -> LintResult
    {
        var options = LintOptions.today
        options.only = only
        if let settings {
            options.settings = ProjectSettings.read(SourceFile(path: ".msctl.yaml", text: settings)).0
        }
        let file = SourceFile(path: "app/Dockerfile", text: text)
        return Linter.lint(ManifestReader.read([]), dockerfiles: [file], options: options)
    }

    @Test func findingsSayWhatHadolintCallsThem() throws {
        let finding = try #require(try lint("FROM debian\nUSER 1000\n").findings.first)
        #expect(finding.id == "untagged-base")
        #expect(finding.notes == ["DL3006 of hadolint"])
        #expect(finding.primary?.span.start.line == 1 && finding.primary?.span.start.column == 6)
        #expect(finding.primary?.span.end.line == 1 && finding.primary?.span.end.column == 12)
    }

    @Test(arguments: [
        "# hadolint ignore=DL3006\nFROM debian\nUSER 1000\n",
        "# hadolint ignore=DL3059,DL3006\nFROM debian\nUSER 1000\n",
        "# hadolint global ignore=DL3006\nFROM debian\nUSER 1000\n",
        "# msctl:ignore untagged-base -- built once\nFROM debian\nUSER 1000\n",
        "# msctl:ignore DL3006 -- built once\nFROM debian\nUSER 1000\n",
    ])
    func commentsAccept(text: String) throws {
        let result = try lint(text)
        #expect(result.findings.isEmpty, "\(result.findings.map(\.headline))")
        #expect(result.accepted.count == 1)
    }

    @Test func aCommentWithinAnInstructionIsAboutIt() throws {
        let result = try lint(
            "FROM debian:12\nRUN a \\\n  # hadolint ignore=DL3004\n  && sudo b\nUSER 1000\n"
        )
        #expect(result.findings.isEmpty)
    }

    @Test func settingsTakeBothNames() throws {
        let text = "FROM debian\nUSER 1000\n"
        #expect(try lint(text, settings: "lint:\n  rules: { DL3006: off }\n").findings.isEmpty)
        #expect(
            try lint(text, settings: "lint:\n  rules: { untagged-base: error }\n").findings.map(\.severity)
                == [.error]
        )
        #expect(
            try lint("FROM debian:12\nRUN apt-get install -y x\nUSER 1\n", only: ["DL3008"]).findings.map(
                \.id
            ) == ["unpinned-apt"]
        )
    }

    @Test func imagesOfForbiddenRegistriesAreReported() throws {
        let system =
            "apiVersion: msctl.dev/v1\nkind: System\nmetadata: { name: shop }\nspec: { standards: { registries: [ghcr.io/acme] } }\n"
        var options = LintOptions.today
        options.only = ["DL3026"]
        let file = SourceFile(
            path: "Dockerfile",
            text: "FROM debian:12 AS a\nFROM ghcr.io/acme/base:1\nFROM a\n"
        )
        let set = ManifestReader.read([SourceFile(path: "system.msctl.yaml", text: system)])
        let findings = Linter.lint(set, dockerfiles: [file], options: options).findings
        #expect(findings.compactMap(\.primary?.span.text) == ["debian:12"])
    }

    @Test func fixesChangeTheFile() {
        let file = SourceFile(path: "Dockerfile", text: "FROM debian:12\nADD a /a\n")
        var options = LintOptions.today
        options.only = ["add-instead-of-copy"]
        let fixed = Fixer.fix([], dockerfiles: [file], includingReview: true, options: options)
        #expect(
            fixed.changes.first.map { String(decoding: $0.fixed.bytes, as: UTF8.self) }
                == "FROM debian:12\nCOPY a /a\n"
        )
    }

    /// Two rules about one command: both of their fixes are made at once.
    @Test(arguments: [
        ("apt-get install curl", "apt-get -y install --no-install-recommends curl"),
        ("dnf install curl", "dnf -y install curl"),
        ("zypper install curl", "zypper --non-interactive install curl"),
    ])
    func packageManagersAreToldNotToAsk(command: String, after: String) {
        let file = SourceFile(path: "Dockerfile", text: "FROM debian:12\nRUN \(command)\n")
        var options = LintOptions.today
        options.only = ["interactive-install", "apt-recommends"]
        let fixed = Fixer.fix([], dockerfiles: [file], includingReview: true, options: options)
        #expect(
            fixed.changes.first.map { String(decoding: $0.fixed.bytes, as: UTF8.self) }
                == "FROM debian:12\nRUN \(after)\n"
        )
        #expect(fixed.leftOut.isEmpty)
    }

    /// What msctl generates is held to the same rules, down to the last info.
    @Test func generatedDockerfilesAreClean() throws {
        let goldens = URL(filePath: repositoryRoot).appending(path: "Tests/Goldens")
        let folders = try FileManager.default.contentsOfDirectory(atPath: goldens.path()).filter {
            $0.hasPrefix("dockerfile-")
        }
        #expect(folders.count > 10)
        for folder in folders.sorted() {
            let file = goldens.appending(path: "\(folder)/expected/Dockerfile")
            let source = SourceFile(path: "Dockerfile", bytes: Array(try Data(contentsOf: file)))
            let found = Linter.lint(ManifestReader.read([]), dockerfiles: [source], options: .today).findings
            #expect(
                found.isEmpty,
                "\(folder): \(found.map { "\($0.id) \($0.primary?.span.description ?? "")" })"
            )
        }
    }
}
