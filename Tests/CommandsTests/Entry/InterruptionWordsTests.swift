// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

@preconcurrency import Dispatch
import Glibc
import Kubernetes
import Rollout
import Testing

@testable import Commands

/// What somebody hears who interrupts a deploy, and who does not wait for its report.
@Suite struct InterruptionWordsTests {
    private static func event(_ service: String?, _ what: DeployEvent.What) -> DeployEvent {
        DeployEvent(at: Timestamp(seconds: 0), service: service, what: what)
    }

    private static func object(_ kind: String, _ name: String) -> ObjectReference {
        let type = GroupVersionKind(apiVersion: "v1", kind: kind)
        return ObjectReference(type: type, namespace: "shop", name: name)
    }

    @Test func theFirstSignalIsAnsweredWithWhatItTakes() {
        let written = WrittenSoFar()
        #expect(written.patience == "interrupted: ending; Ctrl-C again ends at once")
        written.receive(Self.event(nil, .lockAcquired))
        let words = """
            interrupted: finishing the writes under way; Ctrl-C again ends at once and leaves the lock for 45 s, or longer on a \
            slow server
            """
        #expect(written.patience == words)
        written.isLocked = false
        #expect(written.patience == "interrupted: ending; Ctrl-C again ends at once")
    }

    @Test func theSecondSignalIsAnsweredWithWhatWasApplied() {
        let written = WrittenSoFar()
        #expect(
            written.lines
                == [
                    "ended at once, without a report; nothing was applied, unless by a write that was under way"
                ]
        )
        written.receive(Self.event(nil, .lockAcquired))
        for number in 1...6 {
            written.receive(Self.event("web", .applied(Self.object("ConfigMap", "web-\(number)"), .created)))
        }
        written.receive(Self.event("cart", .applied(Self.object("Service", "cart"), .updated)))
        written.receive(Self.event("cart", .pruned(Self.object("ConfigMap", "old"))))
        let lines = written.lines
        #expect(
            lines.first
                == "ended at once, without a report; applied until then, besides what was under way:"
        )
        #expect(lines[1].hasPrefix("  web: ConfigMap shop/web-1 created, "))
        #expect(lines[1].hasSuffix(", and 1 more"))
        #expect(lines[2] == "  cart: Service shop/cart updated, ConfigMap shop/old deleted")
        #expect(
            lines.last
                == "the lock stays for 45 s, or longer on a slow server; then run the same command again"
        )
    }

    @Test func nothingIsSaidOfWorkThatIsDone() {
        let words = InterruptionWords()
        let said = Capture()
        words.prepare(.init(first: { said.append("first") }, last: { said.append("last") }))
        words.sayFirst()
        words.sayLast()
        words.prepare(nil)
        words.sayFirst()
        #expect(said.text == "firstlast")
    }
    /// Whoever reads standard error may be slow; the next signal is judged by when it comes all the same.
    @Test func theFirstSignalWaitsForNobodyToRead() {
        let isRead = DispatchSemaphore(value: 0)
        defer { isRead.signal() }
        let words = InterruptionWords()
        words.prepare(.init(first: { isRead.wait() }, last: {}))
        var isCancelled = false
        let begin = Monotonic.now()
        Interruption.answer(
            SIGINT,
            .cancel,
            words,
            cancel: { isCancelled = true },
            end: { Issue.record("it has ended") }
        )
        #expect(isCancelled)
        // The words at the end are waited for so long.
        #expect(Monotonic.now() - begin < .seconds(1))
    }

    @Test func theLastWordsAreSaidBeforeTheEnd() {
        let said = Capture()
        let words = InterruptionWords()
        words.prepare(.init(first: { said.append("first") }, last: { said.append("last,") }))
        Interruption.answer(
            SIGTERM,
            .end,
            words,
            cancel: { said.append("cancel") },
            end: { said.append("end") }
        )
        #expect(said.text == "last,end")
    }
    /// As a shell does for a job in the background of a script, and `nohup` for the end of the terminal.
    @Test func whatWasIgnoredBeforeIsNotHandled() {
        // These two are sent by nobody.
        signal(SIGURG, SIG_IGN)
        signal(SIGWINCH, SIG_DFL)
        #expect(Interruption.meant([SIGURG, SIGWINCH]) == [SIGWINCH])
        signal(SIGURG, SIG_DFL)
    }

    /// Whoever presses Ctrl-C in the first millisecond means it as well.
    @Test func aSignalBeforeAnybodyListensIsNotLost() async throws {
        // It is sent by nobody else.
        let pipe = try #require(SignalPipe(for: [SIGUSR2]))
        kill(getpid(), SIGUSR2)
        let (numbers, heard) = AsyncStream.makeStream(of: Int32.self)
        let source = pipe.source { heard.yield($0) }
        #expect(await numbers.first { _ in true } == SIGUSR2)
        source.cancel()
    }
}
