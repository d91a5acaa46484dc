// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Sandbox
import Testing

@testable import Commands

/// `--fault`: trouble between msctl and the sandbox, for rehearsals.
@Suite struct FaultOptionTests {
    private static let place = ["--env", "sandbox", "--fail-on", "never", "--soak", "0s"]

    @Test(
        arguments: [
            ("latency=200ms", .latency(.milliseconds(200))), ("throttle", .status(429, retryAfter: 1)),
            ("throttle=3s", .status(429, retryAfter: 3)), ("error", .status(500, retryAfter: nil)),
            ("error=503", .status(503, retryAfter: nil)), ("reset-before", .resetBefore),
            ("reset-after", .resetAfter), ("truncated-watch", .truncatedWatch(events: 1)),
            ("stalled-watch=5", .stalledWatch(events: 5)), ("expired-watch=0", .expiredWatch(events: 0)),
            ("stale-list=20", .staleList(changes: 20)), ("lease-theft=ci", .leaseTheft(by: "ci")),
        ] as [(String, FaultScript.Fault)]
    )
    func readsEveryFault(text: String, fault: FaultScript.Fault) throws {
        #expect(try FaultRule(parsing: text).rule.fault == fault)
    }

    @Test func readsWhatAFaultIsLimitedTo() throws {
        let rule = try FaultRule(parsing: "error=503,rate=5%,verbs=get+list,kinds=pod+deploy,after=3,times=2")
            .rule
        #expect(rule.rate == 0.05)
        #expect(rule.verbs == ["get", "list"])
        #expect(rule.resources == ["pods", "deployments"])
        #expect(rule.skips == 3)
        #expect(rule.strikes == 2)
        #expect(try FaultRule(parsing: "reset-after,rate=0.5").rule.rate == 0.5)
        let free = try FaultRule(parsing: "latency=1s").rule
        #expect(free.rate == 1 && free.strikes == nil && free.verbs.isEmpty && free.resources.isEmpty)
    }

    /// A fault of watches would else be used up by requests that it does nothing to.
    @Test func someFaultsStrikeSomeVerbsOnly() throws {
        #expect(try FaultRule(parsing: "stalled-watch").rule.verbs == ["watch"])
        #expect(try FaultRule(parsing: "stale-list").rule.verbs == ["list"])
        let theft = try FaultRule(parsing: "lease-theft").rule
        #expect(theft.resources == ["leases"] && theft.strikes == 1)
    }

    @Test(
        arguments: [
            ("throtle", "`throtle` is no fault; did you mean `throttle`?"),
            ("sabotage", "`sabotage` is no fault; known: latency, throttle, error, reset-before"),
            ("latency", "say how late answers are, such as `latency=200ms`"),
            ("latency=fast", "say how late answers are, such as `latency=200ms`"),
            ("throttle=0.05", "`throttle` takes whole seconds from 1s to 1h"),
            ("error=404", "`error` takes a status from 500 to 599, such as `error=503`"),
            ("reset-before=1", "`reset-before` takes no value"),
            ("throttle,latency=1s", "`latency` is a fault of its own: give each one with an option"),
            ("throttle,rat=1", "`rat` is no parameter of a fault; did you mean `rate`?"),
            ("throttle,rate=0", "`0` is not a rate; write a share above 0 and up to 1, such as `rate=5%`"),
            ("throttle,rate=200%", "`200%` is not a rate"),
            ("throttle,verbs=read", "`read` is no verb; known: create, delete"),
            ("throttle,kinds=widgets", "`widgets` is no kind that msctl knows"),
            ("stale-list,verbs=get", "`stale-list` never strikes the verb `get`, only `list`"),
            ("lease-theft,kinds=pods", "`lease-theft` is about leases only"),
            ("throttle,times=0", "`times` takes a whole number from 1 to 1000000"),
            ("", "`` is no fault"),
        ]
    )
    func saysHowAFaultIsWritten(text: String, words: String) async throws {
        let run = await (try Scratch()).run("sandbox", "--fault", text)
        #expect(run.status == .usage)
        #expect(run.error.contains(words), "\(run.error)")
    }

    @Test func aSeedAloneIsASlip() async throws {
        let run = await (try Scratch()).run("sandbox", "--fault-seed", "7")
        #expect(run.status == .usage)
        #expect(run.error.contains("`--fault-seed` is for `--fault`"), "\(run.error)")
    }

    /// Latency of every request must not hide what strikes rarely.
    @Test func latencyKeepsNothingElseAway() throws {
        let faults = try FaultOptions.parse(["--fault", "latency=1ms", "--fault", "error=500,times=1"])
        var options = SandboxOptions()
        faults.apply(to: &options)
        #expect(
            options.faults.rules.map(\.fault) == [.status(500, retryAfter: nil), .latency(.milliseconds(1))]
        )
        #expect(options.faultSeed == 1)
    }

    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system + "---\n" + SampleManifest.service("web"))
        return scratch
    }

    @Test func aDeployRehearsesTrouble() async throws {
        let run = await (try scratch()).run(
            ["deploy", "--verbose"] + Self.place + [
                "--fault", "error=503,times=1,verbs=patch", "--fault",
                "reset-after,times=1,verbs=patch,after=1",
                "--fault", "truncated-watch=1,times=1", "--fault", "latency=1ms",
            ]
        )
        #expect(run.status == .done, "\(run.output)\(run.error)")
        #expect(run.error.contains("503"), "\(run.error)")
    }

    @Test func aServerThatOnlyFailsFailsTheDeploy() async throws {
        let run = await (try scratch()).run(["deploy"] + Self.place + ["--fault", "error=500,verbs=patch"])
        #expect(run.status != .done)
        #expect((run.output + run.error).contains("the sandbox was told to answer 500"), "\(run.error)")
    }

    @Test func anotherClusterCannotBeToldToFail() async throws {
        let scratch = try scratch()
        try scratch.write("config", "kind: Config\n")
        let run = await scratch.run(
            ["deploy"] + Self.place + ["--kubeconfig", "config", "--fault", "throttle"]
        )
        #expect(run.status == .usage)
        #expect(run.error.contains("`--fault` is for `--env sandbox` without `--kubeconfig`"), "\(run.error)")
        #expect(run.error.contains("msctl sandbox --fault"))
    }
}
