// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Lint
import Manifest
import Testing

/// What a code scanning service relies on, at no, one and a thousand findings.
@Suite struct ScanningTests {
    private func report(findings count: Int, shuffled: Bool = false) -> DiagnosticReport {
        var files = (0..<max(1, count)).map { number in
            SourceFile(
                path: "services/s\(number)/msctl.yaml",
                text: "apiVersion: msctl.dev/v1\nkind: Service\nmetadata: { name: s\(number) }\nspec:\n"
                    + "  owner: team\n  domain: shop\n  image: ghcr.io/acme/s:1.0.0\n"
                    + "  scale: \(number < count ? 1 : 2)\n"
            )
        }
        if shuffled {
            var numbers = Numbers(state: 7)
            files.shuffle(using: &numbers)
        }
        var options = LintOptions.today
        options.only = ["single-replica"]
        let result = Linter.lint(ManifestReader.read(files), options: options)
        return DiagnosticReport(
            result.findings,
            documents: result.looked.documents,
            services: result.looked.services,
            rules: Rule.all.map { RuleInfo(id: $0.id, severity: $0.severity, summary: $0.summary) },
            toolVersion: "1.0.0"
        )
    }

    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
    }

    @Test(arguments: [0, 1, 1000])
    func everyResultHasARuleAPlaceAndAFingerprintOfItsOwn(count: Int) throws {
        let text = report(findings: count).render(.sarif)
        let sarif = try JSONReader.read(Array(text.utf8))
        let run = try #require(sarif["runs"]?.array?.first)
        let rules = try #require(run["tool"]?["driver"]?["rules"]?.array)
        let results = try #require(run["results"]?.array)
        #expect(sarif["version"]?.string == "2.1.0")
        #expect(results.count == count)
        var fingerprints: Set<String> = []
        for result in results {
            guard case .integer(let index)? = result["ruleIndex"] else {
                Issue.record("a result without a rule")
                continue
            }
            #expect(rules[Int(index)]["id"] == result["ruleId"])
            let place = result["locations"]?.array?.first?["physicalLocation"]
            #expect(place?["artifactLocation"]?["uri"]?.string?.hasPrefix("services/s") == true)
            for name in ["startLine", "startColumn", "endLine", "endColumn"] {
                guard case .integer(let number)? = place?["region"]?[name] else {
                    Issue.record("a region without \(name)")
                    continue
                }
                #expect(number >= 1)
            }
            if let text = result["partialFingerprints"]?["msctl/v2"]?.string { fingerprints.insert(text) }
        }
        #expect(fingerprints.count == count)
    }

    @Test(arguments: DiagnosticFormat.allCases)
    func theOrderOfFilesChangesNoByte(format: DiagnosticFormat) {
        #expect(report(findings: 50).render(format) == report(findings: 50, shuffled: true).render(format))
    }

    @Test(arguments: [DiagnosticFormat.gitlab, .json], [0, 3])
    func jsonFormatsHoldNothingButJSON(format: DiagnosticFormat, count: Int) throws {
        let json = try JSONReader.read(Array(report(findings: count).render(format).utf8))
        #expect((json.array ?? json["diagnostics"]?.array)?.count == count)
    }
}
