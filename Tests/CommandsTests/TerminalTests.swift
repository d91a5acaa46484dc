// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct TerminalTests {
    @Test func tablesLineUpAndWrapTheLastColumn() {
        var table = TableRenderer([
            .init(title: "service"), .init(title: "ready", isRightAligned: true), .init(title: "note"),
        ])
        table.add(["orders", "1/3", "container exits at start, three times"])
        table.add(["cart", "12/12"])
        table.add(["日本", "3/3", "ok"])
        #expect(
            table.render(width: 32) == """
                SERVICE  READY  NOTE
                orders     1/3  container exits
                                at start, three
                                times
                cart     12/12
                日本       3/3  ok

                """
        )
    }

    @Test func aNarrowTerminalGetsTheLastColumnBelowTheOthers() {
        var table = TableRenderer([.init(title: "service"), .init(title: "recorded"), .init(title: "why")])
        table.add(["orders", "16 seconds ago", "container exits at start"])
        #expect(
            table.render(width: 30) == """
                SERVICE  RECORDED        WHY
                orders   16 seconds ago
                    container exits at start

                """
        )
    }

    @Test func anEmptyCellTakesNoLineAndAnotherOneThatDoesNotFitTakesItsOwn() {
        var table = TableRenderer([
            .init(title: "service"), .init(title: "ready", isRightAligned: true), .init(title: "note"),
        ])
        table.add(["orders", "12/12", ""])
        table.add(["cart", "3/12", "well, nearly"])
        #expect(
            table.render(width: 15) == """
                SERVICE  READY
                    NOTE
                orders   12/12
                cart      3/12
                    well, nearly

                """
        )
        var ways = TableRenderer([
            .init(title: "from"), .init(title: "to"), .init(title: "deadline", isRightAligned: true),
        ])
        ways.add(["gateway", "orders", "2500ms"])
        #expect(
            ways.render(width: 20) == """
                FROM     TO
                    DEADLINE
                gateway  orders
                      2500ms

                """
        )
        #expect(ways.render(width: .max) == "FROM     TO      DEADLINE\ngateway  orders    2500ms\n")
    }

    @Test(arguments: [
        (
            40,
            [
                "  ✖ orders  r15  1/3 ready  14.2 s", "    container exits at start",
                "      last log   fatal: no such variable", "                 DATABASE_URL",
            ]
        ),
        (
            60,
            [
                "  ✖ orders  r15  1/3 ready  14.2 s   container exits at",
                "                                     start",
                "      last log   fatal: no such variable DATABASE_URL",
            ]
        ),
        (
            Int.max,
            [
                "  ✖ orders  r15  1/3 ready  14.2 s   container exits at start",
                "      last log   fatal: no such variable DATABASE_URL",
            ]
        ),
    ])
    func aBoardIsBrokenBetweenWords(width: Int, lines: [String]) {
        var row = BoardRow(mark: .failed, service: "orders", revision: "r15", ready: "1/3 ready")
        row.duration = "14.2 s"
        row.text = "container exits at start"
        row.details = ["last log   fatal: no such variable DATABASE_URL"]
        #expect(BoardLayout(paint: Paint(isOn: false), width: width).lines([row]) == lines)
    }

    @Test(arguments: [
        ("", []), ("one", ["one"]), ("  two  words", ["  two  words"]),
        ("a  b  c  d  e  f", ["a  b  c  d", "e  f"]),
        ("a-long-word-of-22-bytes b", ["a-long-word-of-22-bytes", "b"]), ("ends with  ", ["ends with"]),
    ])
    func textsAreBrokenBetweenWords(text: String, lines: [String]) {
        #expect(TextWidth.wrap(text, to: 12) == lines)
    }

    @Test(arguments: [
        (Duration.milliseconds(0), "0 ms"), (.milliseconds(999), "999 ms"), (.milliseconds(1_000), "1.0 s"),
        (.milliseconds(1_949), "1.9 s"), (.milliseconds(59_999), "60.0 s"), (.seconds(60), "1 min 00 s"),
        (.seconds(125), "2 min 05 s"),
    ])
    func durationsAreAsPreciseAsMatters(duration: Duration, text: String) {
        #expect(DurationText.precise(duration) == text)
    }

    @Test(arguments: [
        (Int64(0), "just now"), (1, "1 second ago"), (59, "59 seconds ago"), (60, "1 minute ago"),
        (7_199, "1 hour ago"), (7_200, "2 hours ago"), (172_800, "2 days ago"),
    ])
    func agesNameTheLargestUnit(seconds: Int64, text: String) {
        #expect(DurationText.age(seconds: seconds) == text)
    }

    @Test func colourFollowsTheChoiceThenNoColorThenTheTerminal() {
        #expect(ColorChoice.auto.isOn(isTerminal: true, environment: [:]))
        #expect(!ColorChoice.auto.isOn(isTerminal: false, environment: [:]))
        #expect(!ColorChoice.auto.isOn(isTerminal: true, environment: ["NO_COLOR": "1"]))
        #expect(ColorChoice.auto.isOn(isTerminal: true, environment: ["NO_COLOR": ""]))
        #expect(!ColorChoice.auto.isOn(isTerminal: true, environment: ["TERM": "dumb"]))
        #expect(ColorChoice.always.isOn(isTerminal: false, environment: ["NO_COLOR": "1"]))
        #expect(!ColorChoice.never.isOn(isTerminal: true, environment: [:]))
    }
}
