// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
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
            claims that patches add; a cache may differ from replica to replica. A claim that is only read, or that the files declare \
            for many nodes (`ReadWriteMany`, `ReadOnlyMany`), is shared well; what is declared elsewhere is a warning.
            """,
        examples: Examples(
            clean: [
                store("engine: sqlite", scale: "1"), store("engine: postgres", scale: "{ min: 2, max: 4 }"),
                store("engine: rocksdb, class: cache", scale: "{ min: 2, max: 4 }"),
                mounting("data", ", readOnly: true"),
                Examples.documents(mounting("data"), claim("ReadWriteMany")),
            ],
            flagged: [
                store("engine: ⟪sqlite⟫", scale: "{ min: 1, max: 4 }"), store("engine: ⟪disk⟫", scale: "3"),
                store("engine: ⟪sqlite3⟫", scale: "2"), mounting("⟪data⟫"),
                Examples.documents(mounting("⟪data⟫"), claim("ReadWriteOnce")),
            ]
        ),
        evidence: [.own(.scale, .data, .role)],
        source: .check { context in
            context.system.resolved.enumerated().flatMap { index, resolved -> [Finding] in
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
                let claims = PatchSearch.fields(of: service, kinds: ["Deployment"]).compactMap {
                    finding(about: $0, service, most.value, scale, in: context)
                }
                return stores + claims
            }
        }
    )

    private static func store(_ fields: String, scale: String) -> String {
        Examples.service("cart", "data:\n  - { name: cart, \(fields) }\nscale: \(scale)")
    }

    private static func mounting(_ claim: String, _ more: String = "") -> String {
        Examples.service(
            "cart",
            "scale: 2\npatches:\n  - target: Deployment\n    op: merge\n    reason: keeps files\n    value:\n      spec:\n"
                + "        template:\n          spec:\n            volumes:\n"
                + "              - { name: data, persistentVolumeClaim: { claimName: \(claim)\(more) } }"
        )
    }

    private static func claim(_ mode: String) -> String {
        Examples.object("v1", "PersistentVolumeClaim", "data", "spec:\n  accessModes: [\(mode)]")
    }

    /// A volume claim that a patch adds; `nil` for other fields, and for one that all replicas can share.
    private static func finding(
        about field: PatchedField,
        _ service: ServiceManifest,
        _ most: Int,
        _ scale: [Diagnostic.Label],
        in context: LintContext
    ) -> Finding? {
        guard field.name == "persistentVolumeClaim", field.value["readOnly"]?.flag != true,
            let name = field.value.at("claimName")
        else { return nil }
        let modes = context.manifests.kubernetes.first { source in
            source.document.root["kind"]?.text == "PersistentVolumeClaim"
                && source.document.root.at("metadata", "name")?.text == name.text
        }.map { Set($0.document.root.at("spec", "accessModes")?.elements.compactMap(\.text) ?? []) }
        guard modes?.isDisjoint(with: ["ReadWriteMany", "ReadOnlyMany"]) ?? true else { return nil }
        var finding = finding(
            service,
            name.span,
            "one volume for all replicas",
            "a volume that a patch adds",
            most,
            scale
        )
        if modes == nil {
            finding.severity = .warning
            finding.headline =
                "up to \(most) replicas of `\(service.name)` may not be able to share a volume that a patch adds"
            finding.notes = [
                "the claim `\(name.text ?? "")` is not among the files; with `ReadWriteMany` they can"
            ]
        }
        return finding
    }

    private static func finding(
        _ service: ServiceManifest,
        _ span: SourceSpan,
        _ label: String,
        _ what: String,
        _ most: Int,
        _ scale: [Diagnostic.Label],
        _ cure: String = ""
    ) -> Finding {
        Finding(
            "up to \(most) replicas of `\(service.name)` cannot share \(what)",
            at: span,
            label,
            secondary: scale,
            help: "keep the data in a store that all replicas reach, or run one replica: `scale: 1`\(cure)",
            service: service.name
        )
    }
}

extension DataStore {
    /// Whether the store is nothing but files beside the process.
    var isFile: Bool {
        let name = engine.value.lowercased().filter { $0 != "-" && $0 != "_" }
        return ["disk", "filesystem", "files", "local", "volume", "h2", "h2db"].contains(name)
            || ["sqlite", "rocksdb", "leveldb", "badger", "bolt", "bbolt", "duckdb", "lmdb"]
                .contains(where: name.hasPrefix)
    }
}
