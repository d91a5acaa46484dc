// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let quota = Rule(
        id: "quota",
        severity: .warning,
        family: .scaling,
        summary: "all services at their most replicas reserve more than the namespace may use",
        rationale: """
            At the peak, when every autoscaler asks for more, the last pods stay pending because the quota is used up. What all \
            services reserve at their most replicas has to fit into the quota of the Environment.
            """,
        examples: Examples(
            clean: [system("{ cpu: 2, memory: 4Gi }")],
            flagged: [system("{ cpu: ⟪500m⟫, memory: 4Gi }")]
        ),
        evidence: [.everyone(.scale, .run, .role), .environment(.cluster)],
        source: .check { context in
            context.environments.flatMap { environment -> [Finding] in
                guard let quota = environment.cluster?.value.quota?.value else { return [] }
                let services = context.services.map {
                    Resolver.resolve(
                        $0,
                        system: context.system.manifest,
                        environment: environment,
                        runtime: context.runtimes[$0.name]
                    )
                }.filter { !$0.role.value.runsToCompletion }
                return [
                    finding(
                        .init(noun: "cpu", unit: "cores", divisor: 1000),
                        quota.cpu,
                        services,
                        environment
                    ) {
                        $0.resources.cpu.value.millicores
                    },
                    finding(
                        .init(noun: "memory", unit: "Mi", divisor: 1 << 20),
                        quota.memory,
                        services,
                        environment
                    ) {
                        $0.resources.memory.value.bytes
                    },
                ].compactMap(\.self)
            }
        }
    )

    private static func system(_ quota: String) -> String {
        Examples.documents(
            Examples.environment("prod", "class: production\ncluster: { context: prod, quota: \(quota) }"),
            Examples.service(
                "cart",
                "scale: { min: 2, max: 6 }\nrun: { resources: { cpu: 250m, memory: 256Mi } }"
            )
        )
    }

    private struct Amount {
        var noun: String
        var unit: String
        var divisor: Int64

        func text(_ value: Int128) -> String {
            "\(FigureText.number(Double(value) / Double(divisor))) \(unit)"
        }
    }

    private static func finding(
        _ amount: Amount,
        _ limit: Located<ResourceAmount>?,
        _ services: [ResolvedService],
        _ environment: EnvironmentManifest,
        of value: (ResolvedService) -> Int64
    ) -> Finding? {
        guard let quota = limit?.value.request ?? limit?.value.limit else { return nil }
        let most = Int128(amount.divisor == 1000 ? quota.value.millicores : quota.value.bytes)
        // Amounts fill 64 bits and counts 32, so that products and sums need more.
        let shares = services.map { (name: $0.name, sum: Int128(value($0)) * Int128($0.scale.max.value)) }
        let sum = shares.reduce(Int128(0)) { $0 + $1.sum }
        guard sum > most else { return nil }
        let largest = shares.sorted { ($1.sum, $0.name) < ($0.sum, $1.name) }.prefix(3)
        return Finding(
            "at their most replicas the services reserve \(amount.text(sum)) of \(amount.noun) in "
                + "`\(environment.name)`, which has \(amount.text(most))",
            at: quota.span,
            "\(amount.text(sum - most)) too little",
            notes: [
                "the largest: "
                    + largest.map { "`\($0.name)` \(amount.text($0.sum))" }.joined(separator: ", ")
            ],
            help: "raise the quota, or lower `scale.max` or the reservations"
        )
    }
}
