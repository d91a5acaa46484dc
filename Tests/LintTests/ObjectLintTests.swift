// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// What is said about Kubernetes objects beyond the examples of the rules.
@Suite struct ObjectLintTests {
    private func lint(_ files: [String: String], only: Set<String>? = nil) -> LintResult {
        var options = LintOptions.today
        options.only = only
        let files = files.map { SourceFile(path: $0.key, text: $0.value) }
        return Linter.lint(ManifestReader.read(files), options: options)
    }

    private let map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n"

    @Test func spansAndNamesAreExact() throws {
        let result = lint(["k/a.yaml": map + "dta:\n  a: b\n"])
        let finding = try #require(result.findings.first)
        #expect(result.findings.count == 1)
        #expect(finding.id == "unknown-object-field")
        #expect(finding.primary?.span.start.line == 5 && finding.primary?.span.start.column == 1)
        #expect(finding.primary?.span.end.line == 5 && finding.primary?.span.end.column == 4)
        #expect(finding.service == "ConfigMap/web")
        #expect(finding.pointer == "/dta")
        #expect(finding.help == "did you mean `data`?")
    }

    @Test(arguments: [
        ("\"⟪* * * *⟫\"", 1), ("⟪61 * * * *⟫", 1), ("⟪daily⟫", 1), ("0 3 * * *", 0), ("\"@every 1h\"", 0),
        ("\"*/15  9-17 * * mon-fri\"", 0), ("\"$SCHEDULE\"", 0),
    ])
    func schedulesAreThoseOfTheServer(schedule: String, count: Int) {
        let marked = MarkedText(
            "apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: a }\nspec:\n  schedule: \(schedule)\n  jobTemplate: {}\n"
        )
        let found = lint(["a.yaml": marked.text], only: ["bad-object-value"]).findings
        #expect(found.count == count)
        let quotes = schedule.hasPrefix("\"") ? 1 : 0
        #expect(
            found.compactMap(\.primary?.span.range)
                == marked.ranges.map { $0.lowerBound - quotes..<$0.upperBound + quotes }
        )
    }

    @Test func listsAreTakenApart() {
        let list =
            "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: { name: a }\n"
            + "    dat: {}\n  - apiVersion: v1\n    kind: Secret\n    metadata: { name: b }\n"
        let result = lint(["a.yaml": list])
        #expect(result.looked.objects == 2)
        #expect(result.findings.map(\.pointer) == ["/items/0/dat"])
    }

    @Test func kindsWithoutSchemaAreCounted() {
        let result = lint([
            "a.yaml": "apiVersion: acme.example/v1\nkind: Widget\nmetadata: { name: a }\nspec: { b: c }\n"
        ])
        #expect(result.findings.isEmpty)
        #expect(result.looked.withoutSchema == ["Widget": 1])
    }

    @Test func aCommentAboveTheDocumentIsAboutAllOfIt() {
        let comment = "# msctl:ignore unknown-object-field -- an operator reads it\n"
        let accepted = lint(["a.yaml": comment + map + "dta: {}\nother: {}\n"])
        #expect(accepted.findings.isEmpty)
        #expect(accepted.accepted.count == 2)
        let second = lint(["a.yaml": map + comment + "dta: {}\nother: {}\n"])
        #expect(second.findings.map(\.pointer) == ["/other"])
        let stale = lint(["a.yaml": comment + map])
        #expect(stale.findings.map(\.id) == ["bad-suppression"])
    }

    @Test func pathsOfSettingsAccept() {
        let text =
            "lint:\n  ignore:\n    - { rule: unknown-object-field, paths: [\"vendored/**\"], reason: not ours }\n"
        var options = LintOptions.today
        options.settings = ProjectSettings.read(SourceFile(path: ".msctl.yaml", text: text)).0
        let files = ["vendored/a.yaml", "ours/a.yaml"].map { SourceFile(path: $0, text: map + "dta: {}\n") }
        let result = Linter.lint(ManifestReader.read(files), options: options)
        #expect(result.findings.compactMap(\.primary?.span.file.path) == ["ours/a.yaml"])
    }

    @Test func filesCanBeLeftAlone() {
        var options = LintOptions.today
        let settings = SourceFile(path: ".msctl.yaml", text: "lint:\n  skip: [\"vendored/**\"]\n")
        options.settings = ProjectSettings.read(settings).0
        let files = ["vendored/a.yaml", "ours/a.yaml"].map { SourceFile(path: $0, text: map + "dta: {}\n") }
        let dockerfile = SourceFile(path: "vendored/Dockerfile", text: "FROM debian\n")
        let result = Linter.lint(ManifestReader.read(files), dockerfiles: [dockerfile], options: options)
        #expect(result.findings.compactMap(\.primary?.span.file.path) == ["ours/a.yaml"])
        #expect(result.looked.skipped == 2)
    }

    @Test func templatesAndKustomizationsAreNoYAMLErrors() {
        let set = ManifestReader.read([
            SourceFile(path: "chart/Chart.yaml", text: "apiVersion: v2\nname: web\n"),
            SourceFile(path: "chart/templates/a.yaml", text: map),
            SourceFile(
                path: "loose.yaml",
                text: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\n"
            ),
            SourceFile(path: "k/kustomization.yaml", text: "patches:\n  - path: patch.yaml\n"),
            SourceFile(
                path: "k/patch.yaml",
                text: "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\n"
            ),
        ])
        #expect(set.templates == 2)
        #expect(set.kustomizations.count == 1)
        let result = Linter.lint(set, options: .today)
        #expect(result.findings.isEmpty)
        #expect(result.looked.patches == 1)
    }

    @Test func brokenYAMLOfObjectsIsReported() {
        let result = lint(["a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n"])
        #expect(result.findings.map(\.id) == ["yaml-invalid"])
        #expect(lint(["b.yaml": "a: [\n"]).findings.isEmpty)
    }

    @Test func secretsAreNeverShown() throws {
        let text =
            "apiVersion: v1\nkind: Secret\nmetadata: { name: db }\nstringData:\n  password: hunter2-hunter2\n  port: 5432\n"
        let result = lint(["a.yaml": text])
        #expect(Set(result.findings.map(\.id)) == ["plaintext-secret", "bad-object-value"])
        for format in DiagnosticFormat.allCases {
            let report = DiagnosticReport(result.findings).render(format)
            #expect(!report.contains("hunter2") && !report.contains("5432"), "\(format)")
        }
    }

    @Test func selectorsLookIntoTheSameNamespace() {
        let pod =
            "apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: a, labels: { app: web } }\nspec:\n"
            + "  containers: [{ name: web, image: web:1 }]\n"
        func service(_ namespace: String) -> String {
            "---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: \(namespace) }\nspec:\n"
                + "  selector: { app: web }\n  ports: [{ port: 80 }]\n"
        }
        #expect(lint(["a.yaml": pod + service("a")], only: ["selects-nothing"]).findings.isEmpty)
        #expect(
            lint(["a.yaml": pod + service("b")], only: ["selects-nothing"]).findings.map(\.severity) == [
                .info
            ]
        )
    }

    @Test func theFixMakesItRight() {
        let file = SourceFile(
            path: "a.yaml",
            text: "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: { name: a }\n"
        )
        var options = LintOptions.today
        options.only = ["removed-api"]
        let fixed = Fixer.fix([file], includingReview: true, options: options)
        #expect(
            fixed.changes.first.map { String(decoding: $0.fixed.bytes, as: UTF8.self) }?.hasPrefix(
                "apiVersion: batch/v1\n"
            ) == true
        )
    }
}
