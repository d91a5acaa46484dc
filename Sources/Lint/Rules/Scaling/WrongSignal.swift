// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let wrongSignal = Rule(
        id: "wrong-signal",
        severity: .info,
        family: .scaling,
        summary: "a worker that handles events scales by cpu alone",
        rationale: """
            A worker that waits for a store or another service uses little cpu while its backlog grows, so it is never scaled. \
            The lag of its subscription says how much is left to do.
            """,
        examples: Examples(
            clean: [worker("{ min: 2, max: 6, lag: 100 }"), worker("2")],
            flagged: [worker("⟪{ min: 2, max: 6 }⟫")]
        ),
        evidence: [.own(.scale, .role, .provides)],
        source: .check { context in
            context.system.resolved.compactMap { service in
                let scale = service.scale
                guard service.role.value == .worker, service.manifest.provides.isEmpty,
                    !service.manifest.subscribes.isEmpty, !scale.isFixed, scale.lag == nil, scale.rps == nil,
                    let written = service.manifest.scale
                else { return nil }
                return Finding(
                    "`\(service.name)` does not scale with what it has to do",
                    at: written.span,
                    "by cpu alone",
                    help: "add `lag:` with the number of waiting events that one replica can take",
                    service: service.name
                )
            }
        }
    )

    private static func worker(_ scale: String) -> String {
        Examples.service(
            "bills",
            "role: worker\nscale: \(scale)\nevents:\n  subscribes:\n    - { topic: placed, dlq: true }"
        )
    }
}
