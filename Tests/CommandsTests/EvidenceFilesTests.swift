// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

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

    @Test func keepsWhatWasSeenBeforeTheDeployGoesOn() throws {
        let scratch = try Scratch()
        let files = EvidenceFiles(context: scratch.context(), notices: Notices(scratch.context()))
        files.keep(event)
        // Whoever is killed now has it on disk.
        #expect(try scratch.read(".msctl/evidence/orders-r15/summary.txt") == "service    orders\n")
        #expect(try scratch.read(".msctl/evidence/orders-r15/logs/orders-a.log") == "started\n")
        #expect(files.directories == [".msctl/evidence/orders-r15/"])
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
        let context = scratch.context { $0.standardError = { said.append($0) } }
        let files = EvidenceFiles(context: context, notices: Notices(context))
        files.keep(event)
        #expect(files.directories == [])
        #expect(said.text.contains("warning: the evidence of `orders` could not be kept"))
    }
}
