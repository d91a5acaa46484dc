// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Kubernetes
import Rollout
import Testing

@testable import Commands

/// What has happened is shown, however a deploy ends.
@Suite struct DeployRunnerTests {
    private typealias Operation =
        @Sendable (@escaping DeployRunner.EventSink) async throws(DeployError) -> DeployReport

    /// The events that are shown of an operation over an empty sandbox.
    private func shown(_ operation: @escaping Operation) async throws -> [String] {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", LintCommandTests.service)
        let output = Capture()
        let context = scratch.context { $0.standardOutput = { output.append($0) } }
        let task = Task {
            let presentation = try PresentationOptions.parse(["--quiet"])
            let goal = try ClusterTarget.load(
                [],
                try EnvironmentOptions.parse(["--env", "sandbox"]),
                presentation,
                in: context
            )
            return try await ClusterRun.on(goal, try ClusterOptions.parse([]), presentation, in: context) {
                run in
                try await DeployRunner(run: run, format: .jsonl, verb: "deploy").show(["web"], operation)
            }
        }
        _ = await task.result
        return try output.text.split(separator: "\n").compactMap { line in
            try JSONReader.read(Array(line.utf8))["event"]?.string
        }
    }

    private static func event(_ what: DeployEvent.What) -> DeployEvent {
        DeployEvent(at: Timestamp(seconds: 0), service: "web", what: what)
    }

    @Test func whatHappenedBeforeAnErrorIsShown() async throws {
        let events = try await shown { (sink) async throws(DeployError) in
            sink(Self.event(.started(revision: 1)))
            sink(Self.event(.noted("on its way")))
            throw DeployError.interrupted
        }
        #expect(events == ["started", "noted"])
    }

    /// Writes that are under way are finished, and said.
    @Test func whatHappensAfterACancellationIsShown() async throws {
        let scope = SystemScope(system: "shop", environment: "sandbox", namespace: "shop")
        let events = try await shown { (sink) async throws(DeployError) in
            sink(Self.event(.started(revision: 1)))
            withUnsafeCurrentTask { $0?.cancel() }
            sink(Self.event(.noted("done all the same")))
            return DeployReport(
                outcome: .interrupted,
                services: [],
                plan: DeployPlan(scope: scope, entries: []),
                duration: .zero
            )
        }
        #expect(events == ["started", "noted", "report"])
    }
}
