// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP

/// Decides whether one request is made again, and when: pure, one value per request (C1).
struct RetryStateMachine: Sendable {
    /// How an attempt ended.
    enum Outcome: Sendable {
        /// With a reply: its status, the server's `Retry-After`, and its Status object.
        case replied(Int, retryAfter: Duration?, KubernetesStatus?)
        /// Without a reply; whether the server has ever answered any request of this client.
        case broke(TransportError, isKnown: Bool)
    }

    /// What to do now.
    enum Action: Sendable, Equatable {
        /// The outcome stands.
        case accept
        /// Wait, then try again.
        case retry(after: Duration, reason: String)
    }

    /// A wait before the next attempt, if there is to be one.
    private struct Wait {
        var duration: Duration
        var reason: String
        /// What is waited out for some time, rather than for a number of attempts.
        var trouble: Trouble?
    }

    /// Trouble that has a time of its own, whatever else goes wrong besides.
    private enum Trouble: Hashable {
        case restart
        case silence
        case webhook
        case unknownType
    }

    private let repeatability: ClusterRequest.Repeatability
    private let isReadOnly: Bool
    private let maximumRetries: Int
    /// How long after the first attempt the last one may begin; `nil` for no limit.
    private let limit: Duration?
    /// How long a wait that the server asks for may be.
    private let longestWait: Duration
    /// How often the request was made again, for the back-off.
    private var retries = 0
    /// How often for trouble without a time of its own.
    private var counted = 0
    /// When each trouble with a time of its own began; it never begins anew, so that there is an end to all of them.
    private var beginnings: [Trouble: Duration] = [:]

    /// Follows one request.
    init(
        _ repeatability: ClusterRequest.Repeatability,
        isReadOnly: Bool = false,
        maximumRetries: Int = 10,
        limit: Duration? = nil,
        longestWait: Duration = ServerBackoff.longest
    ) {
        self.repeatability = repeatability
        self.isReadOnly = isReadOnly || repeatability == .read
        self.maximumRetries = maximumRetries
        self.limit = limit
        self.longestWait = longestWait
    }

    /// Takes the outcome of an attempt that ended at `now`, counted from when the request was first made.
    mutating func receive(_ outcome: Outcome, now: Duration) -> Action {
        guard maximumRetries > 0, let wait = wait(after: outcome, now: now),
            wait.trouble != nil || counted < maximumRetries,
            limit.map({ now + wait.duration <= $0 }) ?? true
        else { return .accept }
        retries += 1
        if let trouble = wait.trouble {
            beginnings[trouble] = beginnings[trouble] ?? now
        } else {
            counted += 1
        }
        return .retry(after: wait.duration, reason: wait.reason)
    }

    private func wait(after outcome: Outcome, now: Duration) -> Wait? {
        switch outcome {
        case .broke(let error, let isKnown):
            return wait(after: error, isKnown: isKnown, now: now)
        case .replied(let code, let retryAfter, let status):
            if let asked = asked(code, retryAfter, status) {
                let overload = Overload(status: code) ?? .unavailable
                let reason = overload.reason(isLongerThanAsked: backoff > asked)
                return Wait(duration: max(asked, backoff), reason: reason)
            }
            guard repeatability != .write else { return nil }
            return waitForServer(code, status, now: now)
        }
    }

    /// C1.2: a synthetic second, and never for a write whose repetition could do something else.
    ///
    /// An apply that ran out of time is made again, because nothing else tells whether it was done; who reads has lost nothing
    /// by an answer that never came, and may have waited long enough.
    ///
    /// Where nothing was sent, everything may be repeated: a handshake that is cut is a balancer's trouble of the moment,
    /// and a server that has answered before and refuses connections now is being restarted. One that never answered
    /// is more likely the wrong one, and that is better said at once.
    private func wait(
        after error: TransportError,
        isKnown: Bool,
        now: Duration
    ) -> Wait? {
        let isRestart = isKnown && lasts(.restart, now) < Self.restart
        let short = min(max(.seconds(1), backoff), .seconds(4))
        switch error.code {
        case .connectionLost where repeatability != .write:
            return Wait(duration: max(.seconds(1), backoff), reason: "the connection broke")
        case .timedOut where repeatability == .apply && !isReadOnly && lasts(.silence, now) < Self.silence:
            return Wait(
                duration: max(.seconds(1), backoff),
                reason: "no answer came in time",
                trouble: .silence
            )
        case .handshakeBroken where isRestart:
            return Wait(duration: short, reason: "the connection broke", trouble: .restart)
        case .handshakeBroken where counted < 5:
            return Wait(duration: short, reason: "the connection broke")
        case .connectionRefused where isRestart, .nameNotResolved where isRestart:
            return Wait(duration: short, reason: "the server takes no connections", trouble: .restart)
        default: return nil
        }
    }

    /// For how long a trouble has lasted, or gone on after a pause.
    private func lasts(_ trouble: Trouble, _ now: Duration) -> Duration {
        now - (beginnings[trouble] ?? now)
    }

    /// How long a type may take until it is served, once its definition has been made.
    static let definition = Duration.seconds(10)
    /// How often an apply asks for it meanwhile.
    static let definitionGlance = Duration.milliseconds(500)
    /// Why it waits.
    static let unknownType = "the server does not serve the type yet"

    /// How long a server may take no connections, as while it is restarted.
    private static let restart = Duration.seconds(30)
    /// For how long after the first answer that did not come in time an apply is made again.
    private static let silence = Duration.seconds(120)

    /// C1.1 and C1.7: the header on 429 and 5xx; for what may be repeated, also the hint in the body.
    ///
    /// A maintenance page may ask for an hour, which nobody means to wait: after a minute it is asked again.
    private func asked(_ code: Int, _ retryAfter: Duration?, _ status: KubernetesStatus?) -> Duration? {
        guard code == 429 || code >= 500 else { return nil }
        if let retryAfter { return min(retryAfter, longestWait) }
        guard repeatability != .write, let seconds = status?.retryAfterSeconds else { return nil }
        return min(.seconds(seconds), longestWait)
    }

    /// C1.9: a read or an apply may be repeated, so a server that is being restarted, a balancer that has lost it for a
    /// moment, or a webhook that starts is waited for.
    private func waitForServer(
        _ code: Int,
        _ status: KubernetesStatus?,
        now: Duration
    ) -> Wait? {
        let message = status?.message ?? ""
        if code == 500, message.contains("failed calling webhook") {
            guard lasts(.webhook, now) < .seconds(240) else { return nil }
            return Wait(
                duration: max(.seconds(1), backoff),
                reason: "an admission webhook does not answer",
                trouble: .webhook
            )
        }
        // C1.7: the reason asks for a wait by itself, even where no seconds stand beside it.
        let isTrouble =
            code == 500 && (status?.isFromUnsureStore == true || status?.reason == "ServerTimeout")
        if [502, 503, 504].contains(code) || isTrouble {
            return counted < 5
                ? Wait(duration: max(.seconds(1), backoff), reason: "the server is not ready") : nil
        }
        if repeatability == .apply, code == 404, Self.isTypeUnknown(status) {
            guard lasts(.unknownType, now) < Self.definition else { return nil }
            return Wait(
                duration: Self.definitionGlance,
                reason: Self.unknownType,
                trouble: .unknownType
            )
        }
        return nil
    }

    /// A type that is not served yet: no Status at all, or one without the name of what was not found.
    private static func isTypeUnknown(_ status: KubernetesStatus?) -> Bool {
        guard let status else { return true }
        return status.subjectName == nil || status.message.contains("no matches for kind")
    }

    /// Our own back-off: none the first time, then 0.25 s doubling up to 15 s.
    private var backoff: Duration {
        retries == 0 ? .zero : min(.milliseconds(250 << min(retries - 1, 10)), .seconds(15))
    }
}
