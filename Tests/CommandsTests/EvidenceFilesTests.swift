// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Rollout
import Testing

@testable import Commands

@Suite struct EvidenceFilesTests {
    private let event = DeployEvent(
        at: Timestamp(seconds: 1_790_000_000),
        service: "orders",
        what: .witnessed(
            EvidenceBundle(files: [
                EvidenceBundle.File(path: "logs/orders-a.log", text: "started\n"),
                EvidenceBundle.File(path: "summary.txt", text: "service    orders\n"),
            ]),
            revision: 15
        )
    )

    private static let run = ".msctl/evidence/shop/prod/20260921T141320Z"

    private func files(
        _ scratch: Scratch,
        _ environment: String = "prod",
        at seconds: Int64 = 1_790_000_000,
        _ change: (inout CommandContext) -> Void = { _ in }
    ) -> EvidenceFiles {
        let context = scratch.context {
            $0.now = { seconds }
            change(&$0)
        }
        let scope = SystemScope(system: "shop", environment: environment, namespace: "shop")
        return EvidenceFiles(context: context, notices: Notices(context), scope: scope)
    }

    @Test func keepsWhatWasSeenBeforeTheDeployGoesOn() throws {
        let scratch = try Scratch()
        let files = files(scratch)
        files.keep(event)
        // Whoever is killed now has it on disk.
        #expect(try scratch.read("\(Self.run)/orders-r15/summary.txt") == "service    orders\n")
        #expect(try scratch.read("\(Self.run)/orders-r15/logs/orders-a.log") == "started\n")
        #expect(files.directories == ["\(Self.run)/orders-r15/"])
    }

    @Test func saysWhereItIs() throws {
        let scratch = try Scratch()
        let files = files(scratch)
        files.keep(event)
        var report = ServiceReport(service: "orders", outcome: .failed, revision: 15)
        report.hasEvidence = true
        let end = DeployEvent(at: event.at, service: "orders", what: .finished(report))
        #expect(files.naming(end).json["evidence"]?.string == "\(Self.run)/orders-r15/")
        let other = ServiceReport(service: "cart", outcome: .failed, revision: 15)
        let otherEnd = DeployEvent(at: event.at, service: "cart", what: .finished(other))
        #expect(files.naming(otherEnd).json["evidence"] == nil)
    }

    /// The same revision of the same service fails again, and in another Environment.
    @Test func noTwoRunsShareADirectory() throws {
        let scratch = try Scratch()
        let runs = [
            files(scratch), files(scratch), files(scratch, "staging"), files(scratch, at: 1_790_000_001),
        ]
        for run in runs { run.keep(event) }
        #expect(
            runs.flatMap(\.directories) == [
                "\(Self.run)/orders-r15/", "\(Self.run)-2/orders-r15/",
                ".msctl/evidence/shop/staging/20260921T141320Z/orders-r15/",
                ".msctl/evidence/shop/prod/20260921T141321Z/orders-r15/",
            ]
        )
    }

    @Test func keepsTheLastRunsOfEachEnvironmentAndWhatIsNotItsOwn() throws {
        let scratch = try Scratch()
        try scratch.write(".msctl/evidence/shop/prod/notes/mine.txt", "mine")
        try scratch.write(".msctl/evidence/shop/prod/20260921T141320Z-mine/mine.txt", "mine")
        files(scratch, "staging").keep(event)
        let most = EvidenceFiles.keptRuns
        for number in 0..<Int64(most + 2) { files(scratch, at: 1_790_000_000 + number).keep(event) }
        let access = POSIXFileAccess()
        let place = "\(scratch.directory)/.msctl/evidence/shop"
        let names = try access.entries(of: "\(place)/prod").map(\.name)
        #expect(names.count == most + 2)
        #expect(names.first == "20260921T141320Z-mine")
        #expect(names.dropFirst().first == "20260921T141322Z")
        #expect(names.last == "notes")
        #expect(try access.entries(of: "\(place)/staging").count == 1)
    }

    /// The clock was a year ahead once: what was written then sorts behind the run that is being written.
    @Test func theRunThatIsWrittenIsNeverRemoved() throws {
        let scratch = try Scratch()
        let most = EvidenceFiles.keptRuns
        for number in 0..<Int64(most) { files(scratch, at: 1_830_000_000 + number).keep(event) }
        let files = files(scratch)
        files.keep(event)
        #expect(try scratch.read("\(Self.run)/orders-r15/summary.txt") == "service    orders\n")
        let place = "\(scratch.directory)/.msctl/evidence/shop/prod"
        #expect(try POSIXFileAccess().entries(of: place).count == most)
    }

    @Test func theRunsOfOneSecondAreRemovedInTheirOrder() throws {
        let scratch = try Scratch()
        let most = EvidenceFiles.keptRuns
        for _ in 0..<(most + 2) { files(scratch).keep(event) }
        let place = "\(scratch.directory)/.msctl/evidence/shop/prod"
        let names = Set(try POSIXFileAccess().entries(of: place).map(\.name))
        #expect(names.count == most)
        #expect(names.contains("20260921T141320Z-10"))
        #expect(names.contains("20260921T141320Z-3"))
        #expect(!names.contains("20260921T141320Z-2"))
    }

    @Test func linksAreRemovedAndNotFollowed() throws {
        let scratch = try Scratch()
        try scratch.write("kept/file", "kept")
        try scratch.write("gone/inner/file", "gone")
        scratch.link("gone/inner/link", to: "\(scratch.directory)/kept")
        try POSIXFileAccess().removeDirectory("\(scratch.directory)/gone")
        #expect(try scratch.read("kept/file") == "kept")
        #expect(throws: FileError.self) { try scratch.read("gone/inner/file") }
    }

    @Test func theTextsAreLetGo() throws {
        guard case .witnessed(let bundle, _) = event.withoutFiles.what else {
            Issue.record("it is another event")
            return
        }
        #expect(bundle.files.map(\.path) == ["logs/orders-a.log", "summary.txt"])
        #expect(bundle.files.map(\.text) == ["", ""])
    }

    @Test func saysWhatCannotBeKept() throws {
        let scratch = try Scratch()
        try scratch.write(".msctl", "no directory")
        let said = Capture()
        let files = files(scratch) { $0.standardError = { said.append($0) } }
        files.keep(event)
        #expect(files.directories == [])
        #expect(said.text.contains("warning: the evidence of `orders` could not be kept"))
    }
}
