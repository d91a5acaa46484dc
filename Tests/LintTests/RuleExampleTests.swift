// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// One example of one rule.
struct RuleExample: Sendable, CustomTestStringConvertible {
    var rule: String
    var isClean: Bool
    var number: Int
    var text: String

    var testDescription: String { "\(rule), \(isClean ? "clean" : "flagged") \(number)" }

    static let all: [RuleExample] = Rule.all.flatMap { rule in
        rule.examples.clean.enumerated().map {
            RuleExample(rule: rule.id, isClean: true, number: $0.offset + 1, text: $0.element)
        }
            + rule.examples.flagged.enumerated().map {
                RuleExample(rule: rule.id, isClean: false, number: $0.offset + 1, text: $0.element)
            }
    }
}

extension RuleExample {
    /// The files of an example, with the marks taken out.
    struct Files {
        var now: [(path: String, marked: MarkedText)]
        var before: [(path: String, marked: MarkedText)]
        var isRepository: Bool

        var manifests: [SourceFile] { Self.manifests(now) }

        static func manifests(_ files: [(path: String, marked: MarkedText)]) -> [SourceFile] {
            files.filter { $0.path.hasSuffix("msctl.yaml") }.map { $0.marked.file(path: $0.path) }
        }
    }

    /// Whether the example is a Dockerfile.
    var isDockerfile: Bool { rule == "generated-drift" || Rule.named(rule)?.family == .dockerfile }

    var files: Files {
        let files = ExampleFiles(text)
        return Files(
            now: files.now.map { ($0.path, MarkedText($0.text)) },
            before: files.before.map { ($0.path, MarkedText($0.text)) },
            isRepository: files.isRepository
        )
    }

    /// What the example is linted with: its files, and its earlier version.
    var options: LintOptions {
        var options = LintOptions.today
        let files = files
        guard files.isRepository else { return options }
        options.files = .holding(files.now.map { $0.marked.file(path: $0.path) })
        options.base = LintBase(
            name: "main",
            manifests: ManifestReader.read(Files.manifests(files.before)),
            files: .holding(files.before.map { $0.marked.file(path: $0.path) })
        )
        return options
    }
}

extension ProjectFiles {
    /// The files of a repository that stands at the place where paths are named from.
    static func holding(_ files: [SourceFile]) -> ProjectFiles {
        let byPath = Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        @Sendable func below(_ folder: String) -> [String] {
            let prefix = folder == "." || folder.isEmpty ? "" : folder + "/"
            return byPath.keys.filter { $0.hasPrefix(prefix) }
        }
        return ProjectFiles(
            kind: { path in byPath[path] != nil ? .file : below(path).isEmpty ? .missing : .folder },
            read: { byPath[$0] },
            list: { below($0) },
            repository: .init(top: "", here: "")
        )
    }
}

@Suite struct RuleExampleTests {
    @Test(arguments: RuleExample.all)
    func findsExactlyTheMarkedTexts(example: RuleExample) throws {
        let files = example.files
        let isDockerfile = example.isDockerfile
        let set = ManifestReader.read(isDockerfile ? [] : files.manifests)
        let dockerfiles = isDockerfile ? files.manifests : []
        let result = Linter.lint(set, dockerfiles: dockerfiles, options: options(for: example))
        let unread = set.diagnostics.filter { $0.id != example.rule }
        #expect(unread.isEmpty, "the example must be a manifest that can be read: \(unread.map(\.headline))")
        let found = result.findings.filter { $0.id == example.rule }
        for (path, marked) in files.now {
            let spans = found.compactMap(\.primary?.span).filter { $0.file.path == path }.map(\.range)
            #expect(
                MarkedText.marking(marked.text, spans) == MarkedText.marking(marked.text, marked.ranges),
                "\(found.map(\.headline))"
            )
        }
        #expect(
            found.allSatisfy {
                $0.primary.map { span in files.now.contains { $0.path == span.span.file.path } } ?? false
            }
        )
        #expect(example.isClean == files.now.allSatisfy(\.marked.ranges.isEmpty))
    }

    /// `bad-suppression` is about other rules, so these have to run.
    private func options(for example: RuleExample) -> LintOptions {
        var options = example.options
        if example.rule != "bad-suppression" { options.only = [example.rule] }
        return options
    }

    @Test(arguments: Rule.all.map(\.id))
    func everyRuleIsFitToBeShown(id: String) throws {
        let rule = try #require(Rule.named(id))
        #expect(!rule.examples.clean.isEmpty)
        #expect(!rule.examples.flagged.isEmpty || id == "yaml-syntax")
        // Instructions of a Dockerfile are written in capitals.
        let opening = rule.summary.prefix { $0 != " " }
        let isInstruction = rule.family == .dockerfile && opening.allSatisfy(\.isUppercase)
        #expect(rule.summary.first?.isLowercase == true || isInstruction)
        #expect(rule.summary.last != ".")
        #expect(rule.rationale.hasSuffix("."))
        #expect(id.allSatisfy { $0.isLowercase || $0 == "-" })
        #expect(RuleText.explanation(of: rule).hasPrefix("\(id): "))
    }

    @Test func namesAreUsedOnce() {
        let names = Rule.all.flatMap { [$0.id] + $0.formerIDs + $0.codes }
        #expect(Set(names).count == names.count)
    }
}

extension LintOptions {
    /// The day on which all tests take place.
    static var today: LintOptions { LintOptions(today: day("2026-11-21")) }

    static func day(_ text: String) -> CalendarDate {
        CalendarDate(text)!
    }
}
