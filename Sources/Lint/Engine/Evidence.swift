// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// Values that a rule draws conclusions from; when one of them cannot be read, the conclusion is left out.
///
/// What is named here makes a finding untrue if the value is other than its default. A value that could only add findings is not
/// named: a circle of calls is one, whatever else is called, and two services share a store whatever others have.
package struct Evidence: Sendable, Hashable {
    /// Whose values they are.
    enum Subject: Sendable, Hashable {
        case service(Reach)
        case system
        case environment
    }

    /// Which services a conclusion is about, as seen from the service that holds the value.
    enum Reach: Sendable, Hashable {
        /// That service.
        case own
        /// Also those that it calls and routes to, and those that call it and route to it.
        case neighbours
        /// Also all that need it, through whatever is between.
        case callers
        /// Also all that it needs, through whatever is between.
        case callees
        /// Every service.
        case everyone
    }

    /// Whose values they are.
    let subject: Subject
    /// Where the values stand: JSON pointers in which `*` is any one part.
    let patterns: [String]

    /// Values of the service that is judged.
    static func own(_ parts: ServicePart...) -> Evidence { of(.own, parts) }
    /// Values of it, and of the services beside it.
    static func neighbours(_ parts: ServicePart...) -> Evidence { of(.neighbours, parts) }
    /// Values of it, and of all services that it needs.
    static func needed(_ parts: ServicePart...) -> Evidence { of(.callers, parts) }
    /// Values of it, and of all services that need it.
    static func needing(_ parts: ServicePart...) -> Evidence { of(.callees, parts) }
    /// Values of all services.
    static func everyone(_ parts: ServicePart...) -> Evidence { of(.everyone, parts) }
    /// Values of the System.
    static func system(_ parts: SystemPart...) -> Evidence {
        Evidence(subject: .system, patterns: parts.map { "/spec/" + $0.rawValue })
    }
    /// Values of Environments.
    static func environment(_ parts: EnvironmentPart...) -> Evidence {
        Evidence(subject: .environment, patterns: parts.map { "/spec/" + $0.rawValue })
    }

    private static let namePattern = "/metadata/name"

    private static func of(_ reach: Reach, _ parts: [ServicePart]) -> Evidence {
        Evidence(
            subject: .service(reach),
            patterns: parts.map { $0 == .name ? namePattern : "/spec/" + $0.rawValue }
        )
    }

    /// Whether it is that all services are known.
    var isEveryName: Bool { subject == .service(.everyone) && patterns.contains(Self.namePattern) }

    /// A value of a service, by its place below `spec`; the name stands elsewhere.
    enum ServicePart: String, Sendable, CaseIterable {
        case name
        case owner, domain, tier, role, lifecycle, build, image, run, provides, routes, events, data, expose
        case health, scale, observe, network, deploy
        case availability = "resilience/availability"
        case deadline = "resilience/deadline"
        case drain = "resilience/drain"
        case slo = "resilience/slo"
        case api = "consumes/*/api"
        case breaker = "consumes/*/breaker"
        case calls = "consumes/*/calls"
        case fallback = "consumes/*/fallback"
        case idempotent = "consumes/*/idempotent"
        case parallel = "consumes/*/parallel"
        case required = "consumes/*/required"
        case retries = "consumes/*/retries"
        case timeout = "consumes/*/timeout"
        case operations = "consumes/*/operations"
        case storeEngine = "data/*/engine"
        case storeName = "data/*/name"
    }

    /// A value of the System, by its place below `spec`.
    enum SystemPart: String, Sendable, CaseIterable {
        case domains, external, standards, teams, topics
        case callDefaults = "defaults/call"
        case observeDefaults = "defaults/observe"
    }

    /// A value of an Environment, by its place below `spec`.
    enum EnvironmentPart: String, Sendable, CaseIterable {
        case `class`, cluster, ingress, overrides, provision, system
    }
}
