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
        /// What the team wrote, for all that nobody else decides.
        package var manifest: ServiceManifest
        /// The name of the system: its document's, else what the Environment says, else the directory's.
        package var system: String
        /// The name of the Environment; `nil` when resolved without one.
        package var environment: String?
        /// The namespace; the system's name unless the Environment says otherwise.
        package var namespace: Resolved<String>
        /// How much the business depends on it, from which other values follow.
        package var tier: Resolved<Tier>
        /// What kind of workload it is, `service` unless written.
        package var role: Resolved<Role>
        /// Where it is in its life, `production` unless written.
        package var lifecycle: Resolved<Lifecycle>
        /// Environment variables with literal values, in the manifest's order, then the override's further ones.
        package var env: [ResolvedVariable]
        /// What is reserved and limited, for the main container.
        package var resources: Boxed<ResolvedResources>
        /// The numeric user id of the process, never 0.
        package var user: Resolved<Int>
        /// How many replicas there are, in this Environment.
        package var scale: Boxed<ResolvedScale>
        /// The probes, of which each may be off.
        package var health: Boxed<ResolvedHealth>
        /// The share of requests that are to be answered well: what the manifest promises, or else what is usual for the tier; none for
        /// tier `low` without a promise.
        package var slo: Resolved<Percentage>?
        /// The total time that an answer may take; `nil` when none is promised, for which there is no default.
        package var deadline: Resolved<Duration>?
        /// How long the process finishes its work after the signal to stop.
        package var drain: Resolved<Duration>
        /// How it is observed.
        package var observe: Boxed<ResolvedObserve>
        /// How a new version is rolled out.
        package var deploy: Boxed<ResolvedDeploy>
        /// The host under which it is reached from outside; `nil` when it is not.
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
    /// The name, as the process sees it.
    package var name: String
    /// The text, from the manifest or the Environment's override.
    package var value: Resolved<String>
}

/// What is reserved and limited.
package struct ResolvedResources: Sendable, Hashable {
    /// Reserved cpu; at most its limit.
    package var cpu: Resolved<WrittenQuantity>
    /// Limited cpu; usually none, because limits throttle.
    package var cpuLimit: Resolved<WrittenQuantity>?
    /// Reserved memory; at most its limit, and what is usual for the runtime unless written.
    package var memory: Resolved<WrittenQuantity>
    /// Limited memory; the request unless written.
    package var memoryLimit: Resolved<WrittenQuantity>
    /// Reserved scratch space on the node; `nil` when nobody says.
    package var ephemeral: Resolved<WrittenQuantity>?
    /// Limited scratch space on the node; `nil` when nobody says.
    package var ephemeralLimit: Resolved<WrittenQuantity>?
}

/// How many replicas there are.
package struct ResolvedScale: Sendable, Hashable {
    /// The fewest replicas, by tier unless written.
    package var min: Resolved<Int>
    /// The most replicas; equal to `min` when fixed, twice as many unless written.
    package var max: Resolved<Int>
    /// The share of the requested cpu that scaling aims at; not used where another signal is written and this
    /// is not.
    package var cpu: Resolved<Percentage>
    /// The requests per second and replica that scaling aims at; `nil` leaves them out.
    package var rps: Resolved<Double>?
    /// The consumer lag per replica that scaling aims at, in events; `nil` leaves it out.
    package var lag: Resolved<Int>?
    /// The requests per second that one replica can answer; `nil` when nobody has measured.
    package var rpsPerReplica: Resolved<Double>?
    /// Times with other bounds, of the override or else of the manifest; msctl does not act on them.
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
    /// How many misses in a row count as one failure.
    package var failures: Resolved<Int>
    /// The wait before the first question.
    package var delay: Resolved<Duration>
}

/// The probes; `nil` is off.
package struct ResolvedHealth: Sendable, Hashable {
    /// Whether it can take traffic: asked every 5 s and believed after 2 misses, unless written.
    package var ready: ResolvedProbe?
    /// Whether it must be restarted: asked every 10 s and believed after 3 misses, unless written.
    package var live: ResolvedProbe?
    /// Whether it has started: asked every 2 s until ``budget`` is spent, unless written.
    package var startup: ResolvedProbe?
    /// How long a start may take; what is usual for the runtime unless written.
    package var budget: Resolved<Duration>
}

/// How a service is observed.
package struct ResolvedObserve: Sendable, Hashable {
    /// Whether metrics are scraped; true unless written, and false for jobs and static sites.
    package var metrics: Resolved<Bool>
    /// The path of the metrics, `/metrics` unless written; of no meaning when they are not scraped.
    package var metricsPath: Resolved<String>
    /// The port of the metrics; `nil` when the service has no port.
    package var metricsPort: Resolved<Int>?
    /// Whether traces are sent; true unless written.
    package var traces: Resolved<Bool>
    /// How it logs to its output; `json` unless written.
    package var logs: Resolved<String>
    /// The page for the one who is woken, with `{service}` replaced; `nil` when there is none.
    package var runbook: Resolved<String>?
}

/// How a new version is rolled out.
package struct ResolvedDeploy: Sendable, Hashable {
    /// How the new version replaces the old one.
    package var strategy: Resolved<DeployStrategy>
    /// The shares of traffic of a canary, in order; of no meaning for other strategies.
    package var steps: Resolved<[Percentage]>
    /// The wait after each step of a canary.
    package var pause: Resolved<Duration>
    /// What decides whether a canary goes on.
    package var analysis: Resolved<Analysis>
    /// How many revisions that worked are kept besides the one in place.
    package var history: Resolved<Int>
    /// How long the rollout may take.
    package var timeout: Resolved<Duration>
    /// Who runs the schema migrations; `job` where a store has some, which msctl does not run yet.
    package var migrate: Resolved<MigrationPolicy>
}

/// A call with every value decided.
package struct ResolvedCall: Sendable, Hashable {
    /// What the team wrote, for all that the System does not decide.
    package var call: Boxed<ConsumedAPI>
    /// How long one try may take; `nil` when neither the call nor the System says.
    package var timeout: Resolved<Duration>?
    /// How many tries there are at most, the first one included.
    package var attempts: Resolved<Int>
    /// The wait before the first retry.
    package var backoff: Resolved<Duration>
    /// The longest wait between two tries.
    package var cap: Resolved<Duration>
    /// Whether waits are spread at random.
    package var jitter: Resolved<Bool>
    /// The share of calls that may be retries; `nil` means no bound.
    package var retryBudget: Resolved<Percentage>?
    /// Whether calling stops for a while after errors; false unless written here or in the System.
    package var breaker: Resolved<Bool>
}
