// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Kubernetes

@Suite struct QuantityTests {
    @Test(
        arguments: [
            ("0", "0"), ("0.1", "100m"), ("100m", "100m"), ("1.5", "1500m"), ("1500m", "1500m"),
            ("1000m", "1"),
            ("100000", "100k"), ("1e3", "1e3"), ("1E3", "1e3"), ("12e6", "12e6"), ("1E", "1E"),
            ("256Mi", "256Mi"),
            ("1024Mi", "1Gi"), ("0.5Gi", "512Mi"), ("1.5Gi", "1536Mi"), ("1023Ki", "1023Ki"), ("512", "512"),
            ("0.5Ki", "512"), ("-1Gi", "-1Gi"), ("+5", "5"), (".5", "500m"), ("5.", "5"), ("1u", "1u"),
            ("1n", "1n"),
            ("0.0000000001", "1n"), ("0.1Ki", "102400m"), ("1000Ei", "9223372036854775807"),
            ("1e9223372036854775807", "9223372036854775807"), ("1e-9223372036854775808", "1e-9"),
            ("0.00000000000000000001e-9223372036854775808", "1e-9"),
        ]
    )
    func writesWhatTheServerWrites(text: String, canonical: String) throws {
        #expect(try #require(Quantity(text)).description == canonical)
    }

    @Test(arguments: ["", ".", "-", "1 Gi", "1gi", "1KiB", "1e", "Mi", "1.2.3", "0x10", "1ki", "1m5"])
    func refusesWhatTheServerRefuses(text: String) {
        #expect(Quantity(text) == nil)
    }

    @Test func comparesAmountsHoweverWritten() throws {
        #expect(Quantity("0.1") == Quantity("100m"))
        #expect(Quantity("1Gi") == Quantity("1073741824"))
        #expect(Quantity("1Gi") != Quantity("1G"))
        #expect(try #require(Quantity("999Mi")) < #require(Quantity("1Gi")))
        #expect(try #require(Quantity("-1")) < #require(Quantity("1n")))
    }

    @Test func roundsWholeUnitsAwayFromZero() throws {
        #expect(try #require(Quantity("1001m")).value == 2)
        #expect(try #require(Quantity("-1001m")).value == -2)
        #expect(try #require(Quantity("250m")).milliValue == 250)
        #expect(try #require(Quantity("999Ei")).value == Int64.max)
    }

    @Test func addsInTheFormOfTheLeftSide() throws {
        let sum = try #require(Quantity("512Mi")) + #require(Quantity("512Mi"))
        #expect(sum.description == "1Gi")
        #expect((Quantity.milli(1500) - Quantity.milli(500)).description == "1")
        #expect(Quantity.bytes(268_435_456).description == "256Mi")
    }
}
