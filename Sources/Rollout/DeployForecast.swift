// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// What a deploy would do, and how it would end before its first write.
package struct DeployForecast: Sendable {
    /// What it would change.
    package var plan: DeployPlan
    /// The report that it would end with; `nil` if nothing stands in its way.
    package var refusal: DeployReport?
    /// What stands in the way of all of it, in one sentence; `nil` if nothing does.
    package var reason: String?
    /// What this account would lack the rights to, such as `create leases in shop`.
    package var denied: [String]
    /// What the user should know of names that were given in vain.
    package var notes: [String] = []

    /// Makes a forecast; of a deploy that would go ahead unless a refusal is given.
    package init(plan: DeployPlan, refusal: DeployReport? = nil, reason: String? = nil, denied: [String] = [])
    {
        self.plan = plan
        self.refusal = refusal
        self.reason = reason
        self.denied = denied
    }

    /// The plan as machine output shows it, with what it would be refused for.
    package var json: JSONValue {
        guard case .object(var members) = plan.json else { return plan.json }
        if !denied.isEmpty { members["denied"] = .array(denied.map(JSONValue.string)) }
        guard let refusal else { return .object(members) }
        members["refusal"] = [
            "outcome": .string(refusal.outcome.rawValue),
            "reason": reason.map(JSONValue.string),
            "services": .array(
                refusal.services.map { service in
                    [
                        "service": .string(service.service),
                        "outcome": .string(service.outcome.rawValue),
                        "cause": service.cause.map { .object($0.json) },
                        "notes": service.notes.isEmpty ? nil : .array(service.notes.map(JSONValue.string)),
                    ]
                }
            ),
        ]
        return .object(members)
    }
}
