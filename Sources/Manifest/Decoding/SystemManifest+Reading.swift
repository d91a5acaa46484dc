// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension SystemManifest {
    /// Reads the fields of `spec`.
    static func read(_ fields: inout FieldReader, source: ManifestSource, metadata: ManifestMetadata)
        -> SystemManifest
    {
        SystemManifest(
            source: source,
            metadata: metadata,
            domains: fields.map(
                "domains",
                of: .part(Domain.self),
                names: .name,
                "bounded contexts and who answers for them"
            ),
            teams: fields.map("teams", of: .part(Team.self), names: .name, "teams and how to reach them"),
            brokers: fields.map("brokers", of: .part(Broker.self), "message brokers"),
            topics: fields.map(
                "topics",
                of: .part(Topic.self),
                names: .topic,
                "topics and who decides about them"
            ),
            external: fields.map(
                "external",
                of: .part(ExternalSystem.self),
                names: .name,
                "systems that are called but not deployed"
            ),
            standards: fields.optional("standards", .part(Standards.self), "what is allowed"),
            defaults: fields.optional("defaults", .part(SystemDefaults.self), "what services inherit"),
            journeys: fields.parts("journeys", of: .part(Journey.self), "what users do, with its promise")
        )
    }
}

extension Domain: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Domain? {
        let owner = fields.required("owner", .label, "the team that answers for it")
        let delegated = fields.list("delegated", of: .label, "other teams that may own services in it")
        return owner.map { Domain(owner: $0, delegated: delegated) }
    }
}

extension Team: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Team? {
        Team(
            contact: fields.optional("contact", .text("a contact", "#team-sales"), "where to write to"),
            oncall: fields.optional("oncall", .text("an on-call address"), "where to page"),
            members: fields.list(
                "members",
                of: .text("a person"),
                "who belongs to it; for people and other tools, msctl does not act on it"
            )
        )
    }
}

extension Broker: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Broker? {
        let engine = fields.required(
            "engine",
            .text("an engine", "kafka"),
            "what kind it is, such as `kafka`"
        )
        let availability = fields.optional("availability", .percentage, "its availability")
        return engine.map { Broker(engine: $0, availability: availability) }
    }
}

extension Topic: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Topic? {
        let owner = fields.required("owner", .label, "the service that decides about it")
        let partitions = fields.optional("partitions", .positive, "how many partitions it has")
        let retention = fields.optional("retention", .period, "how long events are kept")
        let schema = fields.optional("schema", .path, "the schema file")
        let broker = fields.optional(
            "broker",
            .text("a broker"),
            "the broker it lives on; the only one by default"
        )
        let shared = fields.optional(
            "shared",
            .boolean,
            "whether services other than the owner may publish to it"
        )
        let pii = fields.optional("pii", .boolean, "whether its events hold personal data")
        guard let owner else { return nil }
        return Topic(
            owner: owner,
            partitions: partitions,
            retention: retention,
            schema: schema,
            broker: broker,
            shared: shared,
            pii: pii
        )
    }
}

extension ExternalSystem: ManifestPart {
    static func read(_ fields: inout FieldReader) -> ExternalSystem? {
        let url = fields.required("url", .address, "its address")
        let kind = fields.optional(
            "kind",
            .text("a kind", "saas", "monolith"),
            "what it is; for people and other tools, msctl does not act on it"
        )
        let owner = fields.optional("owner", .label, "the team that answers for it")
        let availability = fields.optional("availability", .percentage, "its availability")
        let deadline = fields.optional("deadline", .period, "the total time that an answer may take")
        guard let url else { return nil }
        return ExternalSystem(
            url: url,
            kind: kind,
            owner: owner,
            availability: availability,
            deadline: deadline
        )
    }
}

extension Journey: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Journey? {
        let name = fields.required("name", .text("a name"), "what users do")
        let route = fields.required("route", .routePath, "the path of the gateway's route")
        let slo = fields.optional("slo", .slo, "the share of times that it works")
        guard let name, let route else { return nil }
        return Journey(name: name, route: route, slo: slo, pointer: fields.pointer)
    }
}

extension Standards: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Standards? {
        Standards(
            runtimes: fields.list(
                "runtimes",
                of: .text("a runtime", "swift", "go"),
                "the runtimes; any when absent"
            ),
            engines: fields.list(
                "engines",
                of: .text("an engine", "postgres"),
                "the engines; any when absent"
            ),
            protocols: fields.list(
                "protocols",
                of: .choice("a protocol"),
                "the protocols of calls; any when absent"
            ),
            registries: fields.list(
                "registries",
                of: .text("a registry", "ghcr.io/acme"),
                "the image registries; any when absent"
            ),
            budgets: fields.optional(
                "budgets",
                .part(Budgets.self),
                "numbers that architecture rules keep to"
            )
        )
    }
}

extension Budgets: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Budgets? {
        Budgets(
            syncDepth: fields.optional(
                "syncDepth",
                .positive,
                "the most hops of required calls behind a route; 3 by default"
            ),
            retryAmplification: fields.optional(
                "retryAmplification",
                .number,
                "the most attempts that one request may become; 6 by default"
            ),
            blastRadius: fields.optional(
                "blastRadius",
                .percentage,
                "the largest share of services that one may break; `50%` by default"
            ),
            teamServices: fields.optional(
                "teamServices",
                .positive,
                "the most services of one team; 8 by default"
            )
        )
    }
}

extension SystemDefaults: ManifestPart {
    static func read(_ fields: inout FieldReader) -> SystemDefaults? {
        SystemDefaults(
            call: fields.optional("call", .part(CallDefaults.self), "for calls that do not say otherwise"),
            resources: fields.optional(
                "resources",
                .part(Resources.self),
                "for services that do not say otherwise"
            ),
            observe: fields.optional("observe", .part(Observe.self), "for services that do not say otherwise")
        )
    }
}

extension CallDefaults: ManifestPart {
    static func read(_ fields: inout FieldReader) -> CallDefaults? {
        CallDefaults(
            timeout: fields.optional("timeout", .period, "how long one try may take"),
            retries: fields.optional("retries", .retries, "what happens after a try without an answer"),
            breaker: fields.optional("breaker", .breaker, "when calling stops for a while")
        )
    }
}
