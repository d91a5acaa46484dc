// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let localLogging = Rule(
        id: "local-logging",
        severity: .warning,
        family: .observability,
        summary: "a service logs into a file",
        rationale: """
            A file dies with its pod, exactly when somebody wants to know why it died. What is written to the standard output is \
            collected by the cluster.
            """,
        examples: Examples(
            clean: [Examples.provider("cart", "observe: { logs: json }")],
            flagged: [Examples.provider("cart", "observe: { logs: ⟪/var/log/cart.log⟫ }")]
        ),
        evidence: [.own(.observe), .system(.observeDefaults)],
        source: .check { context in
            context.services.compactMap { service in
                guard let logs = service.observe?.value.logs, logs.value.contains("/") else { return nil }
                return Finding(
                    "the logs of `\(service.name)` die with its pods",
                    at: logs.span,
                    "a file inside the container",
                    help: "log to the standard output, and write `logs: json`",
                    service: service.name
                )
            }
        }
    )
}
