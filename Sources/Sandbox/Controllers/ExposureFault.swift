// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What goes wrong with a route, a load balancer or a claim, asked for by the same annotation as with pods.
enum ExposureFault: String, Sendable, Hashable, CaseIterable {
    /// Nobody takes the object up, as in a cluster without a controller for it.
    case noController = "no-controller"
    /// The gateway does not accept the route.
    case notAccepted = "not-accepted"
    /// The gateway does not find what is behind the route.
    case backendMissing = "backend-missing"
    /// The load balancer cannot be made.
    case noAddress = "no-address"
    /// No volume is found for the claim, and no node takes pods that use it.
    case neverBound = "never-bound"

    init?(_ object: StoredObject) {
        guard let text = object.annotations[PodFault.annotation] else { return nil }
        self.init(rawValue: text)
    }

    /// Why an object that asks for a failure that there is not is not taken up; `nil` if it asks for none, or for one.
    static func refusal(of object: StoredObject) -> String? {
        guard let text = object.annotations[PodFault.annotation], ExposureFault(rawValue: text) == nil else {
            return nil
        }
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        return "the sandbox has no failure `\(text)`; `\(PodFault.annotation)` takes \(known) here"
    }
}
