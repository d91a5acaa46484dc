// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Lint

/// Formats of definitions, as the validators of kube-openapi have them.
@Suite struct SchemaFormatTests {
    @Test(arguments: [
        ("ipv4", "10.0.0.1"), ("ipv4", "010.0.0.1"), ("ipv6", "::1"), ("ipv6", "2001:db8::8a2e:370:7334"),
        ("ipv6", "::ffff:10.0.0.1"), ("ipv6", "1:2:3:4:5:6:7:8"), ("ipv6", "1::"), ("cidr", "10.0.0.0/8"),
        ("cidr", "fd00::/128"), ("mac", "00:00:5e:00:53:01"), ("mac", "00-00-5E-00-53-01"),
        ("mac", "0000.5e00.5301"),
        ("uuid", "F47AC10B-58CC-4372-A567-0E02B2C3D479"), ("uuid", "f47ac10b58cc4372a5670e02b2c3d479"),
        ("uuid4", "f47ac10b-58cc-4372-a567-0e02b2c3d479"), ("hostname", "www.example.com"),
        ("hostname", "localhost"),
        ("hostname", "a-b.example.com"), ("byte", "aGVsbG8="), ("byte", "aGVsbG9v"), ("date", "2024-02-29"),
        ("date-time", "2014-12-15T19:30:20.000Z"), ("datetime", "2014-12-15t19:30:20+01:00"),
        ("duration", "1h30m"),
        ("duration", "22 ns"), ("duration", "3 days"), ("duration", "0"), ("duration", "-1.5h"),
        ("hexcolor", "#FFFFFF"),
        ("hexcolor", "fff"), ("bsonobjectid", "507f1f77bcf86cd799439011"), ("ssn", "111-11-1111"),
        ("k8s-short-name", "my-name"), ("k8s-long-name", "a.b-c.d"),
    ])
    func takes(name: String, text: String) throws {
        #expect(try #require(SchemaFormat(name, ofType: "string")).accepts(text) == true)
    }

    @Test(arguments: [
        ("ipv4", "10.0.0"), ("ipv4", "10.0.0.256"), ("ipv4", "::1"), ("ipv4", "10.0.0.1.2"), ("ipv4", ""),
        ("ipv6", "10.0.0.1"),
        ("ipv6", "1:2:3:4:5:6:7"), ("ipv6", "1::2::3"), ("ipv6", "1:2:3:4:5:6:7:8:9"), ("ipv6", "::12345"),
        ("ipv6", "fe80::1%eth0"),
        ("ipv6", "1:2:3:4:5:6:7::8"), ("ipv6", ":1"), ("ipv6", "1:"), ("cidr", "10.0.0.0"),
        ("cidr", "10.0.0.0/33"), ("cidr", "10.0.0.0/"),
        ("cidr", "/8"), ("mac", "00:00:5e:00:53"), ("mac", "00:00:5e:00:53:0g"), ("mac", "00:00-5e-00-53-01"),
        ("uuid", "f47ac10b"),
        ("uuid4", "f47ac10b-58cc-1372-a567-0e02b2c3d479"), ("hostname", "a_b.example.com"),
        ("hostname", "a.example.com."), ("hostname", ""),
        ("hostname", "-a.example.com"), ("byte", "hello"), ("byte", ""), ("date", "2023-02-29"),
        ("date", "2023-2-1"), ("date", "20230201"),
        ("date-time", "2014-12-15"), ("date-time", "2014-12-15T25:00:00Z"),
        ("date-time", "2014-12-15T19:30:20"), ("duration", "soon"),
        ("duration", "10"), ("duration", ""), ("duration", "5 parsecs"), ("hexcolor", "#ffff"),
        ("bsonobjectid", "507f"), ("ssn", "111111111"),
        ("k8s-short-name", "My-name"), ("k8s-short-name", "a.b"), ("k8s-long-name", "a..b"),
        ("uri", "example.com"), ("uri", ""),
        ("uri", "a b"), ("email", "nobody"),
    ])
    func refuses(name: String, text: String) throws {
        #expect(try #require(SchemaFormat(name, ofType: "string")).accepts(text) == false)
    }

    /// What is not known here is not refused.
    @Test(arguments: [
        ("uri", "https://example.com/a"), ("uri", "/a"), ("uri", "mailto:a@b"), ("email", "A <a@b.example>"),
        ("hostname", "bücher.example"),
    ])
    func isNotKnown(name: String, text: String) throws {
        #expect(try #require(SchemaFormat(name, ofType: "string")).accepts(text) == nil)
    }

    @Test(arguments: [
        ("quantity", "string"), ("password", "string"), ("isbn", "string"), ("int32", "string"),
        ("ipv4", "integer"), ("int64", "integer"),
        ("double", "number"), ("date", "array"),
    ])
    func isPassedOver(name: String, type: String) {
        #expect(SchemaFormat(name, ofType: type) == nil)
    }

    @Test(arguments: [
        ("1ns", 1), ("1us", 1_000), ("1µs", 1_000), ("1.5s", 1_500_000_000), ("1h1m", 3_660_000_000_000),
        ("-2ms", -2_000_000),
        ("+.5s", 500_000_000), ("0", 0), ("0.3s", 300_000_000), ("2562047h47m16.854775807s", Int64.max),
        ("-2562047h47m16.854775808s", Int64.min),
    ])
    func durationsHaveALength(text: String, nanoseconds: Int64) {
        #expect(GoDuration.nanoseconds(text) == nanoseconds)
    }

    @Test(arguments: [
        "", "1", ".s", "1x", "s", "1h 1m", "2562047h47m16.854775808s", "9999999999999h", "-", "1.s.", "1d",
    ])
    func noDurations(text: String) {
        #expect(GoDuration.nanoseconds(text) == nil)
    }
}
