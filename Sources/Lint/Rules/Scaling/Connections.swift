// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let connections = Rule(
        id: "connections",
        severity: .error,
        family: .scaling,
        summary: "a service at its most replicas opens more connections than its database server accepts",
        rationale: """
            The server refuses connections exactly at the peak, when the last replicas start. Each replica holds its whole \
            pool, so the pool has to be divided by the most replicas, not by the usual ones.
            """,
        examples: Examples(
            clean: [limited(pool: "8")],
            flagged: [limited(pool: "⟪20⟫")]
        ),
        evidence: [.own(.scale), .environment(.provision)],
        source: .check { context in
            let environments = context.environments
            return environments.flatMap { environment in
                let system =
                    environment == context.system.environment
                    ? context.system : ServiceSystem.resolve(context.manifests, environment: environment).0
                return system.services.indices.flatMap { findings(about: $0, in: system, environment) }
            }
        }
    )

    private static func limited(pool: String) -> String {
        Examples.documents(
            Examples.environment(
                "prod",
                "class: production\nprovision:\n  postgres: { via: secret, secret: pg, maxConnections: 100, reserved: 10 }"
            ),
            Examples.service(
                "orders",
                "data:\n  - { name: orders, engine: postgres, pool: \(pool) }\nscale: { min: 3, max: 6 }"
            )
        )
    }

    private static func findings(
        about index: Int,
        in system: ServiceSystem,
        _ environment: EnvironmentManifest
    ) -> [Finding] {
        let service = system.services[index]
        return service.data.compactMap { store in
            guard let pool = store.pool, let wanted = system.connections(of: index, to: store),
                let provisioner = environment.provisioner(for: store.engine.value)?.value.value,
                let most = provisioner.maxConnections
            else { return nil }
            let reserved = provisioner.reserved?.value ?? 0
            let free = most.value - reserved
            guard wanted > free else { return nil }
            let replicas = system.resolved[index].scale.max.value
            return Finding(
                "`\(service.name)` can open \(wanted) connections in `\(environment.name)`, its server accepts \(free)",
                at: pool.span,
                "\(replicas) replicas × \(pool.value)",
                secondary: [.init(most.span, "less \(reserved) reserved")],
                help:
                    "a pool of at most \(max(free / max(replicas, 1), 1)), fewer replicas, or a connection pooler",
                service: service.name
            )
        }
    }
}
