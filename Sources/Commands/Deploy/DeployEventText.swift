// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Rollout

/// One line for each change of state, for logs that nobody can redraw.
enum DeployEventText {
    /// The line of an event; `nil` for what would only make a log longer.
    ///
    /// What a server says goes over several lines; those stand below the first.
    static func line(_ event: DeployEvent) -> String? {
        guard let text = text(event) else { return nil }
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        return lines.joined(separator: "\n    ")
    }

    /// With times from now, which need no look at a clock: first how long it may take, since a line may be cut.
    private static func waiting(for holder: String, since: Duration?, limit: Duration?) -> String {
        let most = limit.map { " up to \(DurationText.count(seconds: $0.components.seconds))" } ?? ""
        let age = since.map { " for \(DurationText.count(seconds: max(0, $0.components.seconds)))" } ?? ""
        return "waiting\(most) for the lock, held\(age) by \(holder)"
    }

    private static func text(_ event: DeployEvent) -> String? {
        let subject = event.service.map { "\($0): " } ?? ""
        switch event.what {
        case .planned, .lockAcquired, .finished, .witnessed: return nil
        case .lockHeld(let holder, let since, let until):
            let age = since.map { event.at - $0 }
            return waiting(for: holder, since: age, limit: until.map { $0 - event.at })
        case .started(let revision): return "\(subject)deploying r\(revision)"
        case .unchanged: return "\(subject)no change"
        case .applied(let object, let change): return "\(subject)\(change.rawValue) \(object)"
        case .yielded(let object, let field, let manager):
            return "\(subject)\(object): `\(OwnedField.path(of: field))` is left to `\(manager)`"
        case .progressed(let count): return "\(subject)\(count) ready"
        case .troubled(let cause): return "\(subject)\(LongText.shortened(cause.headline))"
        case .ready(let count, _): return "\(subject)\(count) ready, proving that it stays so"
        case .proven(let revision): return "\(subject)r\(revision) proven"
        case .failed(let cause):
            let headline = subject + LongText.shortened(cause.headline)
            return ([headline] + FailureText.details(of: cause)).joined(separator: "\n    ")
        case .rollingBack(let revision): return "\(subject)rolling back to r\(revision)"
        case .rolledBack(let result): return "\(subject)rolled back to r\(result.revision)"
        case .rollbackFailed(let reason):
            return "\(subject)rollback did not work: \(LongText.shortened(reason))"
        case .skipped(let reason): return "\(subject)skipped: \(reason)"
        case .pruned(let object): return "\(subject)deleted \(object), which nothing wants any more"
        case .foundInterrupted(let what): return "\(subject)\(LongText.shortened(what))"
        case .waiting(let what): return "\(subject)\(LongText.shortened(what))"
        case .noted(let note): return "\(subject)\(LongText.shortened(note))"
        }
    }
}
