// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Manifest

/// The current day, in UTC so that it is the same for everyone who runs the same commit.
enum Today {
    static func date(in context: CommandContext) -> CalendarDate {
        let text = Timestamp(seconds: context.now()).description.prefix(10)
        // A timestamp always begins with a date; the epoch stands in should the clock be outside four-digit years.
        return CalendarDate(String(text)) ?? .epoch
    }
}

extension CalendarDate {
    fileprivate static var epoch: CalendarDate {
        guard let date = CalendarDate(year: 1970, month: 1, day: 1) else {
            preconditionFailure("1970-01-01 exists")
        }
        return date
    }
}
