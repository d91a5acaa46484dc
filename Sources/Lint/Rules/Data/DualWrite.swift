// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let dualWrite = Rule(
        id: "dual-write",
        severity: .warning,
        family: .data,
        summary: "a service writes to its store and publishes an event, not both in one transaction",
        rationale: """
            A process can end between the two writes. Then the row is there and nobody hears of it, or everybody hears of a \
            row that was rolled back. With an outbox the event is written in the transaction and sent afterwards.
            """,
        examples: Examples(
            clean: [store("{ topic: orders.placed, version: v1, outbox: true }")],
            flagged: [
                store("{ topic: ⟪orders.placed⟫, version: v1 }"),
                store("{ topic: orders.placed, version: v1, outbox: ⟪false⟫ }"),
            ]
        ),
        evidence: [.own(.data, .events)],
        source: .check { context in
            context.services.flatMap { service in
                service.publishes.compactMap { finding(about: $0, of: service) }
            }
        }
    )

    private static func store(_ publication: String) -> String {
        Examples.service(
            "orders",
            "data:\n  - { name: orders, engine: postgres }\nevents:\n  publishes:\n    - \(publication)"
        )
    }

    private static func finding(about publication: EventPublication, of service: ServiceManifest)
        -> Finding?
    {
        guard publication.outbox?.value != true, let store = service.data.first(where: \.isPersistent) else {
            return nil
        }
        return Finding(
            "`\(service.name)` can lose or invent events of `\(publication.topic.value)`",
            at: publication.outbox?.span ?? publication.topic.span,
            "not in one transaction with the data",
            secondary: [.init(store.name.span, "the data is written here")],
            help:
                "write the event into an outbox table in the same transaction, and say so with `outbox: true`",
            service: service.name
        )
    }
}
