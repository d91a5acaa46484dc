// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Testing

@Suite struct IntOrStringTests {
    @Test(
        arguments: [
            (IntOrString.integer(3), 10, true, 3), ("25%", 3, true, 1), ("25%", 3, false, 0),
            ("50%", 3, true, 2),
            ("50%", 3, false, 1), ("100%", 7, false, 7), ("0%", 7, true, 0),
        ]
    )
    func scalesPercentages(value: IntOrString, total: Int, up: Bool, expected: Int) {
        #expect(value.scaled(to: total, roundingUp: up) == expected)
    }

    @Test(arguments: [IntOrString.string("http"), "%", "-5%", "1.5%", "5 %"])
    func hasNoNumberInOtherTexts(value: IntOrString) {
        #expect(value.scaled(to: 10, roundingUp: true) == nil)
    }
}

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0, 0), ("2026-11-21T03:18:00Z", 1_795_231_080, 0),
            ("2024-02-29T23:59:59Z", 1_709_251_199, 0), ("1969-12-31T23:59:59Z", -1, 0),
            ("2026-11-21T04:18:00+01:00", 1_795_231_080, 0),
            ("2026-11-21T03:18:00.25Z", 1_795_231_080, 250_000_000),
            ("2026-11-21T03:18:00.123456789123Z", 1_795_231_080, 123_456_789),
        ] as [(String, Int64, Int32)]
    )
    func readsRFC3339(text: String, seconds: Int64, nanoseconds: Int32) {
        #expect(Timestamp(text) == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
    }

    @Test(
        arguments: [
            "", "2026-11-21", "2026-11-21T03:18:00", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "2026-01-01T24:00:00Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx",
            "2026-01-01T00:00:00+1:00",
        ]
    )
    func refusesOtherTexts(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: [
        "2026-11-21T03:18:00Z", "2000-02-29T12:00:01Z", "1900-03-01T00:00:00Z", "2100-02-28T23:59:59Z",
    ])
    func writesWhatItReads(text: String) throws {
        #expect(try #require(Timestamp(text)).description == text)
    }

    @Test func writesMicroseconds() {
        let moment = Timestamp(seconds: 0, nanoseconds: 42_999)
        #expect(moment.withMicroseconds == "1970-01-01T00:00:00.000042Z")
    }

    @Test func carriesAcrossSeconds() {
        let moment = Timestamp(seconds: 10, nanoseconds: 900_000_000)
        let last = Timestamp(seconds: 253_402_300_799)
        #expect(
            Timestamp(seconds: 1) + .seconds(Int64.max) == last
                && Timestamp(seconds: 1) + .seconds(1 << 60) == last
        )
        #expect(last.description.hasPrefix("9999-12-31T23:59:59"))
        #expect(moment + .milliseconds(200) == Timestamp(seconds: 11, nanoseconds: 100_000_000))
        #expect(moment - .milliseconds(950) == Timestamp(seconds: 9, nanoseconds: 950_000_000))
        #expect(Timestamp(seconds: 11) - moment == .milliseconds(100))
        #expect(moment < Timestamp(seconds: 11))
    }
}

@Suite struct NameTests {
    @Test(
        arguments: [
            ("web", true), ("web-1", true), ("1web", true), ("-web", false), ("web-", false), ("Web", false),
            ("a.b", false), ("", false), (String(repeating: "a", count: 63), true),
            (String(repeating: "a", count: 64), false),
        ]
    )
    func knowsLabels(text: String, isLabel: Bool) {
        #expect(DNSName.isLabel(text) == isLabel)
    }

    @Test(arguments: [
        ("a.b", true), ("a..b", false), ("a.-b", false), (".a", false), ("shop.example.com", true),
    ])
    func knowsSubdomains(text: String, isSubdomain: Bool) {
        #expect(DNSName.isSubdomain(text) == isSubdomain)
    }

    @Test func knowsLabelKeysAndValues() {
        #expect(LabelSyntax.isKey("app.kubernetes.io/name"))
        #expect(LabelSyntax.isKey("tier"))
        #expect(!LabelSyntax.isKey("a/b/c"))
        #expect(!LabelSyntax.isKey("/name"))
        #expect(!LabelSyntax.isKey(""))
        #expect(LabelSyntax.isValue(""))
        #expect(LabelSyntax.isValue("V1.2_x"))
        #expect(!LabelSyntax.isValue("a b"))
        #expect(!LabelSyntax.isValue("-a"))
    }
}
