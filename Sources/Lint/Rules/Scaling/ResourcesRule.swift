// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let resources = Rule(
        id: "resources",
        severity: .info,
        family: .scaling,
        summary: "a container reserves nothing, or limits that harm it",
        rationale: """
            msctl reserves cpu and memory for every service and limits memory, so nothing is missing there. A cpu limit, however, \
            stops a process in the middle of a request although the node is idle; the reservation alone shares the cpu fairly. A \
            sidecar without reservations is the first to be evicted, and takes its pod with it, which is a warning.
            """,
        examples: Examples(
            clean: [
                Examples.deployment(
                    "resources:\n  requests: { cpu: 100m, memory: 128Mi }\n  limits: { memory: 128Mi }"
                ),
                Examples.service("cart", "run: { resources: { cpu: 250m, memory: 256Mi } }"),
                Examples.service(
                    "cart",
                    "run:\n  sidecars:\n    - { name: proxy, image: envoy:1.30, resources: { cpu: 50m, memory: 64Mi } }"
                ),
            ],
            flagged: [
                Examples.deployment("⟪resources⟫:\n  requests: { cpu: 100m, memory: 128Mi }"),
                Examples.deployment(
                    "resources:\n  requests: { cpu: 100m, memory: 128Mi }\n  limits: { memory: ⟪64Mi⟫ }"
                ),
                Examples.service("cart", "run: { resources: { cpu: { request: 250m, limit: ⟪1⟫ } } }"),
                Examples.service("cart", "run:\n  sidecars:\n    - { name: ⟪proxy⟫, image: envoy:1.30 }"),
            ]
        ),
        evidence: [.own(.run)],
        source: .check { context in
            context.services.indices.flatMap { index in
                limits(of: context.system.resolved[index])
                    + (context.services[index].run?.value.sidecars ?? []).compactMap {
                        finding(about: $0, of: context.services[index])
                    }
            }
        },
        also: [.objects(ContainerResources.findings)]
    )

    private static func limits(of service: ResolvedService) -> [Finding] {
        guard let limit = service.resources.cpuLimit, let span = limit.origin.span else { return [] }
        return [
            Finding(
                "`\(service.name)` is stopped when it uses more than \(limit.value) of cpu",
                at: span,
                "throttles even when the node is idle",
                help: "reserve what it needs, and leave the limit out",
                service: service.name
            )
        ]
    }

    private static func finding(about sidecar: Sidecar, of service: ServiceManifest) -> Finding? {
        let resources = sidecar.resources?.value
        var missing: [String] = []
        if resources?.cpu == nil { missing.append("cpu") }
        if resources?.memory == nil { missing.append("memory") }
        guard !missing.isEmpty else { return nil }
        return Finding(
            "the sidecar `\(sidecar.name.value)` of `\(service.name)` reserves no \(missing.joined(separator: " and no "))",
            at: sidecar.name.span,
            "evicted first",
            severity: .warning,
            help: "add `resources: { cpu: 50m, memory: 64Mi }` with what it needs",
            service: service.name
        )
    }
}
