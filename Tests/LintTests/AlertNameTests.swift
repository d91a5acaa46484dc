// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// What alerts speak of by their names, beyond the examples of the rules.
@Suite struct AlertNameTests {
    private func lint(_ rule: String, _ alert: String) -> [String] {
        let text = """
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: cart }
            spec:
              owner: team-cart
              domain: shop
              build: .
              provides: [{ api: cart, version: v1, http: 8080 }]
              resilience: { slo: 99.9 }
              events: { subscribes: [{ topic: placed, version: v1, dlq: true }] }
              observe: { alerts: [{ name: \(alert), expr: up == 0 }] }
            """
        var options = LintOptions.today
        options.only = [rule]
        let set = ManifestReader.read([SourceFile(path: "msctl.yaml", text: text)])
        return set.diagnostics.map(\.headline) + Linter.lint(set, options: options).findings.map(\.id)
    }

    @Test(arguments: [
        "SLOBreach", "CartSLOBurnRate", "CartSLOViolated", "CartSLOs", "SLOsMissed", "CartBurn6h", "cartSLO",
        "cart_slo_missed", "HTTPErrorBudget",
    ])
    func anAlertOnTheBudgetIsKnownByItsWords(name: String) {
        #expect(lint("no-burn-alert", name) == [])
    }

    @Test(arguments: ["SQSQueueDepth", "KafkaLAGHigh", "DLQPending", "SQSQueuesFull"])
    func anAlertOnTheLagIsKnownByItsWords(name: String) {
        #expect(lint("lag-unobserved", name) == [])
    }

    @Test(arguments: ["SLOWRequests", "SLOwRequests", "CartSlow", "FLAGSStale", "FeatureFlags"])
    func otherWordsThatHoldThemAreNotTaken(name: String) {
        #expect(lint("no-burn-alert", name) == ["no-burn-alert"])
        #expect(lint("lag-unobserved", name) == ["lag-unobserved"])
    }
}
