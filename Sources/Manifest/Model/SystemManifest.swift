// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// What the services of a system share.
package struct SystemManifest: Sendable, Hashable {
    /// The document that it was read from, for findings about keys and what is absent.
    package var source: ManifestSource
    /// Its name, which is also that of the namespace unless the Environment names one, and what is said of it
    /// for people.
    package var metadata: ManifestMetadata
    /// The bounded contexts that services may belong to; any name will do when empty.
    package var domains: [NamedValue<Domain>]
    /// The teams that may own services; any name will do when empty.
    package var teams: [NamedValue<Team>]
    /// The message brokers; the first one carries the topics that name none.
    package var brokers: [NamedValue<Broker>]
    /// The topics that services may publish and subscribe to.
    package var topics: [NamedValue<Topic>]
    /// Systems that are called but not deployed, as `external/<name>`.
    package var external: [NamedValue<ExternalSystem>]
    /// What is allowed; `nil` means everything.
    package var standards: Located<Standards>?
    /// What services inherit; `nil` means nothing.
    package var defaults: Located<SystemDefaults>?
    /// What users do over a route, with what they are promised.
    package var journeys: [Journey]

    /// The name of the system.
    package var name: String { metadata.name.value.text }
    /// The file that declares it.
    package var file: SourceFile { source.file }
}

/// A bounded context, named by its key.
package struct Domain: Sendable, Hashable {
    /// The team that answers for it.
    package var owner: Located<DNSLabel>
    /// Other teams that may own services in it.
    package var delegated: [Located<DNSLabel>]
}

/// Those who answer for services, named by their key.
package struct Team: Sendable, Hashable {
    /// Where to write to; on all objects of their services the annotation `msctl.dev/contact`.
    package var contact: Located<String>?
    /// Where to page; on all objects of their services the annotation `msctl.dev/oncall`.
    package var oncall: Located<String>?
    /// Who belongs to it; for people, msctl does not act on it.
    package var members: [Located<String>]
}

/// A message broker, named by its key.
package struct Broker: Sendable, Hashable {
    /// What kind it is, such as `kafka`.
    package var engine: Located<String>
    /// Its availability; `nil` counts as never failing.
    package var availability: Located<Percentage>?
}

/// A topic, named by its key.
package struct Topic: Sendable, Hashable {
    /// The service that decides about it, and alone publishes to it unless it is shared.
    package var owner: Located<DNSLabel>
    /// How many partitions it has, which is how many consumers of one group have work; `nil` when not known.
    package var partitions: Located<Int>?
    /// How long events are kept; needed where they hold personal data.
    package var retention: Located<Duration>?
    /// The schema file of events that name none, relative to the folder of the System's manifest.
    package var schema: Located<String>?
    /// The broker it lives on; `nil` means the first one.
    package var broker: Located<String>?
    /// Whether services other than the owner may publish to it; `nil` means no.
    package var shared: Located<Bool>?
    /// Whether its events hold personal data; `nil` means that they hold none.
    package var pii: Located<Bool>?
}

/// A system that is called but not deployed.
package struct ExternalSystem: Sendable, Hashable {
    /// Its address with a scheme, which callers get as `<NAME>_URL`.
    package var url: Located<String>
    /// What it is, such as `monolith` or `saas`; for people, msctl does not act on it.
    package var kind: Located<String>?
    /// The team that answers for it; `nil` when it is nobody of the system.
    package var owner: Located<DNSLabel>?
    /// Its availability; `nil` counts as never failing, and `external-hard-dep` reports it.
    package var availability: Located<Percentage>?
    /// The total time that an answer may take; `nil` when nobody promises one.
    package var deadline: Located<Duration>?
}

/// A thing that users do, with its promise.
package struct Journey: Sendable, Hashable {
    /// What users do, in their words.
    package var name: Located<String>
    /// The path of the gateway's route, as it is written there.
    package var route: Located<String>
    /// The share of times that it works, in percent; `nil` when none is promised.
    package var slo: Located<Percentage>?
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
}
