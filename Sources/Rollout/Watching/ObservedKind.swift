// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// Follows the objects of one kind through everything that may pass: a deploy that cannot see is of no use to anybody.
struct ObservedKind: Sendable {
    /// How long nothing may be seen before it is given up.
    static let patience = Duration.seconds(120)
    /// For how long a request may be made again before its trouble counts as not seeing.
    static let repetition = Duration.seconds(10)
    /// How often objects are listed that may not be watched.
    private static let period = Duration.seconds(2)
    /// How many seconds a watch lasts: what a proxy holds back until a reply is whole must not hold up a deploy for minutes, and
    /// a watch that ends costs one request.
    private static let lifetime = 40...60
    /// How often credentials may be refused one after the other: each time they are fetched anew.
    private static let refusals = 3

    let selection: ObjectSelection
    let client: ClusterClient
    let time: DeployTime
    /// Whether we may list and not watch.
    private var isListed = false
    private var failures = 0
    /// Since when nothing is seen.
    private var failingSince: Duration?

    init(selection: ObjectSelection, client: ClusterClient, time: DeployTime) {
        self.selection = selection
        // It does not wait behind a thousand writes, and no request hides its trouble for minutes: what is borne is decided
        // here.
        self.client = client.aside.repeating(within: Self.repetition)
        self.time = time
    }

    /// Hands on what happens, and since when it is so, until the task is cancelled; throws when waiting does not help, or has
    /// not helped.
    mutating func follow(_ take: @Sendable (Observation, Duration) async -> Void) async throws(ClusterError) {
        while true {
            do throws(ClusterError) {
                if isListed {
                    try await list(take)
                } else {
                    try await watch(take)
                }
            } catch {
                await take(.interrupted(reason: error.headline), failingSince ?? time.elapsed())
                try await bear(error)
            }
        }
    }

    private mutating func watch(
        _ take: @Sendable (Observation, Duration) async -> Void
    ) async throws(ClusterError) {
        for try await observation in client.observe(
            selection,
            lifetime: Self.lifetime,
            condense: \.onlyWhatIsWatched
        ) {
            await take(observation, time.elapsed())
            if case .interrupted(let reason) = observation {
                try outlast(reason)
            } else {
                succeeded()
            }
        }
    }

    /// A watch that was interrupted goes on trying for ever; whoever waits for it does not.
    private mutating func outlast(_ reason: String) throws(ClusterError) {
        let now = time.elapsed()
        let since = failingSince ?? now
        failingSince = since
        guard now - since >= Self.patience else { return }
        throw Self.silence(of: selection.type, reason)
    }

    /// Lists once; however that fails to come, nothing is seen from when it was asked for.
    private mutating func list(
        _ take: @Sendable (Observation, Duration) async -> Void
    ) async throws(ClusterError) {
        let now = time.elapsed()
        let since = failingSince ?? now
        failingSince = since
        let (client, selection) = (client, selection)
        let list = try await time.limited(to: Self.patience - (now - since)) {
            () async throws(ClusterError) in
            try await client.list(selection, condense: \.onlyWhatIsWatched)
        }
        guard let list else { throw Self.silence(of: selection.type, "no answer came") }
        succeeded()
        await take(.synced(list.items), time.elapsed())
        try await pause(Self.period)
    }

    private mutating func succeeded() {
        failures = 0
        failingSince = nil
    }

    /// Waits before the next attempt, if there is sense in one.
    private mutating func bear(_ error: ClusterError) async throws(ClusterError) {
        if error.code == .forbidden, !isListed {
            isListed = true
            return
        }
        let now = time.elapsed()
        let since = failingSince ?? now
        failingSince = since
        failures += 1
        switch error.code {
        case .unauthorized where failures <= Self.refusals: break
        case _ where error.mayPass: guard now - since < Self.patience else { throw error }
        default: throw error
        }
        try await pause(.seconds(min(1 << min(failures - 1, 4), 15)))
    }

    /// The error for a kind of which nothing was seen for as long as is borne.
    static func silence(of type: GroupVersionKind, _ reason: String) -> ClusterError {
        ClusterError(.unreachable, doing: "watching \(type.kind)", cause: Silence(reason: reason))
    }

    /// What kept a watch from going on.
    private struct Silence: Error, CustomStringConvertible {
        var reason: String
        var description: String { "nothing was seen for \(ObservedKind.patience): \(reason)" }
    }

    private func pause(_ duration: Duration) async throws(ClusterError) {
        do {
            try await time.sleep(duration)
        } catch {
            throw ClusterError(.cancelled, doing: "watching \(selection.type.kind)")
        }
    }
}

extension ClusterError {
    /// Whether the same request may work a little later.
    var mayPass: Bool {
        switch code {
        case .unreachable, .connectionLost, .timedOut, .throttled, .serverFailure, .expired, .malformedReply:
            true
        default: false
        }
    }
}
