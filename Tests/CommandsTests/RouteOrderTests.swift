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

    @Test func waitsForANewServiceThatItRoutesTo() async throws {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        let gateway =
            SampleManifest.service("edge") + "  role: gateway\n  routes: [{ path: /web, to: web/v1 }]\n"
        try scratch.write("edge/msctl.yaml", gateway)
        try scratch.write("web/msctl.yaml", SampleManifest.service("web") + Self.crash)
        let run = await scratch.run([
            "deploy", "--fail-on", "never", "--soak", "0s", "--env", "sandbox", "--state", "state.json",
        ])
        #expect(run.status != .done)
        let text = run.output + run.error
        #expect(text.contains("it needs `web`, which is new and did not become ready"), "\(text)")
    }
}
