// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let tokenMounted = Rule(
        id: "token-mounted",
        severity: .warning,
        family: .security,
        summary: "a patch gives a service a token for the API of the cluster",
        rationale: """
            Whoever breaks into the process finds the token and asks the cluster with it. A service that answers requests hardly \
            ever needs it; what does need it should say why in the patch and accept this finding.
            """,
        examples: Examples(
            clean: [patched("false")],
            flagged: [patched("⟪true⟫")]
        ),
        source: .check { context in
            context.services.flatMap { service in
                PatchSearch.fields(of: service).compactMap { field in
                    guard field.name == "automountServiceAccountToken", field.text == "true" else {
                        return nil
                    }
                    return .init(
                        id: "token-mounted",
                        severity: .warning,
                        headline: "`\(service.name)` holds a token for the API of the cluster",
                        primary: .init(field.span, "mounted into every container"),
                        help: "remove it unless the service calls the API of the cluster",
                        service: service.name
                    )
                }
            }
        }
    )

    private static func patched(_ value: String) -> String {
        Examples.service(
            "cart",
            "patches:\n  - target: ServiceAccount\n    op: merge\n    reason: shows the rule\n"
                + "    value: { automountServiceAccountToken: \(value) }"
        )
    }
}
