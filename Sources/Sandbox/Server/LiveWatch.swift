// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// A watch that somebody is reading.
struct LiveWatch: Sendable {
    /// What becomes of an event under the watch's fault.
    enum Verdict {
        case deliver
        case swallow
        case end
        case expire
    }

    let plan: WatchPlan
    let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
    /// When the server ends it; `nil` for never.
    let ends: Timestamp?
    var nextBookmark: Timestamp?
    /// Whether the columns of a table have been told.
    private var hasSentColumns = false
    private var eventsLeft: Int?
    private let atEnd: Verdict
    private let period: Duration

    init(
        plan: WatchPlan,
        continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation,
        opened: Timestamp,
        fault: FaultScript.Fault?,
        options: SandboxOptions
    ) {
        self.plan = plan
        self.continuation = continuation
        period = options.bookmarkPeriod
        ends = plan.timeout.map { opened + .seconds($0) }
        switch fault {
        case .truncatedWatch(let events): (eventsLeft, atEnd) = (events, .end)
        case .stalledWatch(let events): (eventsLeft, atEnd) = (events, .swallow)
        case .expiredWatch(let events): (eventsLeft, atEnd) = (events, .expire)
        default: (eventsLeft, atEnd) = (nil, .deliver)
        }
        nextBookmark = nil
        nextBookmark = bookmark(after: opened)
    }

    /// When the watch itself has something to do.
    var nextDeadline: Timestamp? { [ends, nextBookmark].compactMap { $0 }.min() }

    /// Bookmarks come every period, and once shortly before the end; a watch shorter than that gets none.
    func bookmark(after moment: Timestamp) -> Timestamp? {
        guard plan.wantsBookmarks else { return nil }
        let regular = moment + period
        guard let ends else { return regular }
        let last = ends - .seconds(1)
        if regular < last { return regular }
        return last > moment && (plan.timeout ?? 0) > 2 ? last : nil
    }

    /// The event as it goes out: only the first one of a table describes the columns.
    mutating func line(_ event: WatchEvent) -> [UInt8] {
        guard plan.format == .table, !["ERROR", "BOOKMARK"].contains(event.type) else { return event.line }
        var event = event
        if hasSentColumns { event.object["columnDefinitions"] = .null }
        hasSentColumns = true
        return event.line
    }

    mutating func admit() -> Verdict {
        guard let left = eventsLeft else { return .deliver }
        if left > 0 {
            eventsLeft = left - 1
            return .deliver
        }
        return atEnd
    }
}
