// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let megaService = Rule(
        id: "mega-service",
        severity: .warning,
        family: .architecture,
        summary:
            "one service offers more than 8 APIs, owns more than 3 stores, or publishes more than 10 topics",
        rationale: """
            So many things have several reasons to change, and all of them are released, scaled and broken together. Versions \
            of one API count once.
            """,
        examples: Examples(
            clean: [
                Examples.service("shop", "data:" + stores(3)), Examples.service("shop", "data:" + stores(2)),
            ],
            flagged: [
                Examples.service("shop", "data:" + stores(4)).replacing("name: shop", with: "name: ⟪shop⟫")
            ]
        ),
        source: .check { context in context.services.compactMap(finding) }
    )

    private static func stores(_ count: Int) -> String {
        (1...count).map { "\n  - { name: part-\($0), engine: postgres }" }.joined()
    }

    private static func finding(about service: ServiceManifest) -> Finding? {
        let apis = Set(service.provides.map(\.api.value)).count
        let topics = Set(service.publishes.map(\.topic.value)).count
        let counts = [
            (apis, 8, "APIs", service.provides.first?.api.span),
            (service.data.count, 3, "stores", service.data.first?.name.span),
            (topics, 10, "topics that it publishes", service.publishes.first?.topic.span),
        ]
        let excessive = counts.filter { $0.0 > $0.1 }
        guard !excessive.isEmpty else { return nil }
        return Finding(
            "`\(service.name)` does the work of several services",
            at: service.metadata.name.span,
            excessive.map { "\($0.0) \($0.2)" }.joined(separator: ", "),
            secondary: excessive.compactMap { found in found.3.map { .init($0, "the first of \(found.0)") } },
            notes: excessive.map { "\($0.0) \($0.2), \($0.1) are usual at most" },
            help: "cut it by domain, so that each part has one reason to change",
            service: service.name
        )
    }
}
