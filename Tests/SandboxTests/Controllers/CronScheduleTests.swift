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
}
