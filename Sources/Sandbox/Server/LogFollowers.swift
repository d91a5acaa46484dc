// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes

/// Those who read the output of containers that run.
struct LogFollowers: Sendable {
    private struct Follower {
        var plan: LogPlan
        let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
    }

    private var followers: [Int: Follower] = [:]

    /// Begins with what there is.
    mutating func open(_ plan: LogPlan, as id: Int) -> HTTPStreamReply {
        let (body, continuation) = AsyncThrowingStream.makeStream(
            of: [UInt8].self,
            throwing: (any Error).self
        )
        if !plan.text.isEmpty { continuation.yield(plan.text) }
        followers[id] = Follower(plan: plan, continuation: continuation)
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentType] = "text/plain"
        return HTTPStreamReply(head: head, body: body)
    }

    /// Tells what containers have written meanwhile, and of which there is nothing more to come.
    mutating func serve(_ changes: [Change], _ cluster: Cluster) {
        if followers.isEmpty { return }
        let changed = Set(changes.lazy.filter { $0.key.resource == .pods }.map(\.key))
        for (id, follower) in followers where changed.contains(follower.plan.key) {
            guard let lines = cluster.growth(of: follower.plan) else {
                close(id)
                continue
            }
            if lines.isEmpty { continue }
            followers[id]?.plan.seen += lines
            let stamp = follower.plan.isStamped ? cluster.time + " " : ""
            let text = Array(lines.map { "\(stamp)\($0)\n" }.joined().utf8)
            if case .terminated = follower.continuation.yield(text) { followers[id] = nil }
        }
    }

    /// Ends one.
    mutating func close(_ id: Int) { followers.removeValue(forKey: id)?.continuation.finish() }

    /// Ends all.
    mutating func closeAll() {
        for follower in followers.values { follower.continuation.finish() }
        followers = [:]
    }
}
