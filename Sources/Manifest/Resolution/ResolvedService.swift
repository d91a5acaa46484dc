// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// A service in an Environment with every value decided, and where each comes from.
///
/// It is one word that refers to its ``Fields``. Public for the reason of ``Boxed``.
@dynamicMemberLookup
public struct ResolvedService: Sendable, Hashable {
    @usableFromInline let box: Box<Fields>

    /// A service with these values.
    package init(_ fields: Fields) { box = Box(fields) }

    /// A value.
    @inlinable
    public subscript<Value>(dynamicMember path: KeyPath<Fields, Value>) -> Value { box.value[keyPath: path] }

    /// The values of a service.
    public struct Fields: Sendable, Hashable {
        /// What the team wrote.
        package var manifest: ServiceManifest
        /// The name of the system.
        package var system: String
        /// The name of the Environment; `nil` when resolved without one.
        package var environment: String?
        /// The namespace; the system's name unless the Environment says otherwise.
        package var namespace: Resolved<String>
        /// How much the business depends on it.
        package var tier: Resolved<Tier>
        /// What kind of workload it is.
        package var role: Resolved<Role>
        /// Where it is in its life.
        package var lifecycle: Resolved<Lifecycle>
        /// Environment variables with literal values, in the manifest's order, then the override's further ones.
        package var env: [ResolvedVariable]
        /// What is reserved and limited.
        package var resources: Boxed<ResolvedResources>
        /// The numeric user id of the process.
        package var user: Resolved<Int>
        /// How many replicas there are.
        package var scale: Boxed<ResolvedScale>
        /// The probes.
        package var health: Boxed<ResolvedHealth>
        /// The share of requests that are to be answered well: what the manifest promises, or else what is usual for the tier; none for
        /// tier `low` without a promise.
        package var slo: Resolved<Percentage>?
        /// The total time that an answer may take.
        package var deadline: Resolved<Duration>?
        /// How long the process finishes its work after the signal to stop.
        package var drain: Resolved<Duration>
        /// How it is observed.
        package var observe: Boxed<ResolvedObserve>
        /// How a new version is rolled out.
        package var deploy: Boxed<ResolvedDeploy>
        /// The host under which it is reached from outside.
        package var host: Resolved<String>?
        /// The calls it makes, in the manifest's order.
        package var calls: [Boxed<ResolvedCall>]

        /// The name of the service.
        package var name: String { manifest.name }

        /// The SLO that the manifest promises; what is usual for a tier is no promise.
        package var promise: Percentage? {
            if case .tier? = slo?.origin { nil } else { slo?.value }
        }
    }
}

/// An environment variable with its value.
package struct ResolvedVariable: Sendable, Hashable {
    /// The name.
    package var name: String
    /// The value.
    package var value: Resolved<String>
}

/// What is reserved and limited.
package struct ResolvedResources: Sendable, Hashable {
    /// Reserved cpu.
    package var cpu: Resolved<WrittenQuantity>
    /// Limited cpu; usually none, because limits throttle.
    package var cpuLimit: Resolved<WrittenQuantity>?
    /// Reserved memory.
    package var memory: Resolved<WrittenQuantity>
    /// Limited memory; the request unless written.
    package var memoryLimit: Resolved<WrittenQuantity>
    /// Reserved scratch space.
    package var ephemeral: Resolved<WrittenQuantity>?
    /// Limited scratch space.
    package var ephemeralLimit: Resolved<WrittenQuantity>?
}

/// How many replicas there are.
package struct ResolvedScale: Sendable, Hashable {
    /// The least replicas.
    package var min: Resolved<Int>
    /// The most replicas; equal to `min` when fixed.
    package var max: Resolved<Int>
    /// The cpu use that scaling aims at.
    package var cpu: Resolved<Percentage>
    /// The requests per second and replica that scaling aims at.
    package var rps: Resolved<Double>?
    /// The consumer lag per replica that scaling aims at.
    package var lag: Resolved<Int>?
    /// The requests per second that one replica can answer.
    package var rpsPerReplica: Resolved<Double>?
    /// Times with other bounds.
    package var schedule: [ScaleWindow]

    /// Whether the number never changes by itself.
    package var isFixed: Bool { min.value >= max.value }
}

/// A probe with every value decided.
package struct ResolvedProbe: Sendable, Hashable {
    /// The path that is asked; ignored for probes of ports that do not speak HTTP.
    package var path: Resolved<String>
    /// The port that is asked; `nil` when the service has no port.
    package var port: Resolved<Int>?
    /// The time between two questions.
    package var period: Resolved<Duration>
    /// How long an answer may take.
    package var timeout: Resolved<Duration>
    /// How many misses in a row count.
    package var failures: Resolved<Int>
    /// The wait before the first question.
    package var delay: Resolved<Duration>
}

/// The probes; `nil` is off.
package struct ResolvedHealth: Sendable, Hashable {
    /// Whether it can take traffic.
    package var ready: ResolvedProbe?
    /// Whether it must be restarted.
    package var live: ResolvedProbe?
    /// Whether it has started.
    package var startup: ResolvedProbe?
    /// How long a start may take.
    package var budget: Resolved<Duration>
}

/// How a service is observed.
package struct ResolvedObserve: Sendable, Hashable {
    /// Whether metrics are scraped.
    package var metrics: Resolved<Bool>
    /// The path of the metrics.
    package var metricsPath: Resolved<String>
    /// The port of the metrics; `nil` when the service has no port.
    package var metricsPort: Resolved<Int>?
    /// Whether traces are sent.
    package var traces: Resolved<Bool>
    /// How it logs.
    package var logs: Resolved<String>
    /// The page for the one who is woken, with `{service}` replaced.
    package var runbook: Resolved<String>?
}

/// How a new version is rolled out.
package struct ResolvedDeploy: Sendable, Hashable {
    /// How the new version replaces the old one.
    package var strategy: Resolved<DeployStrategy>
    /// The shares of traffic of a canary.
    package var steps: Resolved<[Percentage]>
    /// The wait after each step.
    package var pause: Resolved<Duration>
    /// What decides whether to go on.
    package var analysis: Resolved<Analysis>
    /// How many old revisions are kept.
    package var history: Resolved<Int>
    /// How long the rollout may take.
    package var timeout: Resolved<Duration>
    /// Who runs the schema migrations.
    package var migrate: Resolved<MigrationPolicy>
}

/// A call with every value decided.
package struct ResolvedCall: Sendable, Hashable {
    /// What the team wrote.
    package var call: Boxed<ConsumedAPI>
    /// How long one try may take; `nil` when neither the call nor the System says.
    package var timeout: Resolved<Duration>?
    /// How many tries there are at most, the first one included.
    package var attempts: Resolved<Int>
    /// The wait before the first retry.
    package var backoff: Resolved<Duration>
    /// The longest wait.
    package var cap: Resolved<Duration>
    /// Whether waits are spread at random.
    package var jitter: Resolved<Bool>
    /// The share of calls that may be retries.
    package var retryBudget: Resolved<Percentage>?
    /// Whether calling stops for a while after errors.
    package var breaker: Resolved<Bool>
}
