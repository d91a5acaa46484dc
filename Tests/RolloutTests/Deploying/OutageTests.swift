// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import Sandbox
import Support
import Testing

@testable import Rollout

/// What was seen last says nothing about the time since.
@Suite struct OutageTests {
    private let second = Fixture.service("cart") { $0.version = "2" }

    /// A cluster in which pods take their time, with the first version in place.
    private func rig(readyAfter delay: Duration = .seconds(20)) async throws -> Rig {
        var options = SandboxOptions()
        options.readyDelay = delay
        let rig = Rig(options)
        _ = try await rig.deploy([Fixture.service("cart")])
        return rig
    }

    private func image(_ rig: Rig) async throws -> String? {
        let cart = try await rig.live("Deployment", "cart")
        return FieldPath(".spec.template.spec.containers[0].image")?
            .value(in: .object(cart?.json ?? [:]))?.string
    }

    @Test(arguments: SilencedTransport.Silence.allCases, [Duration.seconds(2), .seconds(10), .seconds(25)])
    func takesNothingBackForWhatItHasNotSeen(
        silence: SilencedTransport.Silence,
        after delay: Duration
    ) async throws {
        // A watch may wait for half a minute between two attempts, and after two minutes it is given up.
        for length in [Duration.seconds(8), .seconds(45), .seconds(80), .seconds(3600)] {
            let rig = try await rig()
            var options = Rig.options
            options.patience = .seconds(30)
            let report = try await rig.deploy(
                [second],
                options: options,
                silence: silence,
                after: delay,
                for: length
            )
            let comment: Comment = "for \(length)"
            // Nothing is wrong with the service, and it can be seen again or it cannot.
            let ends: [DeployOutcome] =
                switch silence {
                case .hidden: [.succeeded]
                case .shown: length < .seconds(90) ? [.succeeded] : [.unconfirmed]
                case .complete: length < .seconds(25) ? [.succeeded] : [.unconfirmed]
                }
            #expect(ends.contains(report.outcome), comment)
            #expect(report.services.first?.cause == nil, comment)
            #expect(try await image(rig) == "registry.example/cart:2", comment)
            let again = try await rig.deploy([second])
            #expect(again.outcome == .succeeded, comment)
        }
    }

    /// A second look at what is watched is no older than the watch: nobody waits for the deadline on a quiet cluster.
    @Test func isNotHeldUpByListsThatLagBehind() async throws {
        let rig = Rig()
        var rule = FaultScript.Rule(.staleList(changes: 10), strikes: nil)
        rule.verbs = ["list"]
        await rig.server.inject([rule])
        let report = try await rig.deploy([Fixture.service("cart")])
        #expect(report.outcome == .succeeded)
        #expect(rig.clock.now.offset < Rig.options.deadline)
    }

    /// C3.1: as behind a proxy that hands on nothing of a reply before it is whole, while the server answers all else.
    @Test func waitsNoLongerForAStreamThatIsHeldBackThanAWatchLasts() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        var rule = FaultScript.Rule(.stalledWatch(events: 0), strikes: nil)
        rule.verbs = ["watch"]
        rule.strikes = 8
        await rig.server.inject([rule])
        let begun = rig.clock.now.offset
        let report = try await rig.deploy([Fixture.service("cart") { $0.version = "2" }])
        #expect(report.outcome == .succeeded)
        let length = rig.clock.now.offset - begun
        #expect(length > .seconds(30) && length < .seconds(90), "\(length)")
    }

    @Test(arguments: [(Duration.seconds(2), 0), (.seconds(45), 1)])
    func saysOnceSinceWhenNothingIsHeard(length: Duration, times: Int) async throws {
        let rig = try await rig()
        let told = Shared<[String]>([])
        let report = try await rig.deploy(
            [second],
            silence: .shown,
            after: .seconds(10),
            for: length
        ) { event in
            guard event.service == nil else { return }
            switch event.what {
            case .waiting(let text), .noted(let text): told.change { $0.append(text) }
            default: break
            }
        }
        #expect(report.outcome == .succeeded)
        let start = "nothing is heard of the cluster since 2027-01-15T08:"
        let losses = told.value.filter { $0.hasPrefix(start) }
        let returns = told.value.filter { $0 == "everything is heard again" }
        #expect(losses.count == times)
        #expect(returns.count == times)
    }

    /// What is said of the cluster while one kind is not to be seen: each read of pods fails, or is answered that late.
    private func told(whilePods failing: Bool, for length: Duration) async throws -> [String] {
        let rig = try await rig()
        let told = Shared<[String]>([])
        let end = Shared<Duration>(.zero)
        let slow = PodlessTransport(rig: rig, isFailing: failing, end: end)
        let deployer = rig.deployer(over: slow)
        let request = rig.request([second])
        let report = try await rig.whileTimePasses {
            try await deployer.deploy(request) { event in
                switch event.what {
                case .planned: end.set(rig.clock.now.offset + length)
                case .waiting(let text) where event.service == nil: told.change { $0.append(text) }
                case .noted(let text) where event.service == nil: told.change { $0.append(text) }
                default: break
                }
            }
        }
        #expect(report.outcome == .succeeded)
        return told.value.filter { $0.contains("heard") || $0.contains("first lists") }
    }

    @Test func namesTheKindOfWhichNothingIsHeard() async throws {
        let told = try await told(whilePods: true, for: .seconds(40))
        #expect(told.count == 2, "\(told)")
        #expect(
            told.first?.hasPrefix("nothing is heard of Pod objects since 2027-01-15T08:") == true,
            "\(told)"
        )
        #expect(told.last == "everything is heard again")
    }

    @Test func saysThatTheFirstListsHaveNotComeYet() async throws {
        let told = try await told(whilePods: false, for: .seconds(20))
        let start = "the first lists of Pod objects have not come yet; they were asked for 2027-01-15T08:"
        #expect(told.first?.hasPrefix(start) == true, "\(told)")
    }

    @Test(arguments: [SilencedTransport.Silence.hidden, .shown])
    func provesNothingThatItHasNotSeen(silence: SilencedTransport.Silence) async throws {
        let rig = try await rig()
        var options = Rig.options
        options.soak = .seconds(10)
        let told = Shared<[String]>([])
        let from = rig.clock.now.offset + .seconds(43)
        let report = try await rig.deploy(
            [second],
            options: options,
            silence: silence,
            after: .seconds(43),
            for: .seconds(60)
        ) { event in
            switch event.what {
            case .ready:
                guard told.value.isEmpty else { return told.change { $0.append("ready") } }
                told.set(["ready"])
                // The pods go when nobody sees it, and others take their time.
                _ = rig.task {
                    try await rig.clock.sleep(until: .init(offset: from + .seconds(1)))
                    for pod in try await rig.list("Pod") {
                        try await rig.client.delete(pod.reference, options: DeleteOptions(uid: pod.uid))
                    }
                }
            case .waiting("no longer ready"): told.change { $0.append("wavered") }
            case .proven: told.change { $0.append("proven") }
            default: break
            }
        }
        #expect(report.outcome == .succeeded)
        #expect(told.value == ["ready", "wavered", "ready", "proven"])
    }

    /// Any system, changed in any way, and silence at any moment and for any time.
    @Test(arguments: Seeds.first(6))
    func noSilenceMakesAServiceFail(seed: UInt64) async throws {
        var numbers = SeededNumbers(seed: seed)
        var system = RandomSystem(&numbers, most: 2)
        var options = SandboxOptions()
        options.readyDelay = .seconds(numbers.pick([1, 8, 20]))
        let base = Rig(options, seed: seed)
        _ = try await base.deploy(system.desired)
        system.change(&numbers)
        let undisturbed = await base.fork(seed: seed)
        #expect(try await undisturbed.deploy(system.desired).outcome == .succeeded)
        let expected = try await Snapshot(undisturbed)
        for silence in [SilencedTransport.Silence.hidden, .shown] {
            let rig = await base.fork(seed: seed)
            let report = try await rig.deploy(
                system.desired,
                silence: silence,
                after: .milliseconds(numbers.next(below: 40_000)),
                for: .seconds(numbers.pick([5, 20, 60, 3600]))
            )
            #expect([.succeeded, .unconfirmed].contains(report.outcome))
            #expect(report.services.allSatisfy { $0.cause == nil && $0.rollback == nil })
            if report.outcome == .succeeded {
                #expect(try await Snapshot(rig).differences(from: expected) == [])
            }
            #expect(try await rig.deploy(system.desired).outcome == .succeeded)
            #expect(try await Snapshot(rig).differences(from: expected) == [])
        }
    }

    @Test func stillFindsOutWhatIsWrongAfterAnOutage() async throws {
        let rig = try await rig()
        let broken = Fixture.broken("cart", "never-ready")
        for silence in [SilencedTransport.Silence.hidden, .shown] {
            let rig = await rig.fork()
            let report = try await rig.deploy(
                [broken],
                silence: silence,
                after: .seconds(5),
                for: .seconds(50)
            )
            #expect(report.outcome == .failedRolledBack)
            #expect(report.services.first?.cause?.code == .neverReady)
        }
    }

    @Test func looksForTwoMinutesHoweverLongALookLasts() async throws {
        let rig = try await rig(readyAfter: .milliseconds(100))
        let looks = Shared<[Duration]>([])
        let report = try await rig.deploy(
            [second],
            striking: { request in
                let isLook = request.reads("deployments") && request.path?.contains("service%3Dcart") == true
                guard isLook else { return nil }
                looks.change { $0.append(rig.clock.now.offset) }
                return .busy(seconds: 50)
            }
        )
        #expect(report.outcome == .unconfirmed)
        let first = try #require(looks.value.first)
        let length = rig.clock.now.offset - first
        #expect(length > .seconds(115) && length < .seconds(130), "\(length)")
    }

    @Test func asksOnceMoreBeforeAVerdictOnlyWhereNothingWasHeard() async throws {
        let rig = try await rig(readyAfter: .milliseconds(100))
        let lists = Shared(0)
        let report = try await rig.deploy(
            [second],
            striking: { request in
                let isLook = request.reads("deployments") && request.path?.contains("service%3Dcart") == true
                if isLook { lists.change { $0 += 1 } }
                return nil
            }
        )
        #expect(report.outcome == .succeeded)
        #expect(lists.value == 1)
    }
}

/// A way to the cluster on which nothing comes of pods up to a moment.
private struct PodlessTransport: HTTPTransport {
    let rig: Rig
    /// Whether reads fail; else they are answered late.
    let isFailing: Bool
    /// By the clock of the rig.
    let end: Shared<Duration>

    private func hold(_ request: HTTPRequest) async throws(TransportError) {
        let end = end.value
        guard request.reads("pods"), rig.clock.now.offset < end else { return }
        if isFailing { throw TransportError(.connectionLost, "podless") }
        do {
            try await rig.clock.sleep(until: .init(offset: end))
        } catch {
            throw TransportError(.connectionLost, "podless")
        }
    }

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        try await hold(request)
        return try await rig.transport.send(request, body: body)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await hold(request)
        return try await rig.transport.stream(request, body: body)
    }
}
