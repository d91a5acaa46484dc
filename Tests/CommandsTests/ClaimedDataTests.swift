// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// A service with data of its own, from its manifest to the cluster.
@Suite struct ClaimedDataTests {
    private func manifest(size: String) -> String {
        SampleManifest.service("search")
            + "  scale: 1\n  data: [{ name: files, engine: volume, size: \(size) }]\n"
    }

    @Test func isDeployedAndNeverChangesItsSizeInPlace() async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        try scratch.write("search/msctl.yaml", manifest(size: "1Gi"))
        let place = ["--fail-on", "never", "--soak", "0s", "--env", "sandbox", "--state", "state.json"]
        let made = await scratch.run(["deploy"] + place)
        #expect(made.status == .done, "\(made.output)\(made.error)")
        let again = await scratch.run(["deploy"] + place)
        #expect(again.status == .done && again.output.contains("no change"), "\(again.output)\(again.error)")
        // Into a namespace that is there, a pod is tried first: its claims are made by the StatefulSet's controller.
        let release = manifest(size: "1Gi").replacing("search:1", with: "search:2")
        try scratch.write("search/msctl.yaml", release)
        let next = await scratch.run(["deploy"] + place)
        #expect(next.status == .done, "\(next.output)\(next.error)")
        try scratch.write("search/msctl.yaml", manifest(size: "2Gi"))
        let refused = await scratch.run(["deploy"] + place)
        #expect(refused.status != .done)
        let text = refused.output + refused.error
        #expect(text.contains("spec.volumeClaimTemplates[0].spec.resources.requests.storage"), "\(text)")
        #expect(text.contains("(search/msctl.yaml:"), "\(text)")
        #expect(text.contains("a StatefulSet never changes that"), "\(text)")
    }
}
