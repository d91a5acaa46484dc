// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Rollout

/// What a deploy would be refused for, below the plan of it.
struct RefusalText {
    let layout: BoardLayout

    /// The services as the deploy would show them, and one closing sentence; nothing if it would go ahead.
    func lines(_ forecast: DeployForecast) -> [String] {
        guard let refusal = forecast.refusal else { return [] }
        // Who owns a field, and what cannot be written, stands beside the objects of the plan.
        let isShown = refusal.services.contains { $0.cause != nil }
        let rows = isShown ? refusal.services.map { ServiceReportText.row(of: $0, now: nil) } : []
        return layout.lines(rows) + [layout.paint(.bad, closing(refusal, forecast.reason))]
    }

    private func closing(_ refusal: DeployReport, _ reason: String?) -> String {
        switch refusal.outcome {
        case .conflict:
            "a deploy would be refused: somebody else owns what would change; \(DeployReportText.advice(refusal))"
        case .preflightRefused where !refusal.causes.isEmpty:
            "a deploy would not begin: \(DeployReportText.blamed(refusal)) could not become ready"
        default: "a deploy would be refused: \(LongText.shortened(reason ?? refusal.outcome.rawValue))"
        }
    }
}
