// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Support
import Testing

@Suite struct ReportFormatTests {
    static let report: DiagnosticReport = {
        let billing = MarkedText("data:\n  stores:\n    - { name: ⟪orders⟫, engine: postgres }\n")
        let orders = MarkedText("data:\n  stores:\n    - { name: ⟪orders⟫, engine: postgres, ha: true }\n")
        let image = MarkedText("image: ⟪ngünx⟫\nargs: ⟪[a,\n  b]⟫\n")
        let billingFile = billing.file(path: "services/billing/msctl.yaml")
        let ordersFile = orders.file(path: "services/orders/msctl.yaml")
        let imageFile = image.file(path: "a b/100%,x:y.yaml")
        let imageSpan = SourceSpan(file: imageFile, range: image.ranges[0])
        var report = DiagnosticReport(
            [
                Diagnostic(
                    id: "shared-database",
                    severity: .error,
                    headline: "`orders` and `billing` use the same database `orders`",
                    primary: .init(
                        SourceSpan(file: billingFile, range: billing.ranges[0]),
                        "also owned by `orders`"
                    ),
                    secondary: [
                        .init(SourceSpan(file: ordersFile, range: orders.ranges[0]), "first declared here")
                    ],
                    notes: ["a service owns its data; a shared store couples releases and failures"],
                    help: "read orders through `orders/v1`, or subscribe to `orders.placed`",
                    service: "billing",
                    pointer: "/data/stores/0/name"
                ),
                Diagnostic(
                    id: "unpinned-image",
                    severity: .warning,
                    headline: "image is not pinned to a version",
                    primary: .init(imageSpan, "no tag or digest"),
                    help:
                        "add a tag, such as `nginx:1.27`; a tag that names a version lets you see in the manifest what"
                        + " runs, and lets a rollback bring back the same program",
                    fix: .init(
                        title: "add `:1.27`",
                        applicability: .needsReview,
                        edits: [.init(imageSpan, "ngünx:1.27")]
                    )
                ),
                Diagnostic(
                    id: "odd-arguments",
                    severity: .info,
                    headline: "two\nlines: 50%",
                    primary: .init(SourceSpan(file: imageFile, range: image.ranges[1]))
                ),
                Diagnostic(id: "no-manifest", severity: .warning, headline: "no manifest in `x`"),
            ],
            documents: 7,
            services: 5,
            rules: [
                RuleInfo(
                    id: "shared-database",
                    severity: .error,
                    summary: "two services use one database",
                    rationale: "A shared store couples releases and failures."
                ),
                RuleInfo(id: "unpinned-image", severity: .warning, summary: "an image has no tag or digest"),
            ],
            toolVersion: "0.1.0"
        )
        report.duration = .milliseconds(4)
        return report
    }()

    @Test(arguments: DiagnosticFormat.allCases)
    func rendersTheSameReportInEveryFormat(format: DiagnosticFormat) {
        golden(Self.report.render(format), story: "report-formats", file: "\(format.rawValue).txt")
    }

    @Test(arguments: DiagnosticFormat.allCases)
    func rendersACleanReport(format: DiagnosticFormat) {
        let clean = DiagnosticReport([], documents: 1, services: 1, toolVersion: "0.1.0")
        golden(clean.render(format), story: "report-formats", file: "\(format.rawValue)-clean.txt")
    }

    @Test func aScanningServiceGetsNoResultWithoutAPlace() throws {
        let report = DiagnosticReport([
            Diagnostic(id: "unreadable-file", severity: .error, headline: "`a` is not a text file")
        ])
        let text = report.render(.sarif)
        #expect(text.contains("\"results\": []"))
        #expect(text.contains("\"executionSuccessful\": false"))
        #expect(text.contains("`a` is not a text file"))
    }

    @Test func aWorkflowCommandCarriesNoControlCharacters() {
        let report = DiagnosticReport([Diagnostic(id: "x", severity: .error, headline: "a\u{1B}[31m\nb")])
        #expect(report.render(.github) == "::error title=x::a\u{FFFD}[31m%0Ab\n")
    }

    @Test func theSummaryCounts() {
        #expect(Self.report.summary == "1 error, 2 warnings, 1 info in 7 documents, 5 services (4 ms)")
        var clean = DiagnosticReport([], documents: 1, services: nil)
        clean.duration = .milliseconds(1250)
        #expect(clean.summary == "no problems in 1 document (1.3 s)")
    }

    @Test func fingerprintsSurviveMovedLines() throws {
        func fingerprint(_ prefix: String) -> Substring? {
            let file = SourceFile(path: "a.yaml", text: prefix + "image: nginx\n")
            let start = prefix.utf8.count + 7
            let diagnostic = Diagnostic(
                id: "unpinned-image",
                severity: .warning,
                headline: "x",
                primary: .init(SourceSpan(file: file, range: start..<start + 5)),
                service: "web",
                pointer: "/image"
            )
            return DiagnosticReport([diagnostic]).render(.sarif).split(separator: "\n")
                .first { $0.contains("msctl/v2") }
        }
        #expect(fingerprint("") != nil)
        #expect(fingerprint("") == fingerprint("# moved\n\n"))
    }
}

@Suite struct EditTests {
    private let file = SourceFile(path: "a", text: "one two three")

    private func edit(_ range: Range<Int>, _ text: String) -> Diagnostic.Edit {
        .init(SourceSpan(file: file, range: range), text)
    }

    @Test func editsInAnyOrder() throws {
        let edits = [edit(8..<13, "3"), edit(0..<3, "1"), edit(3..<3, "!"), edit(0..<3, "1")]
        #expect(try Diagnostic.Edit.apply(edits, to: file) == Array("1! two 3".utf8))
        #expect(try Diagnostic.Edit.apply([], to: file) == Array("one two three".utf8))
    }

    @Test func leavesOtherFilesAlone() throws {
        let other = SourceFile(path: "b", text: "x")
        let edits = [Diagnostic.Edit(SourceSpan(file: other, range: 0..<1), "y")]
        #expect(try Diagnostic.Edit.apply(edits, to: file) == Array("one two three".utf8))
    }

    @Test func refusesEditsThatOverlap() {
        let first = edit(0..<5, "a")
        let second = edit(4..<7, "b")
        let conflict = #expect(throws: EditConflict.self) {
            try Diagnostic.Edit.apply([second, first], to: file)
        }
        #expect(conflict?.first == first)
        #expect(conflict?.second == second)
        #expect(throws: EditConflict.self) { try Diagnostic.Edit.apply([edit(10..<99, "")], to: file) }
    }

    @Test func bytesThatAreNoTextStay() throws {
        // `é` of Latin-1, which is no UTF-8.
        let file = SourceFile(path: "a", bytes: [0x61, 0xE9, 0x62])
        let edits = [Diagnostic.Edit(SourceSpan(file: file, range: 0..<1), "x")]
        #expect(try Diagnostic.Edit.apply(edits, to: file) == [0x78, 0xE9, 0x62])
    }
}
