// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// What a system allows: lint rules compare services with it.
package struct Standards: Sendable, Hashable {
    /// The runtimes that services may be written in; any when empty.
    package var runtimes: [Located<String>]
    /// The engines that stores and brokers may have; any when empty.
    package var engines: [Located<String>]
    /// The protocols that APIs may speak; any when empty.
    package var protocols: [Located<WireProtocol>]
    /// The registries, with a path or without, that images may come from; any when empty.
    package var registries: [Located<String>]
    /// Numbers that architecture rules keep to; `nil` for the defaults of msctl.
    package var budgets: Located<Budgets>?
}

/// Numbers that architecture rules keep to.
package struct Budgets: Sendable, Hashable {
    /// The most hops of required calls behind a route; 3 by default.
    package var syncDepth: Located<Int>?
    /// The most attempts that one request may become; 6 by default.
    package var retryAmplification: Located<Double>?
    /// The largest share of services that one may break; 50 % by default.
    package var blastRadius: Located<Percentage>?
    /// The most services of one team; 8 by default.
    package var teamServices: Located<Int>?

    /// The hops allowed when nothing is written.
    package static let defaultSyncDepth = 3
    /// The attempts allowed when nothing is written.
    package static let defaultRetryAmplification: Double = 6
    /// The share of services that may break when nothing is written.
    package static let defaultBlastRadius = Percentage(percent: 50)
    /// The services of a team when nothing is written.
    package static let defaultTeamServices = 8
}

/// What services inherit from their system.
package struct SystemDefaults: Sendable, Hashable {
    /// What calls have that do not say otherwise.
    package var call: Located<CallDefaults>?
    /// What services reserve that do not say otherwise, field by field.
    package var resources: Located<Resources>?
    /// How services are observed that do not say otherwise, field by field; alerts hold for all of them.
    package var observe: Located<Observe>?
}

/// What calls inherit.
package struct CallDefaults: Sendable, Hashable {
    /// How long one try may take.
    package var timeout: Located<Duration>?
    /// What follows a try without an answer, where the call has no word about retries at all.
    package var retries: Located<Retries>?
    /// When calling stops for a while, where the call has no word about it.
    package var breaker: Located<Breaker>?
}
