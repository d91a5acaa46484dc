// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Sandbox

/// Files of zones as `zic` writes them.
enum ZoneFile {
    /// A file of the second version, whose first part is empty; each change leads to the offset with the next number.
    static func bytes(changes: [Int64], offsets: [Int64], rule: String) -> [UInt8] {
        func number(_ value: Int64, _ width: Int) -> [UInt8] {
            (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        func header(_ times: Int, _ types: Int) -> [UInt8] {
            let counts = [0, 0, 0, times, types, 4].flatMap { number(Int64($0), 4) }
            return Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts
        }
        var bytes = header(0, 1) + [UInt8](repeating: 0, count: 10)
        bytes += header(changes.count, offsets.count)
        bytes += changes.flatMap { number($0, 8) } + changes.indices.map { UInt8($0 + 1) }
        bytes += offsets.flatMap { number($0, 4) + [0, 0] }
        return bytes + Array("ABC\0\n\(rule)\n".utf8)
    }
}

@Suite struct TimeZoneRulesTests {
    private func hours(_ zone: TimeZoneRules, at moment: String) throws -> Double {
        Double(zone.offset(at: try #require(Timestamp(moment)).seconds)) / 3600
    }

    @Test func changesHoldUntilTheNextOneAndTheRuleAfterThem() throws {
        let changes = [Int64(1_000_000), 2_000_000]
        let file = ZoneFile.bytes(changes: changes, offsets: [-1800, 3600, 7200], rule: "AAA-5")
        let zone = try #require(TimeZoneRules(file))
        let found = [0, 999_999, 1_000_000, 1_999_999, 2_000_000].map { zone.offset(at: $0) }
        #expect(found == [-1800, -1800, 3600, 3600, 18_000])
        let open = try #require(
            TimeZoneRules(ZoneFile.bytes(changes: changes, offsets: [0, 3600, 7200], rule: ""))
        )
        #expect(open.offset(at: 3_000_000) == 7200)
    }

    /// The rules of zones as they are, at the last second before each change and at the change.
    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2027-03-28T00:59:59Z", 1.0),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2027-03-28T01:00:00Z", 2.0),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2027-10-31T00:59:59Z", 2.0),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2027-10-31T01:00:00Z", 1.0),
        ("EST5EDT,M3.2.0,M11.1.0", "2027-03-14T06:59:59Z", -5.0),
        ("EST5EDT,M3.2.0,M11.1.0", "2027-03-14T07:00:00Z", -4.0),
        // In the south summer is at the turn of the year.
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-12-31T23:30:00Z", 11.0),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2027-04-03T16:00:00Z", 10.0),
        // Half an hour more in summer.
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2027-01-01T00:00:00Z", 11.0),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2027-07-01T00:00:00Z", 10.5),
        // An hour before the last Sunday begins.
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2027-03-28T00:59:59Z", -2.0),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2027-03-28T01:00:00Z", -1.0),
        ("AAA0BBB,J60/0,J61/0", "2028-03-01T12:00:00Z", 1.0),
        ("AAA0BBB,59/0,60/0", "2028-02-29T12:00:00Z", 1.0), ("<+0530>-5:30", "2027-01-01T00:00:00Z", 5.5),
    ])
    func clocksGoByTheRule(rule: String, moment: String, ahead: Double) throws {
        let zone = try #require(TimeZoneRules(ZoneFile.bytes(changes: [], offsets: [0], rule: rule)))
        #expect(try hours(zone, at: moment) == ahead)
    }

    @Test(arguments: ["A-1", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.5.0", "CET-1x"])
    func whatIsNoRuleIsNoZone(rule: String) {
        #expect(TimeZoneRules(ZoneFile.bytes(changes: [], offsets: [0], rule: rule)) == nil)
    }

    @Test func aFileThatIsCutIsNoZone() {
        let whole = ZoneFile.bytes(changes: [0, 9], offsets: [0, 1, 2], rule: "AAA0")
        #expect(TimeZoneRules(whole) != nil)
        for count in 0..<whole.count {
            #expect(TimeZoneRules(Array(whole[..<count])) == nil)
        }
    }

    @Test func aMomentIsShownByTheClocksOfTheZone() throws {
        let moment = try #require(Timestamp("2026-12-31T23:30:00Z"))
        for (rule, text) in [
            ("UTC0", "2026-12-31T23:30:00Z"), ("AAA-1", "2027-01-01T00:30:00+01:00"),
            ("AAA3:30", "2026-12-31T20:00:00-03:30"),
        ] {
            let zone = try #require(TimeZoneRules(ZoneFile.bytes(changes: [], offsets: [0], rule: rule)))
            #expect(zone.text(of: moment) == text)
        }
    }

    @Test(
        .enabled(if: TimeZoneRules.areKnown),
        arguments: [
            ("Europe/Berlin", 1.0, 2.0), ("Etc/UTC", 0.0, 0.0), ("America/New_York", -5.0, -4.0),
        ]
    )
    func theSystemsZonesCanBeRead(name: String, winter: Double, summer: Double) throws {
        let zone = try #require(TimeZoneRules(named: name))
        #expect(try hours(zone, at: "2027-07-15T12:00:00Z") == summer)
        // After all changes that files list.
        #expect(try hours(zone, at: "2045-01-15T12:00:00Z") == winter)
    }

    /// It is 8 o'clock in UTC where the clock of the tests begins.
    @Test(.enabled(if: TimeZoneRules.areKnown))
    func aCronJobRunsByTheClocksOfItsZone() async throws {
        let client = SandboxClient()
        let spec: JSONObject = ["schedule": "30 9 * * *", "timeZone": "Europe/Berlin"]
        let made = try await client.send("POST", Refusal.path("cronjobs"), Made.cronJob(spec))
        #expect(made.status == 201, "\(made.text)")
        await client.server.advance(by: .seconds(1790))
        #expect(try await client.get(Refusal.path("jobs"))["items"] == [])
        await client.server.advance(by: .seconds(20))
        let job = try await client.get(Refusal.path("jobs"))["items"]?.array?.first
        let annotation = "batch.kubernetes.io/cronjob-scheduled-timestamp"
        #expect(job?[path: "metadata", "annotations"]?[annotation] == "2027-01-15T09:30:00+01:00")
    }

    @Test(.enabled(if: TimeZoneRules.areKnown), arguments: ["Nowhere/City", "Europe", "utc"])
    func aZoneThatIsNotThereIsRefused(name: String) async throws {
        try await Refusal(
            "cronjobs",
            Made.cronJob(["timeZone": .string(name)]),
            .invalid("spec.timeZone", .string(name), "unknown time zone \(name)")
        ).check()
    }

    /// Go looks for no such names, and opens nothing for them.
    @Test(arguments: ["../../../../dev/stdin", "/etc/localtime", "Europe\\Berlin"])
    func whatIsNoNameOfAZoneIsNotLookedFor(name: String) {
        #expect(!TimeZoneRules.mayBe(name))
        #expect(TimeZoneRules(named: name) == nil)
        #expect(TimeZoneRules.mayBe(""))
    }

    @Test func whatTheServersOwnClockShowsIsNoZone() async throws {
        try await Refusal(
            "cronjobs",
            Made.cronJob(["timeZone": "Local"]),
            .invalid(
                "spec.timeZone",
                "Local",
                "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"
            )
        ).check()
    }
}
