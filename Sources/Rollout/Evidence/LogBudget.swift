// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers

/// Decides for how many services of one cause the logs of pods are collected: after the fifth they say the same again.
final class LogBudget: Sendable {
    private static let most = 5

    private let taken = NIOLockedValueBox<[String: Int]>([:])

    /// Whether the logs of a service are worth collecting; each service asks once.
    func admits(_ cause: RootCause?, of service: String) -> Bool {
        // Where nothing is known of why, nothing says that it is the same.
        guard let cause else { return true }
        // Most headlines name the service, or a container called like it.
        let headline = cause.headline.split(separator: service, omittingEmptySubsequences: false)
            .joined(separator: "…")
        let key = "\(cause.code.rawValue) \(headline)"
        return taken.withLockedValue { taken in
            taken[key, default: 0] += 1
            return taken[key, default: 0] <= Self.most
        }
    }
}
