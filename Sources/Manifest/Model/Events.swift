// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// Events that a service publishes to a topic.
package struct EventPublication: Sendable, Hashable {
    /// The whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The topic.
    package var topic: Located<String>
    /// The major version of the event.
    package var version: Located<APIVersion>?
    /// The schema file, relative to the folder of the manifest.
    package var schema: Located<String>?
    /// The field that events are partitioned by.
    package var key: Located<String>?
    /// Whether events are written with the data in one transaction and sent afterwards.
    package var outbox: Located<Bool>?
    /// What is promised about each event.
    package var delivery: Located<Delivery>?
}

/// Events that a service receives from a topic.
package struct EventSubscription: Sendable, Hashable {
    /// The whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The topic.
    package var topic: Located<String>
    /// The major version of the event.
    package var version: Located<APIVersion>?
    /// The consumer group; the service's name by default.
    package var group: Located<String>?
    /// How many events one replica handles at once.
    package var concurrency: Located<Int>?
    /// How many events are fetched at once.
    package var batch: Located<Int>?
    /// Whether handling an event twice is harmless.
    package var idempotent: Located<Bool>?
    /// What happens when handling does not work.
    package var retry: Located<Retries>?
    /// Where events go that cannot be handled.
    package var dlq: Located<DeadLetterQueue>?
    /// How long handling one event may take.
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

    /// Whether there is one.
    package var isPresent: Bool { self != .none }
}
