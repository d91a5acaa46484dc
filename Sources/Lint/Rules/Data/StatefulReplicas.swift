// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let statefulReplicas = Rule(
        id: "stateful-replicas",
        severity: .error,
        family: .data,
        summary: "several replicas of a service each keep their own copy of its data",
        rationale: """
            A file, a local disk or a volume that only one node may write belongs to one replica. With several, each sees what it \
            wrote itself, and which one answers is chance. This holds for stores whose engine is nothing but files, and for volume \
            claims that patches add; a cache may differ from replica to replica.
            """,
        examples: Examples(
            clean: [
                store("engine: sqlite", scale: "1"), store("engine: postgres", scale: "{ min: 2, max: 4 }"),
                store("engine: rocksdb, class: cache", scale: "{ min: 2, max: 4 }"),
            ],
            flagged: [
                store("engine: ⟪sqlite⟫", scale: "{ min: 1, max: 4 }"), store("engine: ⟪disk⟫", scale: "3"),
                Examples.service(
                    "cart",
                    "scale: 2\npatches:\n  - target: Deployment\n    op: merge\n    reason: keeps files\n    value:\n      spec:\n"
                        + "        template:\n          spec:\n            volumes:\n"
                        + "              - { name: data, persistentVolumeClaim: { claimName: ⟪data⟫ } }"
                ),
            ]
        ),
        evidence: [.own(.scale, .data, .role)],
        source: .check { context in
            context.system.resolved.enumerated().flatMap { index, resolved -> [Diagnostic] in
                let service = context.services[index]
                let most = resolved.scale.max
                guard most.value > 1, !service.effectiveRole.runsToCompletion else { return [] }
                let scale = context.label(most, "\(most.value) replicas at most").map { [$0] } ?? []
                let stores = service.data.filter { $0.isPersistent && $0.isFile }.map { store in
                    finding(
                        service,
                        store.engine.span,
                        "keeps its data in files",
                        "the store `\(store.name.value)`",
                        most.value,
                        scale,
                        "; `class: cache` says that each replica can make its own copy again"
                    )
                }
                let claims = PatchSearch.fields(of: service, kinds: ["Deployment"]).filter {
                    $0.name == "claimName"
                }
                return stores
                    + claims.map {
                        finding(
                            service,
                            $0.span,
                            "one volume for all replicas",
                            "a volume that a patch adds",
                            most.value,
                            scale
                        )
                    }
            }
        }
    )

    private static func store(_ fields: String, scale: String) -> String {
        Examples.service("cart", "data:\n  - { name: cart, \(fields) }\nscale: \(scale)")
    }

    private static func finding(
        _ service: ServiceManifest,
        _ span: SourceSpan,
        _ label: String,
        _ what: String,
        _ most: Int,
        _ scale: [Diagnostic.Label],
        _ cure: String = ""
    ) -> Diagnostic {
        .init(
            id: "stateful-replicas",
            severity: .error,
            headline: "up to \(most) replicas of `\(service.name)` cannot share \(what)",
            primary: .init(span, label),
            secondary: scale,
            help: "keep the data in a store that all replicas reach, or run one replica: `scale: 1`\(cure)",
            service: service.name
        )
    }
}

extension DataStore {
    /// Whether the store is nothing but files beside the process.
    var isFile: Bool {
        [
            "sqlite", "disk", "filesystem", "files", "local", "volume", "rocksdb", "leveldb", "badger",
            "boltdb", "h2",
            "duckdb", "lmdb",
        ].contains(engine.value.lowercased())
    }
}
