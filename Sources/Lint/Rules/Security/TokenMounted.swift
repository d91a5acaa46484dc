// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let tokenMounted = Rule(
        id: "token-mounted",
        severity: .warning,
        family: .security,
        summary: "a service has a token for the API of the cluster without need",
        rationale: """
            Whoever breaks into the process finds the token and asks the cluster with it. A service that answers requests hardly \
            ever needs it; what does need it should say why in the patch and accept this finding.
            """,
        examples: Examples(
            clean: [
                Examples.deployment(pod: "automountServiceAccountToken: false"), patched("false"),
            ],
            flagged: [
                Examples.deployment(pod: "automountServiceAccountToken: ⟪true⟫"), patched("⟪true⟫"),
            ]
        ),
        source: .check { context in
            context.services.flatMap { service in
                PatchSearch.fields(of: service).compactMap { field in
                    guard field.name == "automountServiceAccountToken", field.text == "true" else {
                        return nil
                    }
                    return Finding(
                        "`\(service.name)` holds a token for the API of the cluster",
                        at: field.span,
                        "mounted into every container",
                        help: "remove it unless the service calls the API of the cluster",
                        service: service.name
                    )
                }
            }
        },
        also: [.objects(MountedTokens.findings)]
    )

    private static func patched(_ value: String) -> String {
        Examples.service(
            "cart",
            "patches:\n  - target: ServiceAccount\n    op: merge\n    reason: shows the rule\n"
                + "    value: { automountServiceAccountToken: \(value) }"
        )
    }
}
