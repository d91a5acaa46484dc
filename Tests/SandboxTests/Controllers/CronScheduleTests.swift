// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Testing

@testable import Sandbox

@Suite struct CronScheduleTests {
    /// Expectations follow github.com/robfig/cron v3, which servers read schedules with: a day matches if either of both fields says
    /// so, unless one of them has `*` or `?` in it; every so many days is not that.
    @Test(arguments: [
        // The 1st of December 2026 is a Tuesday.
        ("0 0 * * *", ["01", "02", "03", "04"]),
        ("0 0 3 * *", ["03"]),
        ("0 0 * * 5", ["04", "11"]),
        ("0 0 3 * 5", ["03", "04", "11"]),
        ("0 0 */5 * 5", ["01", "04", "06", "11"]),
        ("0 0 */1 * 5", ["04", "11"]),
        ("0 0 ?/5 * 5", ["01", "04", "06", "11"]),
        ("0 0 ? * 5", ["04", "11"]),
        ("0 0 3 * */6", ["03", "05", "06", "12"]),
        ("0 0 3 * */1", ["03"]),
        ("0 0 3,* * 5", ["04", "11"]),
        ("0 0 9/2 * 5", ["04", "09", "11"]),
    ])
    func aDayIsOneThatTheFieldsAgreeOn(schedule: String, days: [String]) throws {
        let cron = try CronSchedule(schedule)
        var moment = try #require(Timestamp("2026-11-30T12:00:00Z"))
        var found: [String] = []
        while let next = cron.next(after: moment), found.count < days.count {
            found.append(String(next.description.dropFirst(8).prefix(2)))
            moment = next
        }
        #expect(found == days)
    }

    /// Berlin puts its clocks forward on the 28th of March 2027 at 2, and back on the 31st of October at 3.
    @Test(arguments: [
        // Half past two does not come on that day, and comes twice on the other.
        ("30 2 * * *", "2027-03-26T12:00:00Z", ["27T01:30", "29T00:30"]),
        ("30 2 * * *", "2027-10-30T12:00:00Z", ["31T00:30", "31T01:30", "01T01:30"]),
        ("0 0 * * *", "2027-03-27T12:00:00Z", ["27T23:00", "28T22:00"]),
        ("0 0 28 * *", "2027-03-01T00:00:00Z", ["27T23:00", "27T22:00"]),
        ("*/30 1-3 * * 0", "2027-03-28T00:00:00Z", ["28T00:30", "28T01:00", "28T01:30", "03T23:00"]),
    ])
    func aRunIsWhereTheClocksOfAZoneShowIt(schedule: String, start: String, runs: [String]) throws {
        let rule = "CET-1CEST,M3.5.0,M10.5.0/3"
        let zone = try #require(TimeZoneRules(ZoneFile.bytes(changes: [], offsets: [3600], rule: rule)))
        let cron = try CronSchedule(schedule)
        var moment = try #require(Timestamp(start))
        var found: [String] = []
        while found.count < runs.count, let next = cron.next(after: moment, in: zone) {
            found.append(String(next.description.dropFirst(8).prefix(8)))
            moment = next
        }
        #expect(found == runs)
        #expect(cron.last(after: try #require(Timestamp(start)), upTo: moment, in: zone) == moment)
    }
}
