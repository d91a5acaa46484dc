// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// Where a system runs.
package struct EnvironmentManifest: Sendable, Hashable {
    /// The document that it was read from, for findings about keys and what is absent.
    package var source: ManifestSource
    /// Its name, which `--env` takes, and what is said of it for people.
    package var metadata: ManifestMetadata
    /// How serious it is; `development` by default.
    package var environmentClass: Located<EnvironmentClass>?
    /// The system that runs there; `nil` for whichever the manifests declare.
    package var system: Located<DNSLabel>?
    /// The cluster and the namespace; `nil` for the current context and a namespace called as the system.
    package var cluster: Located<Cluster>?
    /// Where images are pushed to and pulled from, without a scheme; `nil` writes none before their names.
    package var registry: Located<String>?
    /// The Environment that versions come from; a condition only together with `requires.soak`.
    package var promotesFrom: Located<DNSLabel>?
    /// What must be true before `msctl deploy` begins; `nil` means nothing.
    package var requires: Located<DeployRequirements>?
    /// Days, in UTC, on which `msctl deploy` refuses; rollbacks and scaling are free.
    package var freeze: [FreezeWindow]
    /// How stores and brokers become real, by engine; a store of another engine is expected in a Secret
    /// `<service>-<engine>`.
    package var provision: [NamedValue<Provisioner>]
    /// Where the values of secrets come from; `nil` for Secrets that somebody else writes.
    package var secrets: Located<SecretsPolicy>?
    /// How traffic enters; `nil` for an Ingress of the cluster's default class.
    package var ingress: Located<IngressPolicy>?
    /// What differs here for single services.
    package var overrides: ServiceOverrides

    /// The name of the Environment, as `--env` takes it.
    package var name: String { metadata.name.value.text }
    /// The file that declares it.
    package var file: SourceFile { source.file }
    /// How serious it is, with the default filled in.
    package var effectiveClass: EnvironmentClass { environmentClass?.value ?? .development }
    /// How an engine becomes real here; `nil` when the Environment has no word on it.
    package func provisioner(for engine: String) -> NamedValue<Provisioner>? {
        provision.first { $0.name.value == engine }
    }
    /// What differs here for a service; `nil` when nothing does.
    package func override(for service: String) -> NamedValue<ServiceOverride>? {
        overrides.named(service)
    }
}

/// A cluster and the namespace in it.
package struct Cluster: Sendable, Hashable {
    /// The kubeconfig context; `nil` for the current one, and `--context` overrules it.
    package var context: Located<String>?
    /// The namespace; `nil` means the system's name.
    package var namespace: Located<DNSLabel>?
    /// How many zones its nodes lie in; pods are spread over them, and `nil` means 1.
    package var zones: Located<Int>?
    /// The Kubernetes version, such as `1.34`; for people, msctl does not act on it.
    package var version: Located<String>?
    /// What all pods of the namespace may ask for together; `nil` means no bound is known.
    package var quota: Located<Resources>?
    /// The UID of the namespace `kube-system`, by which a cluster is known whatever its address and context are called.
    package var fingerprint: Located<String>?
}

/// What a deploy needs.
package struct DeployRequirements: Sendable, Hashable {
    /// How many people `--approved-by` must name; msctl counts them, it does not know them.
    package var approvals: Located<Int>?
    /// For how long a version must have been proven in the Environment that it comes from.
    package var soak: Located<Duration>?
}

/// A time without deploys.
package struct FreezeWindow: Sendable, Hashable {
    /// The first day without deploys, in UTC.
    package var from: Located<CalendarDate>
    /// The last day without deploys, in UTC; it is one of them.
    package var until: Located<CalendarDate>
    /// Why, for those who are refused.
    package var reason: Located<String>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}

/// How stores or brokers of one engine become real in an Environment.
package struct Provisioner: Sendable, Hashable {
    /// Who makes it; `embedded` puts a store on a volume of the service's own pods.
    package var via: Located<ProvisionMethod>
    /// The Kubernetes Secret with the address and credentials; `{service}` and `{name}` are replaced.
    package var secret: Located<String>?
    /// The server when it is known by name, which pods get as `<ENGINE>_HOST`; `{service}` and `{name}` are
    /// replaced.
    package var host: Located<String>?
    /// The database on the server, which pods get as `<ENGINE>_DATABASE`; `{service}` and `{name}` are
    /// replaced.
    package var database: Located<String>?
    /// The bootstrap servers of a broker as `host:port`, with commas between them; pods get them as
    /// `<ENGINE>_BOOTSTRAP_SERVERS`.
    package var servers: Located<String>?
    /// How many connections the server accepts; `nil` means that it is not known.
    package var maxConnections: Located<Int>?
    /// How many of them are kept for administration; `nil` means none.
    package var reserved: Located<Int>?
    /// The availability of what is provisioned, instead of the one assumed for a store with or without `ha`.
    package var availability: Located<Percentage>?
    /// The storage class of the volumes that pods get; `nil` for the cluster's default.
    package var storageClass: Located<String>?
    /// How all stores of the engine are saved, unless a store says otherwise.
    package var backup: Located<Backup>?
}

/// Where the values of secrets come from.
package struct SecretsPolicy: Sendable, Hashable {
    /// Who keeps the values; only `external-secrets` makes msctl render an object that fetches them.
    package var via: Located<SecretsBackend>
    /// The ClusterSecretStore to fetch from; `nil` means the one called as the system.
    package var store: Located<String>?
    /// The name of the Kubernetes Secret; `{service}` is replaced, and `nil` means `{service}-secrets`.
    package var name: Located<String>?
}

/// How traffic enters a cluster.
package struct IngressPolicy: Sendable, Hashable {
    /// The ingress class; `nil` for the cluster's default, and exclusive with `gateway`.
    package var ingressClass: Located<String>?
    /// The Gateway object, as `namespace/name` or `name`; with one, entries are HTTPRoutes and not Ingresses.
    package var gateway: Located<String>?
    /// The Secret of the certificates, or `issuer/` and a cluster issuer; `nil` means a Secret `<service>-tls`.
    package var tls: Located<String>?
    /// How long the entry waits for an answer, which routes are compared with; msctl does not set it.
    package var timeout: Located<Duration>?
}

/// What an Environment may change about a service: nothing that changes what it is.
package struct ServiceOverride: Sendable, Hashable {
    /// Other bounds and targets; what is `nil` in it stays as the service has it.
    package var scale: Located<Scale>?
    /// Other requests and limits; what is `nil` in it stays as the service has it.
    package var resources: Located<Resources>?
    /// Environment variables that replace those of the same name, or come after the service's own.
    package var env: [NamedValue<String>]
    /// Another host than that of the service's `expose`.
    package var host: Located<String>?
    /// Another way to deploy; what is `nil` in it stays as the service has it.
    package var deploy: Located<DeployPolicy>?
}
