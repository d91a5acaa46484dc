// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Testing

@testable import Rollout

/// Every file of `Tests/Traces` is a rollout as an API server showed it, with what has to be said at each step;
/// among them pods that are refused, for a while and for good (C7 (d)), restarts from before (C7 (j)), and pods that get no volume
/// or no network (C7 (k)).
@Suite struct TraceTests {
    @Test(arguments: try RolloutTrace.all())
    func says(trace: RolloutTrace) {
        var machine = RolloutStateMachine(target: trace.target, start: .zero)
        var verdict = "progressing"
        var now = 0
        for step in trace.steps {
            // Whatever is said between two steps is said too early.
            while now < step.at {
                let early = RolloutTrace.verdict(of: &machine, .tick, at: .seconds(now)) ?? verdict
                #expect(early == verdict, "\(trace): at \(now) s")
                now += 1
            }
            let time = Duration.seconds(step.at)
            for input in step.inputs {
                verdict = RolloutTrace.verdict(of: &machine, input, at: time) ?? verdict
            }
            verdict = RolloutTrace.verdict(of: &machine, .tick, at: time) ?? verdict
            #expect(verdict == step.expect, "\(trace): at \(step.at) s")
        }
    }

    @Test func thereAreTracesOfEveryVerdict() throws {
        let traces = try RolloutTrace.all()
        #expect(traces.count >= 90)
        let verdicts = Set(traces.flatMap(\.steps).map { String($0.expect.prefix { $0 != " " }) })
        #expect(verdicts == ["progressing", "suspected", "ready", "proven", "failed", "late"])
        let failures = Set(traces.compactMap { $0.steps.last?.expect }.filter { $0.hasPrefix("failed") })
        #expect(failures.count >= 15)
    }
}

extension RolloutTrace {
    /// What the machine says after an input; `nil` once it has said its last word.
    static func verdict(
        of machine: inout RolloutStateMachine,
        _ input: RolloutStateMachine.Input,
        at now: Duration
    ) -> String? {
        guard !machine.isOver else { return nil }
        for action in machine.receive(input, at: now) {
            switch action {
            case .failed(let cause, _): return "failed \(cause.code.rawValue)"
            case .proven: return "proven"
            case .deadlinePassed: return "late"
            case .progressed, .troubled, .ready, .wavered: break
            }
        }
        if machine.isReady { return "ready" }
        return machine.suspicion(at: now).map { "suspected \($0.code.rawValue)" } ?? "progressing"
    }
}
