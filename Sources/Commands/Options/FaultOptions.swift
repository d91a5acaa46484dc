// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Sandbox

/// What is to go wrong between clients and the embedded server, for rehearsals.
struct FaultOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Let the sandbox's server fail; may be given several times.",
            discussion: """
                A fault: `latency=200ms`; `throttle=2s` (429 with Retry-After); `error=503`; `reset-before` or `reset-after` (the \
                connection breaks before or after the write); `truncated-watch=5`, `stalled-watch=5` or `expired-watch=5` (410) \
                after so many events; `stale-list=10` (as it was so many changes ago, until the kind is listed \
                again or watched); `lease-theft=NAME`. Then, after commas: `rate=5%`, `verbs=list+watch`, `kinds=pods+leases`, \
                `after=N` (so many pass first), `times=N` (no more than that).
                """,
            valueName: "fault"
        ),
        transform: FaultRule.init(parsing:)
    )
    var fault: [FaultRule] = []

    @Option(
        help: ArgumentHelp(
            "Which requests faults with a rate strike (default: 1); the same number, the same choice.",
            valueName: "number"
        )
    )
    var faultSeed: UInt64?

    func validate() throws {
        guard faultSeed == nil || !fault.isEmpty else {
            throw ValidationError("`--fault-seed` is for `--fault`, of which there is none")
        }
    }

    /// Has a sandbox go wrong as it is asked for.
    func apply(to options: inout SandboxOptions) {
        let rules = fault.map(\.rule)
        // The first rule that applies counts: latency must not keep the rarer faults away.
        let (late, others) = (rules.filter(Self.isLatency), rules.filter { !Self.isLatency($0) })
        options.faults = FaultScript(others + late)
        options.faultSeed = faultSeed ?? 1
    }

    private static func isLatency(_ rule: FaultScript.Rule) -> Bool {
        if case .latency = rule.fault { true } else { false }
    }
}
