// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let piiUnprotected = Rule(
        id: "pii-unprotected",
        severity: .error,
        family: .data,
        summary:
            "personal data is stored without encryption, saved without it, or sent without schema and retention",
        rationale: """
            The law asks for it (GDPR article 32), and a copied disk or a lost backup is a breach that has to be reported. A topic \
            with personal data needs a schema, so that one knows what is in it, and a retention, so that it ends.
            """,
        examples: Examples(
            clean: [
                Examples.service(
                    "crm",
                    "data:\n  - { name: crm, engine: postgres, pii: true, encryption: true }"
                ),
                Examples.service("crm", "data:\n  - { name: crm, engine: postgres, pii: false }"),
            ],
            flagged: [
                Examples.service("crm", "data:\n  - { name: crm, engine: postgres, pii: ⟪true⟫ }"),
                Examples.service(
                    "crm",
                    "data:\n  - { name: crm, engine: postgres, pii: true, encryption: true, "
                        + "backup: { schedule: daily, encrypted: ⟪false⟫ } }"
                ),
                Examples.documents(
                    Examples.system("topics:\n  crm.changed: { owner: crm, pii: ⟪true⟫ }"),
                    Examples.service(
                        "crm",
                        "events:\n  publishes:\n    - { topic: crm.changed, version: v1 }"
                    )
                ),
            ]
        ),
        evidence: [.own(.data, .events), .system(.topics), .environment(.class, .provision)],
        source: .check { context in
            let stores = context.services.flatMap { service in
                service.data.flatMap { findings(about: $0, of: service, in: context) }
            }
            return stores
                + (context.system.manifest?.topics ?? []).compactMap { finding(about: $0, in: context) }
        }
    )

    private static func findings(
        about store: DataStore,
        of service: ServiceManifest,
        in context: LintContext
    ) -> [Finding] {
        guard let pii = store.pii, pii.value else { return [] }
        var found: [Finding] = []
        if store.encryption?.value != true {
            found.append(
                Finding(
                    "the personal data in `\(store.name.value)` is not encrypted",
                    at: store.encryption?.span ?? pii.span,
                    "not encrypted",
                    help: "encrypt the disk or the database, and say so with `encryption: true`",
                    fix: store.encryption == nil ? insertion(for: store, of: service) : nil,
                    service: service.name
                )
            )
        }
        return found
            + plainBackups(of: store, in: context).map { span in
                Finding(
                    "backups of the personal data in `\(store.name.value)` are not encrypted",
                    at: span,
                    "not encrypted",
                    secondary: [.init(pii.span, "personal data")],
                    help: "encrypt the backups, and say so with `encrypted: true`",
                    service: service.name
                )
            }
    }

    /// The texts that say that copies are not encrypted; nothing is said about backups that nobody describes.
    private static func plainBackups(of store: DataStore, in context: LintContext) -> [SourceSpan] {
        if let own = store.backup?.value.encrypted { return own.value ? [] : [own.span] }
        return context.productionEnvironments.compactMap { environment in
            let shared = environment.provisioner(for: store.engine.value)?.value.value.backup?.value.encrypted
            return shared.flatMap { $0.value ? nil : $0.span }
        }
    }

    private static func insertion(for store: DataStore, of service: ServiceManifest) -> Diagnostic.Fix? {
        service.source.entry(at: "\(store.pointer)/pii").map {
            .init(
                title: "say that it is encrypted",
                applicability: .needsReview,
                edits: [FieldInsertion.edit("encryption: true", behind: $0, in: service.source)]
            )
        }
    }

    private static func finding(about topic: NamedValue<Topic>, in context: LintContext) -> Finding? {
        guard let pii = topic.value.value.pii, pii.value else { return nil }
        let owner = topic.value.value.owner.value.text
        let publications = context.system.service(named: owner)?.publishes ?? []
        let hasSchema =
            topic.value.value.schema != nil
            || publications.contains { $0.topic.value == topic.name.value && $0.schema != nil }
        var missing: [String] = []
        if !hasSchema { missing.append("schema") }
        if topic.value.value.retention == nil { missing.append("retention") }
        guard !missing.isEmpty else { return nil }
        return Finding(
            "the personal data in `\(topic.name.value)` has no \(missing.joined(separator: " and no "))",
            at: pii.span,
            "personal data",
            help: "add `\(missing.joined(separator: ":` and `")):`",
            service: owner
        )
    }
}
