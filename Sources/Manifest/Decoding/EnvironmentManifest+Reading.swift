// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension EnvironmentManifest {
    /// Reads the fields of `spec`.
    static func read(_ fields: inout FieldReader, source: ManifestSource, metadata: ManifestMetadata)
        -> EnvironmentManifest
    {
        let environment = EnvironmentManifest(
            source: source,
            metadata: metadata,
            environmentClass: fields.optional(
                "class",
                .choice("a class of Environment"),
                "how serious it is; `development` by default"
            ),
            system: fields.optional("system", .label, "the system that runs there"),
            cluster: fields.optional("cluster", .part(Cluster.self), "the cluster and the namespace in it"),
            registry: fields.optional(
                "registry",
                .registry,
                "where images are pushed to"
            ),
            promotesFrom: fields.optional(
                "promotesFrom",
                .label,
                "the Environment that versions come from; `requires.soak` makes it a condition"
            ),
            requires: fields.optional(
                "requires",
                .part(DeployRequirements.self),
                "what `msctl deploy` demands"
            ),
            freeze: fields.parts(
                "freeze",
                of: .part(FreezeWindow.self),
                "days on which `msctl deploy` refuses, in UTC"
            ),
            provision: fields.map(
                "provision",
                of: .part(Provisioner.self),
                "how stores and brokers become real, by engine"
            ),
            secrets: fields.optional(
                "secrets",
                .part(SecretsPolicy.self),
                "where the values of secrets come from"
            ),
            ingress: fields.optional("ingress", .part(IngressPolicy.self), "how traffic enters"),
            overrides: ServiceOverrides(
                fields.map("overrides", of: ServiceOverride.format, "what differs per service")
            )
        )
        if let soak = environment.requires?.value.soak, !fields.isWritten("promotesFrom") {
            fields.report(
                .conflictingFields(
                    "`soak` says how long, and nothing says where",
                    at: soak.span,
                    reason: "`promotesFrom` is missing"
                ),
                "requires"
            )
        }
        return environment
    }
}

extension Cluster: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Cluster? {
        Cluster(
            context: fields.optional("context", .text("a kubeconfig context"), "the kubeconfig context"),
            namespace: fields.optional(
                "namespace",
                .namespace,
                "the namespace; the system's name by default"
            ),
            zones: fields.optional("zones", .positive, "how many zones its nodes lie in; 1 by default"),
            version: fields.optional(
                "version",
                .text("a Kubernetes version", "1.34"),
                "the Kubernetes version; for people and other tools, msctl does not act on it"
            ),
            quota: fields.optional("quota", .part(Resources.self), "what the namespace may use in total"),
            fingerprint: fields.optional(
                "fingerprint",
                .text("the UID of a namespace", "0c3d2b7e-5f0e-4a43-9c55-6d0a4f6f3f11"),
                "the UID of the namespace `kube-system`; in a cluster that has another one, nothing is done"
            )
        )
    }
}

extension DeployRequirements: ManifestPart {
    static func read(_ fields: inout FieldReader) -> DeployRequirements? {
        DeployRequirements(
            approvals: fields.optional(
                "approvals",
                .count,
                "how many people `msctl deploy --approved-by` must name; msctl counts them, it does not know them"
            ),
            soak: fields.optional(
                "soak",
                .duration,
                "for how long a version must have run, proven, in `promotesFrom` before `msctl deploy` takes it here"
            )
        )
    }
}

extension FreezeWindow: ManifestPart {
    static func read(_ fields: inout FieldReader) -> FreezeWindow? {
        let from = fields.required("from", .date, "the first day")
        let until = fields.required("until", .date, "the last day")
        let reason = fields.optional("reason", .text("a reason"), "why")
        guard let from, let until else { return nil }
        if until.value < from.value {
            fields.report(
                .conflictingFields(
                    "the freeze ends before it begins",
                    at: until.span,
                    reason: "it begins on \(from.value)"
                ),
                "until"
            )
        }
        return FreezeWindow(from: from, until: until, reason: reason, pointer: fields.pointer)
    }
}

extension Provisioner: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Provisioner? {
        let via =
            fields.required("via", .choice("a way to provision"), "the way") as Located<ProvisionMethod>?
        let secret = fields.optional(
            "secret",
            .objectName("{service}-postgres", placeholders: ["service", "name", "engine"]),
            "the Kubernetes Secret with address and credentials"
        )
        let host = fields.optional("host", .text("a host"), "the server when it is known by name")
        let database = fields.optional(
            "database",
            .text("a database", "{name}"),
            "the database on the server"
        )
        let servers = fields.optional(
            "servers",
            .text("addresses", "kafka.shop.svc:9092"),
            "the bootstrap servers of a broker"
        )
        let maxConnections = fields.optional(
            "maxConnections",
            .positive,
            "how many connections the server accepts"
        )
        let reserved = fields.optional("reserved", .count, "how many of them are kept for administration")
        let availability = fields.optional(
            "availability",
            .percentage,
            "the availability of what is provisioned"
        )
        let storageClass = fields.optional(
            "storageClass",
            .objectName("fast"),
            "the storage class of volumes"
        )
        let backup = fields.optional("backup", .part(Backup.self), "how it is saved")
        guard let via else { return nil }
        return Provisioner(
            via: via,
            secret: secret,
            host: host,
            database: database,
            servers: servers,
            maxConnections: maxConnections,
            reserved: reserved,
            availability: availability,
            storageClass: storageClass,
            backup: backup
        )
    }
}

extension SecretsPolicy: ManifestPart {
    static func read(_ fields: inout FieldReader) -> SecretsPolicy? {
        let via =
            fields.required("via", .choice("a backend of secrets"), "the backend") as Located<SecretsBackend>?
        let store = fields.optional("store", .text("a store"), "the store of the backend")
        let name = fields.optional(
            "name",
            .objectName("{service}-secrets", placeholders: ["service"]),
            "the name of the Kubernetes Secret"
        )
        return via.map { SecretsPolicy(via: $0, store: store, name: name) }
    }
}

extension IngressPolicy: ManifestPart {
    static func read(_ fields: inout FieldReader) -> IngressPolicy? {
        let policy = IngressPolicy(
            ingressClass: fields.optional("class", .objectName("nginx"), "the ingress class"),
            gateway: fields.optional(
                "gateway",
                .gateway,
                "the Gateway object, as `namespace/name`"
            ),
            tls: fields.optional(
                "tls",
                .certificate,
                "the Secret with the certificates, or `issuer/` and the name of a cluster issuer"
            ),
            timeout: fields.optional("timeout", .period, "how long the entry waits for an answer")
        )
        if fields.isWritten("class"), let key = fields.keySpan("gateway") {
            fields.report(
                .conflictingFields(
                    "`class` and `gateway` exclude each other",
                    at: key,
                    reason: "traffic enters one way"
                ),
                "gateway"
            )
        }
        return policy
    }
}

extension ServiceOverride {
    /// An override, in which other fields of a service are reported as a difference between Environments.
    static var format: FieldFormat<ServiceOverride> {
        FieldFormat.mapping(elsewhere: ManifestSchema.serviceFieldNames) { fields in
            let scale = fields.optional("scale", .scale, "other bounds")
            let run = fields.optional(
                "run",
                OverriddenRun.format,
                "other resources and environment variables"
            )
            let expose = fields.optional("expose", OverriddenExposure.format, "another host")
            let deploy = fields.optional("deploy", .part(DeployPolicy.self), "another way to deploy")
            return ServiceOverride(
                scale: scale,
                resources: run?.value.resources,
                env: run?.value.env ?? [],
                host: expose?.value.host,
                deploy: deploy
            )
        }
    }
}

/// What an Environment may change under `run`.
private struct OverriddenRun {
    var resources: Located<Resources>?
    var env: [NamedValue<String>]

    static var format: FieldFormat<OverriddenRun> {
        FieldFormat.mapping(elsewhere: ManifestSchema.fieldNames { _ = Run.read(&$0) }) { fields in
            OverriddenRun(
                resources: fields.optional("resources", .part(Resources.self), "other resources"),
                env: fields.map(
                    "env",
                    of: .anyText,
                    names: .variableName,
                    "other or further environment variables"
                )
            )
        }
    }
}

/// What an Environment may change under `expose`.
private struct OverriddenExposure {
    var host: Located<String>?

    static var format: FieldFormat<OverriddenExposure> {
        FieldFormat.mapping(elsewhere: ManifestSchema.fieldNames { _ = Exposure.read(&$0) }) { fields in
            OverriddenExposure(host: fields.optional("host", .host, "another host"))
        }
    }
}
