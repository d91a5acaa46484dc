// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let yamlSyntax = Rule(
        id: "yaml-syntax",
        severity: .error,
        family: .schema,
        summary: "a file is not YAML",
        rationale:
            "What follows the place of the mistake is not read at all, so nothing can be said about it.",
        examples: Examples(clean: [Examples.service("cart", "tier: low")], flagged: []),
        source: .reading
    )
}
