// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// Where a system runs.
package struct EnvironmentManifest: Sendable, Hashable {
    /// The document that it was read from.
    package var source: ManifestSource
    /// Name, description, labels, annotations.
    package var metadata: ManifestMetadata
    /// How serious it is; `development` by default.
    package var environmentClass: Located<EnvironmentClass>?
    /// The system that runs there.
    package var system: Located<DNSLabel>?
    /// The cluster.
    package var cluster: Located<Cluster>?
    /// Where images are pushed to and pulled from.
    package var registry: Located<String>?
    /// The Environment that versions come from.
    package var promotesFrom: Located<DNSLabel>?
    /// What a deploy needs.
    package var requires: Located<DeployRequirements>?
    /// Times without deploys.
    package var freeze: [FreezeWindow]
    /// How stores and brokers become real, by engine.
    package var provision: [NamedValue<Provisioner>]
    /// Where the values of secrets come from.
    package var secrets: Located<SecretsPolicy>?
    /// How traffic enters.
    package var ingress: Located<IngressPolicy>?
    /// What differs per service.
    package var overrides: ServiceOverrides

    /// The name of the Environment.
    package var name: String { metadata.name.value.text }
    /// The file that declares it.
    package var file: SourceFile { source.file }
    /// How serious it is; `development` by default.
    package var effectiveClass: EnvironmentClass { environmentClass?.value ?? .development }
    /// How an engine becomes real here.
    package func provisioner(for engine: String) -> NamedValue<Provisioner>? {
        provision.first { $0.name.value == engine }
    }
    /// What differs here for a service.
    package func override(for service: String) -> NamedValue<ServiceOverride>? {
        overrides.named(service)
    }
}

/// A cluster and the namespace in it.
package struct Cluster: Sendable, Hashable {
    /// The kubeconfig context.
    package var context: Located<String>?
    /// The namespace; the system's name by default.
    package var namespace: Located<DNSLabel>?
    /// How many zones its nodes lie in.
    package var zones: Located<Int>?
    /// The Kubernetes version, such as `1.34`.
    package var version: Located<String>?
    /// What the namespace may use in total.
    package var quota: Located<Resources>?
    /// The UID of the namespace `kube-system`, by which a cluster is known whatever its address and context are called.
    package var fingerprint: Located<String>?
}

/// What a deploy needs.
package struct DeployRequirements: Sendable, Hashable {
    /// How many people must be named as having agreed.
    package var approvals: Located<Int>?
    /// For how long a version must be proven in the Environment that it comes from.
    package var soak: Located<Duration>?
}

/// A time without deploys.
package struct FreezeWindow: Sendable, Hashable {
    /// The first day.
    package var from: Located<CalendarDate>
    /// The last day.
    package var until: Located<CalendarDate>
    /// Why.
    package var reason: Located<String>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}

/// How stores or brokers of one engine become real in an Environment.
package struct Provisioner: Sendable, Hashable {
    /// The way.
    package var via: Located<ProvisionMethod>
    /// The Kubernetes Secret with the address and credentials; `{service}` and `{name}` are replaced.
    package var secret: Located<String>?
    /// The server when it is known by name; `{service}` and `{name}` are replaced.
    package var host: Located<String>?
    /// The database on the server; `{service}` and `{name}` are replaced.
    package var database: Located<String>?
    /// The bootstrap servers of a broker.
    package var servers: Located<String>?
    /// How many connections the server accepts.
    package var maxConnections: Located<Int>?
    /// How many of them are kept for administration.
    package var reserved: Located<Int>?
    /// The availability of what is provisioned.
    package var availability: Located<Percentage>?
    /// The storage class of volumes.
    package var storageClass: Located<String>?
    /// How it is saved.
    package var backup: Located<Backup>?
}

/// Where the values of secrets come from.
package struct SecretsPolicy: Sendable, Hashable {
    /// The backend.
    package var via: Located<SecretsBackend>
    /// The store of the backend.
    package var store: Located<String>?
    /// The name of the Kubernetes Secret; `{service}` is replaced.
    package var name: Located<String>?
}

/// How traffic enters a cluster.
package struct IngressPolicy: Sendable, Hashable {
    /// The ingress class; xor `gateway`.
    package var ingressClass: Located<String>?
    /// The Gateway object, as `namespace/name` or `name`.
    package var gateway: Located<String>?
    /// The issuer or secret of the certificates.
    package var tls: Located<String>?
    /// How long the entry waits for an answer.
    package var timeout: Located<Duration>?
}

/// What an Environment may change about a service: nothing that changes what it is.
package struct ServiceOverride: Sendable, Hashable {
    /// Other bounds.
    package var scale: Located<Scale>?
    /// Other resources.
    package var resources: Located<Resources>?
    /// Other or further environment variables.
    package var env: [NamedValue<String>]
    /// Another host.
    package var host: Located<String>?
    /// Another way to deploy.
    package var deploy: Located<DeployPolicy>?
}
