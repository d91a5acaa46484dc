// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// A gateway sends its callers nowhere that is not there yet.
@Suite struct RouteOrderTests {
    private static let crash = """
          patches:
            - target: Deployment
              op: merge
              reason: a release that crashes at start
              value:
                spec:
                  template:
                    metadata:
                      annotations:
                        sandbox.msctl.dev/fail: crash-loop

        """

    private let words = [
        "deploy", "--fail-on", "never", "--soak", "0s", "--env", "sandbox", "--state", "state.json",
    ]

    private func gateway(to target: String) -> String {
        SampleManifest.service("edge") + "  role: gateway\n  routes: [{ path: /web, to: \(target)/v1 }]\n"
    }

    @Test func staysAsItIsWhereANewServiceThatItRoutesToDoesNotWork() async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        try scratch.write("edge/msctl.yaml", gateway(to: "web"))
        try scratch.write("web/msctl.yaml", SampleManifest.service("web"))
        #expect(await scratch.run(words).status == .done)
        try scratch.write("edge/msctl.yaml", gateway(to: "site"))
        try scratch.write("site/msctl.yaml", SampleManifest.service("site") + Self.crash)
        let run = await scratch.run(words)
        #expect(run.status != .done)
        let text = run.output + run.error
        #expect(text.contains("it routes to `site`, which is new and did not become ready"), "\(text)")
    }

    /// On a first deploy the other routes of a gateway work, and without it nothing would.
    @Test func isBegunWithoutThatWhereItIsNewItself() async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        try scratch.write("edge/msctl.yaml", gateway(to: "web"))
        try scratch.write("web/msctl.yaml", SampleManifest.service("web") + Self.crash)
        let run = await scratch.run(words)
        #expect(run.status != .done)
        let text = run.output + run.error
        #expect(text.contains("✔ edge"), "\(text)")
        #expect(text.contains("✖ web"), "\(text)")
    }
}
