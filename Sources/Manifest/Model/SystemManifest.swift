// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// What the services of a system share.
package struct SystemManifest: Sendable, Hashable {
    /// The document that it was read from.
    package var source: ManifestSource
    /// Name, description, labels, annotations.
    package var metadata: ManifestMetadata
    /// Bounded contexts.
    package var domains: [NamedValue<Domain>]
    /// Teams.
    package var teams: [NamedValue<Team>]
    /// Message brokers.
    package var brokers: [NamedValue<Broker>]
    /// Topics.
    package var topics: [NamedValue<Topic>]
    /// Systems that are called but not deployed.
    package var external: [NamedValue<ExternalSystem>]
    /// What is allowed.
    package var standards: Located<Standards>?
    /// What services inherit.
    package var defaults: Located<SystemDefaults>?
    /// What users do, with its promise.
    package var journeys: [Journey]

    /// The name of the system.
    package var name: String { metadata.name.value.text }
    /// The file that declares it.
    package var file: SourceFile { source.file }
}

/// A bounded context.
package struct Domain: Sendable, Hashable {
    /// The team that answers for it.
    package var owner: Located<DNSLabel>
    /// Other teams that may own services in it.
    package var delegated: [Located<DNSLabel>]
}

/// A team.
package struct Team: Sendable, Hashable {
    /// Where to write to.
    package var contact: Located<String>?
    /// Where to page.
    package var oncall: Located<String>?
    /// Who belongs to it.
    package var members: [Located<String>]
}

/// A message broker.
package struct Broker: Sendable, Hashable {
    /// What kind it is, such as `kafka`.
    package var engine: Located<String>
    /// Its availability.
    package var availability: Located<Percentage>?
}

/// A topic.
package struct Topic: Sendable, Hashable {
    /// The service that decides about it.
    package var owner: Located<DNSLabel>
    /// How many partitions it has.
    package var partitions: Located<Int>?
    /// How long events are kept.
    package var retention: Located<Duration>?
    /// The schema file, relative to the folder of the System's manifest.
    package var schema: Located<String>?
    /// The broker it lives on; the only one by default.
    package var broker: Located<String>?
    /// Whether services other than the owner may publish to it.
    package var shared: Located<Bool>?
    /// Whether its events hold personal data.
    package var pii: Located<Bool>?
}

/// A system that is called but not deployed.
package struct ExternalSystem: Sendable, Hashable {
    /// Its address.
    package var url: Located<String>
    /// What it is, such as `monolith` or `saas`.
    package var kind: Located<String>?
    /// The team that answers for it.
    package var owner: Located<DNSLabel>?
    /// Its availability.
    package var availability: Located<Percentage>?
    /// The total time that an answer may take.
    package var deadline: Located<Duration>?
}

/// A thing that users do, with its promise.
package struct Journey: Sendable, Hashable {
    /// The name.
    package var name: Located<String>
    /// The path of the gateway's route.
    package var route: Located<String>
    /// The share of times that it works, in percent.
    package var slo: Located<Percentage>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}
