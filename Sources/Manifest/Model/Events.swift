// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// Events that a service publishes to a topic.
package struct EventPublication: Sendable, Hashable {
    /// The text of the whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The topic; a System, where there is one, must declare it.
    package var topic: Located<String>
    /// The major version of the event; `nil` when the team does not version it.
    package var version: Located<APIVersion>?
    /// The schema file, relative to the folder of the manifest; `nil` for that of the topic.
    package var schema: Located<String>?
    /// The field that events are partitioned by; for people and other tools, msctl does not act on it.
    package var key: Located<String>?
    /// Whether events are written with the data in one transaction and sent afterwards; `nil` counts as no.
    package var outbox: Located<Bool>?
    /// What is promised about each event; `nil` means at least once.
    package var delivery: Located<Delivery>?
}

/// Events that a service receives from a topic.
package struct EventSubscription: Sendable, Hashable {
    /// The text of the whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The topic; a System, where there is one, must declare it.
    package var topic: Located<String>
    /// The major version that it can read; `nil` means every version.
    package var version: Located<APIVersion>?
    /// The consumer group; the service's name by default.
    package var group: Located<String>?
    /// How many events one replica handles at once; `nil` means one.
    package var concurrency: Located<Int>?
    /// How many events are fetched at once; the broker waits until all of them are handled.
    package var batch: Located<Int>?
    /// Whether handling an event twice is harmless; `nil` counts as no.
    package var idempotent: Located<Bool>?
    /// What follows when handling does not work; `nil` means no further try.
    package var retry: Located<Retries>?
    /// Where events go that cannot be handled; `nil` counts as nowhere.
    package var dlq: Located<DeadLetterQueue>?
    /// How long one try to handle an event may take; `nil` means that it is not known.
    package var deadline: Located<Duration>?
    /// Whether the chain of events ends here although a loop seems possible.
    package var terminates: Located<Bool>?
}

/// Where events go that cannot be handled.
package enum DeadLetterQueue: Sendable, Hashable {
    /// `dlq: false`.
    case none
    /// `dlq: true`: `<topic>.<service>.dlq`.
    case standard
    /// A topic of that name.
    case named(String)

    /// Whether events that cannot be handled are kept somewhere.
    package var isPresent: Bool { self != .none }
}
