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

    private static func text(_ event: DeployEvent) -> String? {
        let subject = event.service.map { "\($0): " } ?? ""
        switch event.what {
        case .planned, .lockAcquired, .finished, .witnessed: return nil
        case .lockHeld(let holder): return "waiting for the lock held by \(holder)"
        case .started(let revision): return "\(subject)deploying r\(revision)"
        case .unchanged: return "\(subject)no change"
        case .applied(let object, let change): return "\(subject)\(change.rawValue) \(object)"
        case .yielded(let object, let field, let manager):
            return "\(subject)\(object): `\(OwnedField.path(of: field))` is left to `\(manager)`"
        case .progressed(let count): return "\(subject)\(count) ready"
        case .troubled(let cause): return "\(subject)\(cause.headline)"
        case .ready(let count): return "\(subject)\(count) ready, proving that it stays so"
        case .proven(let revision): return "\(subject)r\(revision) proven"
        case .failed(let cause):
            return ([subject + cause.headline] + FailureText.details(of: cause)).joined(separator: "\n    ")
        case .rollingBack(let revision): return "\(subject)rolling back to r\(revision)"
        case .rolledBack(let result): return "\(subject)rolled back to r\(result.revision)"
        case .rollbackFailed(let reason): return "\(subject)rollback did not work: \(reason)"
        case .skipped(let reason): return "\(subject)skipped: \(reason)"
        case .pruned(let object): return "\(subject)deleted \(object), which nothing wants any more"
        case .foundInterrupted(let what): return "\(subject)\(what)"
        case .noted(let note): return "\(subject)\(note)"
        }
    }
}
