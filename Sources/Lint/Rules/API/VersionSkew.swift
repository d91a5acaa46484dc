// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let versionSkew = Rule(
        id: "version-skew",
        severity: .info,
        family: .api,
        summary: "one API is offered in more than two major versions",
        rationale: """
            Each version is tested, watched and repaired. Two at a time are what a change needs: the new one, and the old one \
            until its callers have moved.
            """,
        examples: Examples(
            clean: [versions("v1", "v2")],
            flagged: [versions("⟪v1⟫", "v2", "v3")]
        ),
        evidence: [.neighbours(.provides)],
        source: .check { context in
            let offers = Dictionary(
                grouping: context.services.flatMap { service in
                    service.provides.map { (service: service, api: $0) }
                },
                by: { $0.api.api.value }
            )
            return offers.sorted { $0.key < $1.key }.compactMap { name, offers in
                let versions = offers.compactMap { offer in
                    offer.api.version.map { (service: offer.service, version: $0) }
                }.sorted { $0.version.value < $1.version.value }
                guard Set(versions.map(\.version.value)).count > 2, let oldest = versions.first else {
                    return nil
                }
                return Finding(
                    "`\(name)` is offered in \(versions.count) versions",
                    at: oldest.version.span,
                    "the oldest",
                    secondary: versions.dropFirst().map { .init($0.version.span, "") },
                    help: "say when the oldest goes away: `deprecated: { sunset: … }`, and move its callers",
                    service: oldest.service.name
                )
            }
        }
    )

    private static func versions(_ versions: String...) -> String {
        Examples.service(
            "cart",
            "provides:" + versions.map { "\n  - { api: cart, version: \($0), http: 8080 }" }.joined()
        )
    }
}
