// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let topicOwnership = Rule(
        id: "topic-ownership",
        severity: .error,
        family: .api,
        summary: "a topic has a publisher that does not own it, or its events have no schema",
        rationale: """
            Events are an API: somebody has to decide what they look like. When two services publish to one topic, its \
            subscribers get two kinds of events under one name. The System names the owner, and `shared: true` says that \
            several publishers are meant. Events without a schema are a warning; a schema that is not there, or cannot be read, is \
            an error.
            """,
        examples: Examples(
            clean: [
                Examples.documents(topic("owner: orders"), publisher("orders")),
                Examples.documents(
                    topic("owner: orders, shared: true"),
                    publisher("orders"),
                    publisher("billing")
                ),
            ],
            flagged: [
                Examples.documents(
                    topic("owner: orders"),
                    publisher("orders"),
                    publisher("billing", "⟪placed⟫")
                ),
                Examples.documents(publisher("billing"), publisher("orders", "⟪placed⟫")),
                Examples.service("orders", "events:\n  publishes:\n    - { topic: ⟪placed⟫, version: v1 }"),
            ]
        ),
        evidence: [.own(.name, .events, .owner), .system(.topics)],
        source: .check { context in
            var first: [String: EventPublication] = [:]
            return context.services.flatMap { service in
                service.publishes.compactMap { publication in
                    let earlier = first[publication.topic.value]
                    if earlier == nil { first[publication.topic.value] = publication }
                    return stranger(publication, service, after: earlier, in: context)
                        ?? plain(publication, service, in: context)
                }
            }
        }
    )

    private static func topic(_ fields: String) -> String {
        Examples.system("topics:\n  placed: { \(fields) }")
    }

    private static func publisher(_ name: String, _ topic: String = "placed") -> String {
        Examples.service(
            name,
            "events:\n  publishes:\n    - { topic: \(topic), version: v1, schema: placed.json }"
        )
    }

    private static func stranger(
        _ publication: EventPublication,
        _ service: ServiceManifest,
        after earlier: EventPublication?,
        in context: LintContext
    ) -> Finding? {
        let topic = context.system.topic(named: publication.topic.value)
        if topic?.value.value.shared?.value == true { return nil }
        let owner = topic?.value.value.owner
        if let owner, owner.value.text == service.name { return nil }
        // Without a System the first publisher, by name, is taken for the owner.
        guard let place = owner?.span ?? (context.system.isImplicit ? earlier?.topic.span : nil) else {
            return nil
        }
        return Finding(
            owner.map {
                "`\(service.name)` publishes to `\(publication.topic.value)`, which belongs to `\($0.value)`"
            } ?? "several services publish to `\(publication.topic.value)`, and nobody owns it",
            at: publication.topic.span,
            "published here too",
            secondary: [.init(place, owner == nil ? "published here" : "the owner")],
            help:
                "let the owner publish it, publish to a topic of its own, or say `shared: true` at the topic",
            service: service.name
        )
    }

    private static func plain(
        _ publication: EventPublication,
        _ service: ServiceManifest,
        in context: LintContext
    ) -> Finding? {
        if let schema = publication.schema {
            return broken(
                schema,
                below: service.folder,
                of: publication.topic.value,
                service.name,
                in: context
            )
        }
        if let schema = context.system.topic(named: publication.topic.value)?.value.value.schema {
            let folder = context.system.manifest?.file.path.parentFolder ?? ""
            return broken(schema, below: folder, of: publication.topic.value, service.name, in: context)
        }
        return Finding(
            "nobody says what the events of `\(publication.topic.value)` look like",
            at: publication.topic.span,
            "no `schema` here or at the topic",
            severity: .warning,
            help:
                "describe them in a file, and name it, such as `schema: events/\(publication.topic.value).v1.json`",
            service: service.name
        )
    }

    /// A schema that is named and not there, or cannot be read.
    private static func broken(
        _ schema: Located<String>,
        below folder: String,
        of topic: String,
        _ service: String,
        in context: LintContext
    ) -> Finding? {
        guard let files = context.files else { return nil }
        let path = folder.appendingPath(schema.value)
        if files.kind(at: path) == .file, let contract = files.contract(at: path) {
            return contract.problem(
                with: "the schema of `\(topic)`",
                naming: schema,
                service: service
            )
        }
        return Finding(
            "the schema of `\(topic)` is not where the manifest says",
            at: schema.span,
            "there is no file `\(path)`",
            help: "write it, or name the right file",
            service: service
        )
    }
}
