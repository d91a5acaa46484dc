// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import KubernetesClient

@Suite struct WatchStateMachineTests {
    private func machine(random: Double = 0.5) -> WatchStateMachine {
        WatchStateMachine(doing: "watching Pod", random: { random })
    }

    private func pod(_ version: String) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(group: "", version: "v1", kind: "Pod"),
            metadata: ["name": "a", "resourceVersion": .string(version)]
        )
    }

    private func error(_ code: Int, _ reason: String, seconds: Int64? = nil, _ message: String = "no")
        -> ClusterError
    {
        let details: JSONObject = ["retryAfterSeconds": seconds.map { .integer($0) }]
        let value = status(code, reason, message, details: details)
        return KubernetesStatus(value).map { ClusterError(status: $0, doing: "watching", object: nil) }
            ?? ClusterError(.notSent, doing: "")
    }

    /// A short text for actions, to compare with.
    private func text(_ actions: [WatchStateMachine.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .list(.latest): "list"
            case .list(.cached): "list cached"
            case .list(.notOlderThan(let version)): "list >=\(version)"
            case .stream(.latest, let seconds): "stream \(seconds)s"
            case .stream(.cached, let seconds): "stream cached \(seconds)s"
            case .stream(.notOlderThan(let version), let seconds): "stream >=\(version) \(seconds)s"
            case .open(let version, let seconds): "open \(version) \(seconds)s"
            case .read: "read"
            case .wait(let duration): "wait \(duration)"
            case .deliver(.synced(let objects)): "synced \(objects.count)"
            case .deliver(.changed): "changed"
            case .deliver(.deleted): "deleted"
            case .deliver(.interrupted): "interrupted"
            case .deliver(.resumed): "resumed"
            case .fail(let error): "fail \(error.code)"
            }
        }
    }

    /// A machine that has listed at version 5 and reads a watch that opened at zero.
    private func watching(random: Double = 0.5) -> WatchStateMachine {
        var machine = machine(random: random)
        _ = machine.receive(.start, now: .zero)
        _ = machine.receive(.listed(ObjectList(items: [], resourceVersion: "5")), now: .zero)
        _ = machine.receive(.opened, now: .zero)
        return machine
    }

    /// The same, once the watch has brought something.
    private func begun() -> WatchStateMachine {
        var machine = watching()
        let bookmark = WatchEvent.bookmark(resourceVersion: "5", isEndOfInitialEvents: false)
        _ = machine.receive(.received(bookmark), now: .zero)
        return machine
    }

    private var forgetting: WatchStateMachine.Input {
        .received(.error(KubernetesStatus(status(410, "Expired")) ?? unreadable))
    }

    @Test func listsThenWatchesFromTheListForFiveToTenMinutes() {
        // C3.1, C3.8
        var machine = machine(random: 0)
        #expect(text(machine.receive(.start, now: .zero)) == ["list"])
        let list = ObjectList(items: [pod("4")], resourceVersion: "5")
        #expect(text(machine.receive(.listed(list), now: .zero)) == ["synced 1", "open 5 300s"])
        #expect(text(machine.receive(.opened, now: .zero)) == ["read"])
        var late = self.machine(random: 0.999)
        #expect(text(late.receive(.listed(list), now: .zero)).last == "open 5 600s")
        var brief = WatchStateMachine(doing: "watching", lifetime: 40...60, random: { 0.999 })
        #expect(text(brief.receive(.listed(list), now: .zero)).last == "open 5 60s")
    }

    @Test func everyKindOfEventMovesTheVersionAndBookmarksAreNotDelivered() {
        // C3.2
        for (event, delivered) in [
            (WatchEvent.added(pod("6")), ["changed", "read"]), (.modified(pod("6")), ["changed", "read"]),
            (.deleted(pod("6")), ["deleted", "read"]),
            (.bookmark(resourceVersion: "6", isEndOfInitialEvents: false), ["read"]),
        ] {
            var machine = watching()
            #expect(text(machine.receive(.received(event), now: .seconds(9))) == delivered)
            #expect(text(machine.receive(.ended(nil), now: .seconds(9))) == ["open 6 450s"])
        }
    }

    @Test func theVersionsOfAnInitialBurstAreNotResumedFrom() {
        // C3.2
        var machine = machine()
        _ = machine.receive(.listed(ObjectList(items: [], resourceVersion: "0")), now: .zero)
        _ = machine.receive(.opened, now: .zero)
        _ = machine.receive(.received(.added(pod("9"))), now: .zero)
        #expect(text(machine.receive(.ended(nil), now: .seconds(9))) == ["open 0 450s"])
        _ = machine.receive(.opened, now: .seconds(9))
        _ = machine.receive(
            .received(.bookmark(resourceVersion: "10", isEndOfInitialEvents: true)),
            now: .seconds(9)
        )
        _ = machine.receive(.received(.added(pod("11"))), now: .seconds(9))
        #expect(text(machine.receive(.ended(nil), now: .seconds(20))) == ["open 11 450s"])
    }

    @Test func reopensAtMostOnceASecond() {
        // C3.3
        var machine = watching()
        #expect(
            text(machine.receive(.ended(nil), now: .milliseconds(400))) == [
                "wait \(Duration.milliseconds(600))"
            ]
        )
        #expect(text(machine.receive(.waited, now: .seconds(1))) == ["open 5 450s"])
    }

    @Test(arguments: [(410, "Expired"), (410, "Gone"), (500, "Expired")])
    func aForgottenVersionMeansAnotherList(code: Int, reason: String) {
        // C3.3, C3.5
        var machine = begun()
        let event = WatchEvent.error(KubernetesStatus(status(code, reason))!)
        #expect(text(machine.receive(.received(event), now: .seconds(9))) == ["interrupted", "list >=5"])
        #expect(text(machine.receive(.listFailed(error(410, "Expired")), now: .seconds(9))) == ["list"])
        let list = ObjectList(items: [pod("8")], resourceVersion: "8")
        #expect(text(machine.receive(.listed(list), now: .seconds(9))) == ["synced 1", "open 8 450s"])
    }

    @Test func aVersionTheServerHasNotReachedMeansAListOfTheLatest() {
        // C3.5
        var machine = watching()
        _ = machine.receive(.openFailed(error(410, "Expired")), now: .seconds(9))
        let tooLarge = error(504, "Timeout", "Too large resource version: 9, current: 3")
        #expect(text(machine.receive(.listFailed(tooLarge), now: .seconds(9))) == ["list"])
    }

    @Test func aListThatIsForgottenBeforeItsWatchBeginsIsNotMadeAgainAtOnce() {
        // C3.3, C3.4: lists are what a troubled server can bear least.
        var machine = begun()
        let forgotten = WatchStateMachine.Input.openFailed(error(410, "Expired"))
        #expect(text(machine.receive(forgotten, now: .seconds(9))) == ["interrupted", "list >=5"])
        for (version, milliseconds) in [("6", 400), ("7", 800), ("8", 1600)] {
            let list = WatchStateMachine.Input.listed(ObjectList(items: [], resourceVersion: version))
            #expect(text(machine.receive(list, now: .seconds(9))) == ["synced 0", "open \(version) 450s"])
            let wait = "wait \(Duration.milliseconds(milliseconds))"
            #expect(text(machine.receive(forgotten, now: .seconds(9))) == ["interrupted", wait])
            #expect(text(machine.receive(.waited, now: .seconds(9))) == ["list >=\(version)"])
        }
        // Once a watch has brought something, the next list comes at once again.
        _ = machine.receive(.listed(ObjectList(items: [], resourceVersion: "9")), now: .seconds(9))
        _ = machine.receive(.opened, now: .seconds(9))
        _ = machine.receive(.received(.modified(pod("10"))), now: .seconds(10))
        let ended = machine.receive(.ended(error(410, "Expired")), now: .seconds(20))
        #expect(text(ended) == ["interrupted", "list >=10"])
    }

    @Test func aListThatIsForgottenAsTheFirstEventOfItsWatchIsNotMadeAgainAtOnce() {
        // C3.3, C3.4: such a watch was opened with a head of 200 all the same.
        var machine = begun()
        #expect(text(machine.receive(forgetting, now: .seconds(9))) == ["interrupted", "list >=5"])
        for (version, milliseconds) in [("6", 400), ("7", 800), ("8", 1600)] {
            let list = WatchStateMachine.Input.listed(ObjectList(items: [], resourceVersion: version))
            #expect(text(machine.receive(list, now: .seconds(9))) == ["synced 0", "open \(version) 450s"])
            _ = machine.receive(.opened, now: .seconds(9))
            // At least a second from the opening, whatever the wait of C3.4 says.
            let wait = "wait \(Duration.milliseconds(max(1000, milliseconds)))"
            #expect(text(machine.receive(forgetting, now: .seconds(9))) == ["interrupted", wait])
            #expect(text(machine.receive(.waited, now: .seconds(9))) == ["list >=\(version)"])
        }
    }

    @Test func aWatchThatOnlyEndedHasToHaveLastedForItsListToCount() {
        // C3.3
        let late = WatchStateMachine.Input.openFailed(error(410, "Expired"))
        var quiet = watching()
        _ = quiet.receive(.ended(nil), now: .seconds(300))
        #expect(text(quiet.receive(late, now: .seconds(300))) == ["interrupted", "list >=5"])
        var brief = watching()
        #expect(text(brief.receive(.ended(nil), now: .zero)) == ["wait \(Duration.seconds(1))"])
        _ = brief.receive(.waited, now: .seconds(1))
        let wait = "wait \(Duration.milliseconds(400))"
        #expect(text(brief.receive(late, now: .seconds(1))) == ["interrupted", wait])
    }

    /// A watch of the list at version 5, to be opened at `second`, that ends after so long.
    private func end(_ machine: inout WatchStateMachine, _ second: Int, after: Duration = .zero) -> [String] {
        _ = machine.receive(.opened, now: .seconds(second))
        return text(machine.receive(.ended(nil), now: .seconds(second) + after))
    }

    @Test func watchesThatEndAtOnceWithoutAWordAreGivenUpForLists() {
        // C3.3, C3.4
        var machine = machine()
        _ = machine.receive(.listed(ObjectList(items: [], resourceVersion: "5")), now: .zero)
        let second = "wait \(Duration.seconds(1))"
        for now in 0..<2 {
            #expect(end(&machine, now) == [second])
            #expect(text(machine.receive(.waited, now: .seconds(now + 1))) == ["open 5 450s"])
        }
        // From then on each list is the last news for a while, and the waits grow.
        var waits = [end(&machine, 2)]
        for now in [10, 20, 30] {
            #expect(text(machine.receive(.waited, now: .seconds(now))) == ["list >=5"])
            let list = ObjectList(items: [pod("5")], resourceVersion: "5")
            #expect(text(machine.receive(.listed(list), now: .seconds(now))) == ["synced 1", "open 5 450s"])
            waits.append(end(&machine, now))
        }
        let expected = [1000, 1000, 1600, 3200].map { ["interrupted", "wait \(Duration.milliseconds($0))"] }
        #expect(waits == expected)
    }

    @Test func toBeOpenedProvesNothingWhereWatchesEndAtOnce() {
        // C3.3
        var machine = machine()
        let list = WatchStateMachine.Input.listed(ObjectList(items: [], resourceVersion: "5"))
        _ = machine.receive(list, now: .zero)
        for now in 0..<3 {
            _ = end(&machine, now)
            _ = machine.receive(.waited, now: .seconds(now + 1))
        }
        _ = machine.receive(list, now: .seconds(10))
        let lost = WatchStateMachine.Input.openFailed(error(503, "ServiceUnavailable"))
        #expect(text(machine.receive(lost, now: .seconds(10))).first == "interrupted")
        _ = machine.receive(.waited, now: .seconds(20))
        #expect(text(machine.receive(.opened, now: .seconds(20))) == ["read"])
        let heard = text(machine.receive(.received(.modified(pod("6"))), now: .seconds(20)))
        #expect(heard.first == "resumed")
        #expect(heard.count == 3)
        #expect(text(machine.receive(.received(.modified(pod("7"))), now: .seconds(20))).first != "resumed")
    }

    @Test func aWatchThatBringsSomethingOrLastsIsNoUselessOne() {
        // C3.3
        var heard = machine()
        _ = heard.receive(.listed(ObjectList(items: [], resourceVersion: "5")), now: .zero)
        var lasting = heard
        for now in 0..<9 {
            _ = heard.receive(.opened, now: .seconds(now))
            let bookmark = WatchEvent.bookmark(resourceVersion: "5", isEndOfInitialEvents: false)
            if now % 3 == 2 { _ = heard.receive(.received(bookmark), now: .seconds(now)) }
            #expect(text(heard.receive(.ended(nil), now: .seconds(now))) == ["wait \(Duration.seconds(1))"])
            _ = heard.receive(.waited, now: .seconds(now + 1))
        }
        for now in 0..<9 {
            let isBrief = now % 3 != 2
            let ended = end(&lasting, now * 2, after: isBrief ? .zero : .seconds(1))
            #expect(ended == [isBrief ? "wait \(Duration.seconds(1))" : "open 5 450s"])
            if isBrief { _ = lasting.receive(.waited, now: .seconds(now * 2 + 1)) }
        }
    }

    @Test func aListThatCameAsAStreamIsNoSignThatWatchesWork() {
        // C3.3, C3.7
        var machine = streaming()
        _ = machine.receive(.start, now: .zero)
        let burst = WatchStateMachine.Input.received(
            .bookmark(resourceVersion: "5", isEndOfInitialEvents: true)
        )
        _ = machine.receive(.opened, now: .zero)
        _ = machine.receive(burst, now: .zero)
        #expect(text(machine.receive(.ended(nil), now: .zero)) == ["wait \(Duration.seconds(1))"])
        _ = machine.receive(.waited, now: .seconds(1))
        for now in 1..<3 {
            #expect(end(&machine, now).count == 1)
            _ = machine.receive(.waited, now: .seconds(now + 1))
        }
        #expect(end(&machine, 3).first == "interrupted")
        #expect(text(machine.receive(.waited, now: .seconds(4))) == ["stream >=5 450s"])
        _ = machine.receive(.opened, now: .seconds(4))
        #expect(text(machine.receive(burst, now: .seconds(4))) == ["synced 0", "read"])
        _ = machine.receive(.ended(nil), now: .seconds(4))
        _ = machine.receive(.waited, now: .seconds(5))
        #expect(end(&machine, 5).first == "interrupted", "the next one at once is as useless")
    }

    @Test func theObjectsWithWhichAStreamBeginsAreAList() {
        // C3.3, C3.7: neither their end nor the opening shows that the watch goes on from there.
        var machine = streaming()
        _ = machine.receive(.start, now: .zero)
        let burst = WatchEvent.bookmark(resourceVersion: "5", isEndOfInitialEvents: true)
        for milliseconds in [1000, 1000, 1600] {
            _ = machine.receive(.opened, now: .zero)
            #expect(text(machine.receive(.received(burst), now: .zero)) == ["synced 0", "read"])
            let wait = "wait \(Duration.milliseconds(milliseconds))"
            #expect(text(machine.receive(forgetting, now: .zero)) == ["interrupted", wait])
            #expect(text(machine.receive(.waited, now: .zero)) == ["stream >=5 450s"])
        }
        _ = machine.receive(.opened, now: .zero)
        _ = machine.receive(.received(burst), now: .zero)
        _ = machine.receive(.received(.added(pod("a", "6"))), now: .seconds(1))
        #expect(text(machine.receive(forgetting, now: .seconds(2))) == ["interrupted", "stream >=6 450s"])
    }

    @Test func troubleIsWaitedForWithoutAnotherList() {
        // C3.3
        for cause in [
            error(429, "TooManyRequests"), error(500, "InternalError"), error(504, "Timeout"),
            ClusterError(.unreachable, doing: ""), ClusterError(.connectionLost, doing: ""),
        ] {
            var machine = watching()
            #expect(
                text(machine.receive(.openFailed(cause), now: .seconds(9))) == [
                    "interrupted", "wait \(Duration.milliseconds(400))",
                ]
            )
            #expect(text(machine.receive(.waited, now: .seconds(10))) == ["open 5 450s"])
            #expect(text(machine.receive(.opened, now: .seconds(10))) == ["resumed", "read"])
        }
        var machine = watching()
        let asked = error(500, "InternalError", seconds: 7)
        #expect(
            text(machine.receive(.ended(asked), now: .seconds(9))) == [
                "interrupted", "wait \(Duration.seconds(7))",
            ]
        )
        // By a header, as a proxy asks that has no Status.
        var busy = ClusterError(.serverFailure, doing: "")
        busy.retryAfter = .seconds(11)
        _ = machine.receive(.waited, now: .seconds(16))
        #expect(
            text(machine.receive(.openFailed(busy), now: .seconds(16))) == [
                "interrupted", "wait \(Duration.seconds(11))",
            ]
        )
    }

    @Test(arguments: [(401, "Unauthorized"), (403, "Forbidden")])
    func missingRightsEndIt(code: Int, reason: String) {
        // C3.3
        var machine = watching()
        #expect(
            text(machine.receive(.openFailed(error(code, reason)), now: .zero)) == [
                "fail \(reason.lowercased())"
            ]
        )
    }

    @Test func beforeTheFirstListEveryErrorIsTheUsers() {
        // C3.3
        var machine = machine()
        let error = ClusterError(.unreachable, doing: "")
        #expect(text(machine.receive(.listFailed(error), now: .zero)) == ["fail unreachable"])
        var synced = watching()
        _ = synced.receive(.openFailed(self.error(410, "Expired")), now: .seconds(3))
        #expect(text(synced.receive(.listFailed(error), now: .seconds(3))).first == "interrupted")
        #expect(text(synced.receive(.waited, now: .seconds(4))) == ["list >=5"])
    }

    private func streaming(_ freshness: ListFreshness = .latest) -> WatchStateMachine {
        WatchStateMachine(doing: "watching Pod", freshness: freshness, streamsLists: true, random: { 0.5 })
    }

    private func pod(_ name: String, _ version: String) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(group: "", version: "v1", kind: "Pod"),
            metadata: ["name": .string(name), "resourceVersion": .string(version)]
        )
    }

    @Test func oneStreamBringsEverythingAndGoesOnAsTheWatch() {
        // C3.7
        var machine = streaming()
        #expect(text(machine.receive(.start, now: .zero)) == ["stream 450s"])
        #expect(text(machine.receive(.opened, now: .zero)) == ["read"])
        for event in [
            WatchEvent.added(pod("a", "3")), .added(pod("b", "9")), .modified(pod("a", "10")),
            .added(pod("c", "2")), .deleted(pod("c", "11")),
        ] {
            #expect(text(machine.receive(.received(event), now: .zero)) == ["read"])
        }
        let actions = machine.receive(
            .received(.bookmark(resourceVersion: "12", isEndOfInitialEvents: true)),
            now: .zero
        )
        #expect(text(actions) == ["synced 2", "read"])
        guard case .deliver(.synced(let objects)) = actions.first else {
            Issue.record("nothing is delivered")
            return
        }
        #expect(objects.map(\.resourceVersion) == ["10", "9"])
        #expect(text(machine.receive(.received(.added(pod("d", "13"))), now: .zero)) == ["changed", "read"])
        #expect(text(machine.receive(.ended(nil), now: .seconds(9))) == ["open 13 450s"])
    }

    @Test func aServerWithoutStreamedListsIsAskedForAListAndNeverAgainForAStream() {
        // C3.7: refused, or passed over by a server so old that its bookmarks bear no mark.
        for refusal in [
            WatchStateMachine.Input.openFailed(error(422, "Invalid")),
            .received(.bookmark(resourceVersion: "4", isEndOfInitialEvents: false)),
        ] {
            var machine = streaming()
            _ = machine.receive(.start, now: .zero)
            if case .received = refusal {
                _ = machine.receive(.opened, now: .zero)
                _ = machine.receive(.received(.added(pod("a", "3"))), now: .zero)
            }
            #expect(text(machine.receive(refusal, now: .zero)) == ["list"])
            let list = ObjectList(items: [pod("a", "3")], resourceVersion: "5")
            #expect(text(machine.receive(.listed(list), now: .zero)) == ["synced 1", "open 5 450s"])
            _ = machine.receive(.opened, now: .zero)
            _ = machine.receive(.ended(error(410, "Expired")), now: .seconds(2))
            #expect(text(machine.receive(.waited, now: .seconds(3))) == ["list >=5"])
        }
    }

    @Test func aStreamThatBreaksBeforeItsEndCountsForNothing() {
        // C3.7: a list takes its place, and says what the trouble is if it is still there.
        for end in [
            WatchStateMachine.Input.ended(nil), .ended(ClusterError(.connectionLost, doing: "")),
            .received(.error(KubernetesStatus(status(410, "Expired")) ?? unreadable)),
            .openFailed(ClusterError(.unreachable, doing: "")),
        ] {
            var machine = streaming(.cached)
            #expect(text(machine.receive(.start, now: .zero)) == ["stream cached 450s"])
            _ = machine.receive(.opened, now: .zero)
            _ = machine.receive(.received(.added(pod("a", "3"))), now: .zero)
            #expect(text(machine.receive(end, now: .zero)) == ["list cached"])
            #expect(
                text(machine.receive(.listFailed(ClusterError(.unreachable, doing: "")), now: .zero)) == [
                    "fail unreachable"
                ]
            )
        }
        var machine = streaming()
        _ = machine.receive(.start, now: .zero)
        let cancelled = ClusterError(.cancelled, doing: "")
        #expect(text(machine.receive(.openFailed(cancelled), now: .zero)) == ["fail cancelled"])
    }

    private var unreadable: KubernetesStatus { preconditionFailure("the Status of this test is one") }

    @Test func backoffDoublesToThirtySecondsAndForgetsAfterTwoHealthyMinutes() {
        // C3.4
        var backoff = WatchBackoff()
        let ceilings = (0..<8).map { _ in backoff.next(afterHealthy: .zero, random: 1) }
        #expect(
            ceilings[..<4] == [
                .milliseconds(800), .milliseconds(1600), .milliseconds(3200), .milliseconds(6400),
            ]
        )
        #expect(ceilings[6...] == [.seconds(30), .seconds(30)])
        #expect(backoff.next(afterHealthy: .seconds(119), random: 0) == .zero)
        #expect(backoff.next(afterHealthy: .seconds(120), random: 1) == .milliseconds(800))
    }
}
