// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import Testing

@testable import KubernetesClient

@Suite struct RetryStateMachineTests {
    private func action(
        _ repeatability: ClusterRequest.Repeatability,
        _ outcome: RetryStateMachine.Outcome
    ) -> RetryStateMachine.Action {
        var machine = RetryStateMachine(repeatability)
        return machine.receive(outcome, now: .zero)
    }

    private func isRetried(
        _ repeatability: ClusterRequest.Repeatability,
        _ outcome: RetryStateMachine.Outcome
    ) -> Bool {
        action(repeatability, outcome) != .accept
    }

    private func words(_ code: Int, _ message: String) -> KubernetesStatus? {
        KubernetesStatus(status(code, "InternalError", message))
    }

    @Test(arguments: [429, 500, 503, 599])
    func retriesWhatTheServerAsksToRetryEvenForWrites(code: Int) {
        // C1.1
        #expect(isRetried(.write, .replied(code, retryAfter: .seconds(3), nil)))
        #expect(!isRetried(.write, .replied(code, retryAfter: nil, nil)))
    }

    @Test(arguments: [200, 400, 404, 409, 422, 428, 499])
    func neverRetriesOtherCodes(code: Int) {
        // C1.1
        #expect(!isRetried(.read, .replied(code, retryAfter: .seconds(3), nil)))
    }

    @Test func waitsAsLongAsAskedAndGivesUpAfterTenTimes() {
        // C1.1
        var machine = RetryStateMachine(.read)
        for _ in 0..<10 {
            guard
                case .retry(let wait, _) = machine.receive(
                    .replied(429, retryAfter: .seconds(20), nil),
                    now: .zero
                )
            else {
                Issue.record("gave up too early")
                return
            }
            #expect(wait == .seconds(20))
        }
        #expect(machine.receive(.replied(429, retryAfter: .seconds(20), nil), now: .zero) == .accept)
    }

    @Test(arguments: [429, 503])
    func aWaitLongerThanAskedIsNotSaidToBeTheServers(code: Int) {
        // C1.6
        var machine = RetryStateMachine(.read)
        var reasons: [String] = []
        for _ in 0..<6 {
            let outcome = RetryStateMachine.Outcome.replied(code, retryAfter: .seconds(1), nil)
            guard case .retry(let wait, let reason) = machine.receive(outcome, now: .zero) else { break }
            #expect((wait > .seconds(1)) == reason.contains("longer than it asks"))
            reasons.append(reason)
        }
        let first = code == 429 ? ClientHooks.throttling : ClientHooks.serverPause
        let later = code == 429 ? ClientHooks.lastingThrottling : ClientHooks.lastingPause
        #expect(reasons == Array(repeating: first, count: 4) + Array(repeating: later, count: 2))
    }

    @Test func aBrokenConnectionIsRetriedAfterASecondForReadsAndAppliesOnly() {
        // C1.2
        let lost = broke(.connectionLost)
        #expect(action(.read, lost) == .retry(after: .seconds(1), reason: "the connection broke"))
        #expect(isRetried(.apply, lost))
        #expect(!isRetried(.write, lost))
        for code in [
            TransportError.Code.timedOut, .connectionRefused, .tlsFailure, .identityUnusable, .cancelled,
            .notSent,
        ] {
            #expect(!isRetried(.read, broke(code)), "\(code)")
        }
    }

    @Test func anApplyThatRanOutOfTimeIsMadeAgainForTwoMinutes() {
        // C1.2
        let silent = broke(.timedOut)
        #expect(action(.apply, silent) == .retry(after: .seconds(1), reason: "no answer came in time"))
        #expect(!isRetried(.write, silent))
        // As a server is silent that takes up requests and never answers: each attempt lasts a minute.
        var machine = RetryStateMachine(.apply)
        #expect(machine.receive(silent, now: .seconds(60)) != .accept)
        #expect(machine.receive(silent, now: .seconds(121)) != .accept)
        #expect(machine.receive(silent, now: .seconds(182)) == .accept)
        // However short the attempts are: the last wait may reach beyond.
        let end = giveUp(.apply, silent)
        #expect(end >= .seconds(120) && end <= .seconds(135))
    }

    @Test(arguments: [ClusterRequest.Repeatability.apply, .write])
    func aDryRunThatRanOutOfTimeEndsAsAReadDoes(repeatability: ClusterRequest.Repeatability) {
        // C1.2: nothing was begun that would have to be settled.
        var read = RetryStateMachine(.read)
        var dryRun = RetryStateMachine(repeatability, isReadOnly: true)
        #expect(read.receive(broke(.timedOut), now: .seconds(60)) == .accept)
        #expect(dryRun.receive(broke(.timedOut), now: .seconds(60)) == .accept)
        // Any other trouble is taken as with what it tries.
        #expect((dryRun.receive(broke(.connectionLost), now: .zero) != .accept) == (repeatability == .apply))
    }

    private func broke(_ code: TransportError.Code, isKnown: Bool = false) -> RetryStateMachine.Outcome {
        .broke(TransportError(code, "broken"), isKnown: isKnown)
    }

    private static let all: [ClusterRequest.Repeatability] = [.read, .apply, .write]

    @Test(arguments: all)
    func aServerThatHasAnsweredBeforeIsWaitedForWhileItTakesNoConnections(
        repeatability: ClusterRequest.Repeatability
    ) {
        // C1.3
        // Nothing was sent, so that even a write may be made again.
        for code in [TransportError.Code.connectionRefused, .nameNotResolved] {
            #expect(isRetried(repeatability, broke(code, isKnown: true)))
            #expect(!isRetried(repeatability, broke(code, isKnown: false)), "the address may be wrong")
        }
        let end = giveUp(repeatability, broke(.connectionRefused, isKnown: true))
        #expect(end >= .seconds(30) && end < .seconds(35))
    }

    /// When a request gives up whose every attempt ends in the same way, at once.
    private func giveUp(
        _ repeatability: ClusterRequest.Repeatability,
        _ outcome: RetryStateMachine.Outcome
    ) -> Duration {
        var machine = RetryStateMachine(repeatability)
        var now = Duration.zero
        while case .retry(let wait, _) = machine.receive(outcome, now: now) { now += wait }
        return now
    }

    /// Each trouble has its own bound: one that is over takes nothing from another.
    @Test func timesAndNumbersCountByThemselves() {
        // C1.9
        let refused = broke(.connectionRefused, isKnown: true)
        let webhook = RetryStateMachine.Outcome.replied(
            500,
            retryAfter: nil,
            words(500, "failed calling webhook")
        )
        let notReady = RetryStateMachine.Outcome.replied(503, retryAfter: nil, nil)
        let throttled = RetryStateMachine.Outcome.replied(429, retryAfter: .seconds(1), nil)
        var machine = RetryStateMachine(.apply)
        for second in 0..<12 { #expect(machine.receive(refused, now: .seconds(second)) != .accept) }
        for second in 12..<52 { #expect(machine.receive(webhook, now: .seconds(second)) != .accept) }
        for _ in 0..<5 { #expect(machine.receive(notReady, now: .seconds(52)) != .accept) }
        #expect(machine.receive(notReady, now: .seconds(52)) == .accept)
        for _ in 0..<5 { #expect(machine.receive(throttled, now: .seconds(53)) != .accept) }
        #expect(machine.receive(throttled, now: .seconds(53)) == .accept)
        // A restart after a restart gets no time of its own, so that there is an end.
        #expect(machine.receive(refused, now: .seconds(60)) == .accept)
    }

    @Test func whoeverAsksForNoRetriesGetsNone() {
        var machine = RetryStateMachine(.apply, maximumRetries: 0)
        #expect(machine.receive(broke(.connectionRefused, isKnown: true), now: .zero) == .accept)
        #expect(machine.receive(.replied(429, retryAfter: .seconds(1), nil), now: .zero) == .accept)
    }

    @Test func whoeverWaitsByThemselvesHearsOfTroubleInTime() {
        // C1.9
        let busy = RetryStateMachine.Outcome.replied(503, retryAfter: .seconds(20), nil)
        var patient = RetryStateMachine(.read, limit: .seconds(30))
        #expect(patient.receive(busy, now: .seconds(5)) != .accept)
        #expect(patient.receive(busy, now: .seconds(25)) == .accept)
        var machine = RetryStateMachine(.read, limit: .seconds(10))
        #expect(machine.receive(broke(.connectionLost), now: .zero) != .accept)
        #expect(machine.receive(busy, now: .seconds(1)) == .accept)
    }

    @Test(arguments: all)
    func aHandshakeThatWasCutIsTriedAgain(repeatability: ClusterRequest.Repeatability) {
        // C1.3: it is cut before anything was sent.
        #expect(isRetried(repeatability, broke(.handshakeBroken)))
        var machine = RetryStateMachine(repeatability)
        var attempts = 1
        while case .retry = machine.receive(broke(.handshakeBroken), now: .zero) { attempts += 1 }
        #expect(attempts == 6)
    }

    @Test func aHintInTheBodyCountsForWhatMayBeRepeated() {
        // C1.7
        let asked = KubernetesStatus(status(500, "ServerTimeout", details: ["retryAfterSeconds": 4]))
        #expect(
            action(.read, .replied(500, retryAfter: nil, asked))
                == .retry(after: .seconds(4), reason: "the server asks to wait")
        )
        #expect(!isRetried(.write, .replied(500, retryAfter: nil, asked)))
        // The reason asks by itself; the API server gives no seconds where it knows none.
        let unknown = KubernetesStatus(status(500, "ServerTimeout"))
        #expect(isRetried(.read, .replied(500, retryAfter: nil, unknown)))
        #expect(isRetried(.apply, .replied(500, retryAfter: nil, unknown)))
        #expect(!isRetried(.write, .replied(500, retryAfter: nil, unknown)))
    }

    @Test(arguments: [502, 503, 504])
    func aReadAndAnApplySurviveAGatewayThatIsNotReady(code: Int) {
        // C1.9
        #expect(isRetried(.apply, .replied(code, retryAfter: nil, nil)))
        #expect(isRetried(.read, .replied(code, retryAfter: nil, nil)))
        #expect(!isRetried(.write, .replied(code, retryAfter: nil, nil)))
    }

    @Test func aReadOfWhatIsNotThereIsNotRepeated() {
        // C1.9: only an apply waits for a type to be served.
        #expect(isRetried(.apply, .replied(404, retryAfter: nil, nil)))
        #expect(!isRetried(.read, .replied(404, retryAfter: nil, nil)))
    }

    @Test func anApplySurvivesAnElectionOfTheStore() {
        // C1.9
        for message in [
            "etcdserver: leader changed", "etcdserver: request timed out, possibly due to connection lost",
            "rpc error: code = DeadlineExceeded desc = context deadline exceeded",
        ] {
            let unsure = RetryStateMachine.Outcome.replied(500, retryAfter: nil, words(500, message))
            #expect(isRetried(.apply, unsure), "\(message)")
            #expect(isRetried(.read, unsure), "\(message)")
            #expect(!isRetried(.write, unsure), "\(message)")
        }
        #expect(!isRetried(.apply, .replied(500, retryAfter: nil, words(500, "nil pointer"))))
    }

    @Test func anApplyWaitsFourMinutesForAWebhook() {
        // C1.9
        var machine = RetryStateMachine(.apply)
        let outcome = RetryStateMachine.Outcome.replied(
            500,
            retryAfter: nil,
            words(500, "failed calling webhook \"x\": connection refused")
        )
        #expect(machine.receive(outcome, now: .zero) != .accept)
        #expect(machine.receive(outcome, now: .seconds(239)) != .accept)
        #expect(machine.receive(outcome, now: .seconds(240)) == .accept)
        // However often that is: the last wait may reach beyond.
        let end = giveUp(.apply, outcome)
        #expect(end >= .seconds(240) && end <= .seconds(255))
    }

    @Test func anApplyWaitsTenSecondsForATypeThatIsNotServedYet() {
        // C1.9
        var machine = RetryStateMachine(.apply)
        let outcome = RetryStateMachine.Outcome.replied(404, retryAfter: nil, nil)
        #expect(
            machine.receive(outcome, now: .zero)
                == .retry(after: .milliseconds(500), reason: "the server does not serve the type yet")
        )
        #expect(machine.receive(outcome, now: .seconds(9)) != .accept)
        #expect(machine.receive(outcome, now: .seconds(10)) == .accept)
        #expect(giveUp(.apply, outcome) == .seconds(10))
        let namespace = KubernetesStatus(
            status(404, "NotFound", details: ["name": "shop", "kind": "namespaces"])
        )
        #expect(!isRetried(.apply, .replied(404, retryAfter: nil, namespace)))
    }
}

@Suite struct ConcurrencyWindowTests {
    @Test func growsWhileAllIsWellAndHalvesOnRefusal() {
        // C2.1
        var window = ConcurrencyWindow()
        #expect(window.limit == 16)
        for _ in 0..<2000 { window.receive(isOverloaded: false, latency: .milliseconds(5), now: .zero) }
        #expect(window.limit > 40)
        let before = window.limit
        window.receive(isOverloaded: true, latency: .zero, now: .seconds(5))
        #expect(window.limit == before / 2)
        window.receive(isOverloaded: true, latency: .zero, now: .seconds(5.5))
        #expect(window.limit == before / 2)
    }

    @Test func aSlowServerIsNotARefusingOne() {
        // C2.1
        var window = ConcurrencyWindow()
        for _ in 0..<2000 { window.receive(isOverloaded: false, latency: .milliseconds(5), now: .zero) }
        let before = window.limit
        for _ in 0..<200 { window.receive(isOverloaded: false, latency: .seconds(2), now: .seconds(5)) }
        #expect(window.limit == before, "neither more nor less")
        for second in stride(from: 10, to: 1000, by: 10) {
            window.receive(isOverloaded: false, latency: .seconds(6), now: .seconds(second))
        }
        #expect(window.limit == 16, "what it began with")
    }

    @Test func halvesOnceForAllThatWereUnderWay() {
        // C2.1
        var window = ConcurrencyWindow()
        for _ in 0..<20_000 { window.receive(isOverloaded: false, latency: .milliseconds(5), now: .zero) }
        for second in 20..<28 {
            window.receive(isOverloaded: true, latency: .seconds(second - 19), now: .seconds(second))
        }
        #expect(window.limit == 50, "all were sent before the first was answered")
        window.receive(isOverloaded: true, latency: .seconds(7), now: .seconds(28))
        #expect(window.limit == 25)
    }

    @Test func neverClosesAltogetherAndHasATop() {
        var window = ConcurrencyWindow()
        for second in 0..<100 {
            window.receive(isOverloaded: true, latency: .zero, now: .seconds(second * 2))
        }
        #expect(window.limit == 1)
        for _ in 0..<20_000 {
            window.receive(isOverloaded: false, latency: .milliseconds(5), now: .seconds(500))
        }
        #expect(window.limit == 100)
    }

    @Test func aCancelledWaiterLeavesTheQueue() async {
        let gate = RequestGate()
        for _ in 0..<16 { #expect(await gate.enter()) }
        let waiter = Task { await gate.enter() }
        waiter.cancel()
        #expect(await waiter.value == false)
        gate.leave(latency: .zero, now: .zero)
        #expect(await gate.enter())
    }
}
