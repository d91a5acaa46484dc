// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// A namespace that a command line names and that is not there.
@Suite struct NewNamespaceTests {
    private static let place = ["--env", "sandbox", "--state", "state.json", "--fail-on", "never"]

    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        try scratch.write("web/msctl.yaml", SampleManifest.service("web"))
        return scratch
    }

    private func deploy(_ scratch: Scratch, _ namespace: String) async -> CommandRun {
        await scratch.run(["deploy", "-n", namespace, "--soak", "0s"] + Self.place)
    }

    @Test func aSlipForTheDeclaredOneIsRefused() async throws {
        let scratch = try scratch()
        #expect(await deploy(scratch, "shop").status == .done)
        for command in [["deploy", "--soak", "0s"], ["plan"]] {
            let run = await scratch.run(command + ["-n", "shpo"] + Self.place)
            #expect(run.status == .usage, "\(run.output)\(run.error)")
            #expect(run.error.contains("does not exist, and is called almost as `shop`, that of `sandbox`"))
            #expect(run.error.contains("did you mean `shop`?"))
            #expect(
                run.error.contains("in a pipeline too, make it before with `kubectl create namespace shpo`")
            )
        }
        let status = await scratch.run("status", "--env", "sandbox", "--state", "state.json", "-n", "shpo")
        #expect(status.error.contains("the namespace `shpo` does not exist"))
    }

    @Test func aPreviewIsMadeAndSaid() async throws {
        let scratch = try scratch()
        #expect(await deploy(scratch, "shop").status == .done)
        for name in ["pr-123", "pr-124"] {
            let note =
                "note: the namespace `\(name)` does not exist yet: a deploy makes it; "
                + "that of `sandbox` is `shop`\n"
            let plan = await scratch.run(["plan", "-n", name] + Self.place)
            #expect(plan.status == .done && plan.error.contains(note), "\(plan.error)")
            let run = await deploy(scratch, name)
            #expect(run.status == .done && run.error.contains(note), "\(run.error)")
            let again = await deploy(scratch, name)
            #expect(again.status == .done && !again.error.contains(note), "\(again.error)")
        }
    }

    @Test func aSlipForAPreviewIsRefused() async throws {
        let scratch = try scratch()
        #expect(await deploy(scratch, "preview-1").status == .done)
        let run = await deploy(scratch, "preveiw-1")
        #expect(run.status == .usage)
        #expect(run.error.contains("almost as `preview-1`, where `shop` is deployed"), "\(run.error)")
        // Where nothing of the system is, the name says nothing.
        #expect(await deploy(scratch, "defaults").status == .done)
    }

    @Test func numbersAreCountedOn() {
        #expect(!NewNamespace.isSlip("pr-124", for: "pr-123"))
        #expect(!NewNamespace.isSlip("shop-dev2", for: "shop-dev"))
        #expect(NewNamespace.isSlip("shop-dve", for: "shop-dev"))
        #expect(!NewNamespace.isSlip("shop-prod", for: "shop-dev"))
    }
    @Test(arguments: [
        ("shop-eu", "shop-us"), ("shop-qa", "shop-uat"), ("preview-fix", "preview-fox"),
        ("shop-test", "shop-text"),
        ("preview-order", "preview-orders"), ("shop-live", "ship-love"), ("pr-1-2", "pr-12"),
        ("shop-staging", "shop-staging-eu"), ("shop-ab", "shop-ba"), ("shop", "shops"),
        ("shop-dev", "shop-de"), ("shop-uat", "shop-at"), ("shop-test", "shop-est"), ("shop-ee", "shop-e"),
    ])
    func anotherWordIsANameOfItsOwn(name: String, other: String) {
        #expect(!NewNamespace.isSlip(name, for: other))
        #expect(!NewNamespace.isSlip(other, for: name))
    }

    @Test(arguments: [
        ("shopdev", "shop-dev"), ("shop-dev", "shopdev"), ("shpo", "shop"), ("shop-stagin", "shop-staging"),
        ("shop-stagging", "shop-staging"), ("prview-1", "preview-1"), ("shop-prodcution", "shop-production"),
        ("shp", "shop"), ("sop", "shop"), ("shopp", "shop"), ("shop-prd", "shop-prod"),
        ("shop-devv", "shop-dev"),
    ])
    func aTypingErrorIsASlip(name: String, other: String) {
        #expect(NewNamespace.isSlip(name, for: other))
    }

    @Test func aRegionBesideTheDeclaredOneIsMade() async throws {
        let scratch = try Scratch()
        try scratch.write(
            "msctl.yaml",
            SampleManifest.system.replacing("name: shop }", with: "name: shop-us }")
        )
        try scratch.write("web/msctl.yaml", SampleManifest.service("web"))
        #expect(await deploy(scratch, "shop-us").status == .done)
        let run = await deploy(scratch, "shop-eu")
        #expect(run.status == .done, "\(run.error)")
    }

}
