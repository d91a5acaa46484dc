// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import NIOConcurrencyHelpers
import Rollout

/// What a run has written by now, for somebody who does not wait for its report.
final class WrittenSoFar: Sendable {
    private struct State {
        var isLocked = false
        /// The services in the order of their first write; `nil` is what all of them share.
        var order: [String?] = []
        var objects: [String?: [String]] = [:]

        mutating func add(_ text: String, of service: String?) {
            if objects[service] == nil { order.append(service) }
            objects[service, default: []].append(text)
        }
    }

    /// How long a lock lasts that nobody gives back, as decision 0030 has it.
    private static let expiry = "45 s, or longer on a slow server"

    private let state = NIOLockedValueBox(State())

    /// Whether the lock is held, which stays for a while if the process ends now.
    var isLocked: Bool {
        get { state.withLockedValue { $0.isLocked } }
        set { state.withLockedValue { $0.isLocked = newValue } }
    }

    /// Takes in what was written of a service; `nil` for what all of them share.
    func add(_ text: String, of service: String?) { state.withLockedValue { $0.add(text, of: service) } }

    /// Everything that was written, in the order of the services.
    var all: [String] {
        state.withLockedValue { state in state.order.flatMap { state.objects[$0] ?? [] } }
    }

    /// Takes an event in.
    func receive(_ event: DeployEvent) {
        state.withLockedValue { state in
            switch event.what {
            case .lockAcquired: state.isLocked = true
            case .applied(let object, let change):
                state.add("\(object) \(change.rawValue)", of: event.service)
            case .pruned(let object): state.add("\(object) deleted", of: event.service)
            default: break
            }
        }
    }

    /// What to expect after the first signal.
    var patience: String {
        let end = "Ctrl-C again ends at once"
        return state.withLockedValue { $0.isLocked }
            ? "interrupted: finishing the writes under way; \(end) and leaves the lock for \(Self.expiry)"
            : "interrupted: ending; \(end)"
    }

    /// What is known of a run that ends before its report.
    var lines: [String] {
        let state = state.withLockedValue { $0 }
        let written = state.order.map { service in
            let objects = state.objects[service] ?? []
            let rest = objects.count > 5 ? ", and \(objects.count - 5) more" : ""
            return "  \(service ?? "shared"): \(objects.prefix(5).joined(separator: ", "))\(rest)"
        }
        let heading =
            written.isEmpty
            ? "nothing was applied, unless by a write that was under way"
            : "applied until then, besides what was under way:"
        let lock =
            state.isLocked ? ["the lock stays for \(Self.expiry); then run the same command again"] : []
        return ["ended at once, without a report; \(heading)"] + written + lock
    }
}
