// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension ServiceManifest.Fields {
    /// A service of which only the name is known yet.
    init(source: ManifestSource, metadata: ManifestMetadata) {
        self.init(
            source: source,
            metadata: metadata,
            coOwners: [],
            provides: [],
            consumes: [],
            publishes: [],
            subscribes: [],
            data: [],
            routes: [],
            patches: [],
            ignores: []
        )
    }

    /// Reads the fields of `spec`.
    mutating func readSpec(_ fields: inout FieldReader) {
        readIdentity(&fields)
        readWorkload(&fields)
        readRelations(&fields)
        readPolicies(&fields)
        checkExclusions(fields)
    }

    private mutating func readIdentity(_ fields: inout FieldReader) {
        let owners = fields.required("owner", .owners, "the team that answers for it")?.value ?? []
        owner = owners.first
        coOwners = Array(owners.dropFirst())
        domain = fields.required("domain", .label, "the bounded context it belongs to")
        tier = fields.optional(
            "tier",
            .choice("a tier"),
            "how much the business depends on it; `standard` by default"
        )
        role = fields.optional("role", .choice("a role"), "what kind of workload it is; `service` by default")
        lifecycle = fields.optional(
            "lifecycle",
            .choice("a stage of life"),
            "where it is in its life; `production` by default"
        )
    }

    private mutating func readWorkload(_ fields: inout FieldReader) {
        build = fields.optional("build", .build, "how its image is made: a folder, or the long form")
        image = fields.optional("image", .image, "an image that is made elsewhere")
        run = fields.optional("run", .part(Run.self), "how its process runs")
        schedule = fields.optional("schedule", .cron, "when a `cron` runs")
    }

    private mutating func readRelations(_ fields: inout FieldReader) {
        provides = fields.parts(
            "provides",
            of: ProvidedAPI.format(service: metadata.name),
            "the APIs it offers"
        )
        consumes = fields.parts("consumes", of: .part(ConsumedAPI.self), "the calls it makes")
        let events = fields.optional(
            "events",
            .part(EventDeclarations.self),
            "the events it publishes and receives"
        )
        publishes = events?.value.publishes ?? []
        subscribes = events?.value.subscribes ?? []
        data = fields.parts("data", of: .part(DataStore.self), "the stores it owns")
        routes = fields.parts("routes", of: .part(Route.self), "the routes of a gateway")
    }

    private mutating func readPolicies(_ fields: inout FieldReader) {
        expose = fields.optional("expose", .part(Exposure.self), "how it is reached from outside the cluster")
        health = fields.optional("health", .part(Health.self), "how its health is seen")
        scale = fields.optional("scale", .scale, "how many replicas it has")
        resilience = fields.optional(
            "resilience",
            .part(Resilience.self),
            "what it promises about time and availability"
        )
        observe = fields.optional("observe", .part(Observe.self), "how it is observed")
        network = fields.optional(
            "network",
            .part(NetworkExceptions.self),
            "traffic that the graph does not explain"
        )
        deploy = fields.optional("deploy", .part(DeployPolicy.self), "how a new version is rolled out")
        patches = fields.parts("patches", of: .part(ManifestPatch.self), "changes to generated objects")
        ignores =
            fields.optional("lint", .part(LintSettings.self), "findings that the team accepts")?.value.ignores
            ?? []
    }
}

/// What stands under `events`.
private struct EventDeclarations: ManifestPart {
    var publishes: [EventPublication]
    var subscribes: [EventSubscription]

    static func read(_ fields: inout FieldReader) -> EventDeclarations? {
        EventDeclarations(
            publishes: fields.parts("publishes", of: .part(EventPublication.self), "the events it publishes"),
            subscribes: fields.parts(
                "subscribes",
                of: .part(EventSubscription.self),
                "the events it receives"
            )
        )
    }
}

/// What stands under `lint`.
private struct LintSettings: ManifestPart {
    var ignores: [LintIgnore]

    static func read(_ fields: inout FieldReader) -> LintSettings? {
        LintSettings(
            ignores: fields.parts("ignore", of: .part(LintIgnore.self), "findings that the team accepts")
        )
    }
}

extension FieldFormat where Value == [Located<DNSLabel>] {
    /// A team, or several, which a rule reports.
    fileprivate static var owners: FieldFormat {
        let one = FieldFormat<DNSLabel>.label.located { value, _ in [value] }
        return one.orList(.list(of: .label))
    }
}
