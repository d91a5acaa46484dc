// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension EventPublication: ManifestPart {
    static func read(_ fields: inout FieldReader) -> EventPublication? {
        let topic = fields.required("topic", .topic, "a topic that the System declares")
        let version = fields.optional("version", .apiVersion, "the major version of the event")
        let schema = fields.optional(
            "schema",
            .path,
            "the schema file, relative to the folder of the manifest"
        )
        let key = fields.optional(
            "key",
            .text("a field"),
            "the field that events are partitioned by; for people and other tools, msctl does not act on it"
        )
        let outbox = fields.optional(
            "outbox",
            .boolean,
            "whether events are written with the data in one transaction"
        )
        let delivery: Located<Delivery>? = fields.optional(
            "delivery",
            .choice("a promise of delivery"),
            "what is promised about each event; `at-least-once` by default"
        )
        fields.misplaced("fallback", because: "nobody waits for an event")
        guard let topic else { return nil }
        return EventPublication(
            span: fields.span,
            pointer: fields.pointer,
            topic: topic,
            version: version,
            schema: schema,
            key: key,
            outbox: outbox,
            delivery: delivery
        )
    }
}

extension EventSubscription: ManifestPart {
    static func read(_ fields: inout FieldReader) -> EventSubscription? {
        let topic = fields.required("topic", .topic, "a topic that the System declares")
        let version = fields.optional("version", .apiVersion, "the major version of the event")
        let group = fields.optional(
            "group",
            .text("a consumer group"),
            "the consumer group; the service's name by default"
        )
        let concurrency = fields.optional(
            "concurrency",
            .positive,
            "how many events one replica handles at once"
        )
        let batch = fields.optional("batch", .positive, "how many events are fetched at once")
        let idempotent = fields.optional(
            "idempotent",
            .boolean,
            "whether handling an event twice is harmless"
        )
        let retry = fields.optional("retry", .retries, "what happens when handling does not work")
        let dlq = fields.optional("dlq", .deadLetterQueue, "where events go that cannot be handled")
        let deadline = fields.optional("deadline", .period, "how long handling one event may take")
        let terminates = fields.optional("terminates", .boolean, "whether a chain of events ends here")
        fields.misplaced("fallback", because: "nobody waits for an event")
        guard let topic else { return nil }
        return EventSubscription(
            span: fields.span,
            pointer: fields.pointer,
            topic: topic,
            version: version,
            group: group,
            concurrency: concurrency,
            batch: batch,
            idempotent: idempotent,
            retry: retry,
            dlq: dlq,
            deadline: deadline,
            terminates: terminates
        )
    }
}

extension FieldFormat where Value == DeadLetterQueue {
    /// `true`, `false`, or the name of a topic.
    static var deadLetterQueue: FieldFormat {
        let flag = FieldFormat<Bool>.boolean
        let topic = FieldFormat<String>.topic
        return FieldFormat(
            shape: { .anyOf([flag.shape(), topic.shape()]) },
            read: { field in
                if let scalar = field.node.scalar, scalar.style == .plain,
                    ["true", "false"].contains(scalar.text.lowercased())
                {
                    return flag.read(field).map { $0 ? .standard : .none }
                }
                return topic.read(field).map { .named($0) }
            }
        )
    }
}
