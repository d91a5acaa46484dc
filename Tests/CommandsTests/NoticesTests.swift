// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Rollout
import Testing

@testable import Commands
@testable import KubernetesClient

@Suite struct NoticesTests {
    private let error = Capture()
    private let started = DeployEvent(
        at: Timestamp(seconds: 1_790_000_000),
        service: "orders",
        what: .started(revision: 3)
    )
    private let waiting = "waiting for https://10.0.0.1: no answer for 5 s"

    private var context: CommandContext {
        var context = CommandContext.failing { Issue.record("\($0)") }
        let error = error
        context.standardError = { error.append($0) }
        context.now = { 1_790_000_002 }
        return context
    }

    private func display(_ mode: DeployDisplay.Mode, _ notices: Notices) -> DeployDisplay {
        DeployDisplay(
            mode: mode,
            services: ["orders"],
            layout: BoardLayout(paint: Paint(isOn: false), width: 40),
            notices: notices,
            context: context
        )
    }

    @Test func aLineStandsAboveTheBoardThatIsDrawn() async {
        let notices = Notices(context)
        let display = display(.live, notices)
        await display.receive(started)
        notices.say(waiting)
        let board = "\r\u{1B}[K  ⠋ orders  r3    2.0 s   applying\n\u{1B}[J"
        // Not between two frames: the next one goes up by as many lines as the last one had.
        #expect(error.text == board)
        await display.receive(started)
        #expect(error.text == board + "\u{1B}[1A\r\u{1B}[J\(waiting)\n" + board)
        await display.receive(started)
        #expect(error.text.hasSuffix(board + "\u{1B}[1A" + board))
    }

    @Test func whatNoFrameHasShownIsShownAtTheEnd() async {
        let notices = Notices(context)
        let display = display(.live, notices)
        await display.receive(started)
        notices.say(waiting)
        await display.finish()
        #expect(error.text.hasSuffix("\u{1B}[1A\r\u{1B}[J\(waiting)\n"))
        notices.say("warning: later")
        #expect(error.text.hasSuffix("\(waiting)\nwarning: later\n"))
    }

    @Test func aProgramThatTalksToAPersonFindsNothingDrawn() async throws {
        // C5.2
        let notices = Notices(context)
        let display = display(.live, notices)
        let run = ProgramRun(command: "login", arguments: [], environment: [], isInteractive: true)
        let error = error
        var machine = SystemAccess(
            readFile: { _ in .missing },
            environment: [:],
            isInteractive: true,
            now: { Timestamp(seconds: 0) },
            run: { [started] (_) async throws(CredentialError) in
                error.append("Code: ")
                await display.receive(started)
                notices.say("warning: meanwhile")
                return []
            }
        ).lendingTerminal(of: notices)
        await display.receive(started)
        notices.say(waiting)
        let board = "\r\u{1B}[K  ⠋ orders  r3    2.0 s   applying\n\u{1B}[J"
        _ = try await machine.run(run)
        let seen = board + "\u{1B}[1A\r\u{1B}[J\(waiting)\nCode: warning: meanwhile\n"
        #expect(error.text == seen)
        // Below what the program has written, and not over it.
        await display.receive(started)
        #expect(error.text == seen + board)
        // Who reads nothing has no terminal either.
        machine.run = { (_) async throws(CredentialError) in [] }
        var silent = run
        silent.isInteractive = false
        _ = try await machine.lendingTerminal(of: notices).run(silent)
        #expect(error.text == seen + board)
    }

    @Test func nothingIsDrawnBelowTheEnd() async {
        let display = display(.live, Notices(context))
        await display.receive(started)
        await display.finish()
        let shown = error.text
        await display.tick()
        await display.receive(started)
        #expect(error.text == shown)
    }

    @Test(arguments: [DeployDisplay.Mode.plain, .jsonLines, .silent])
    func withoutABoardALineIsWrittenAtOnce(mode: DeployDisplay.Mode) async {
        let notices = Notices(context)
        let display = display(mode, notices)
        notices.say(waiting)
        await display.finish()
        #expect(error.text == "\(waiting)\n")
    }
}
