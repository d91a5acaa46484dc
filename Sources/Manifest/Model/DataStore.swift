// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A store that a service owns; no other service can name it.
package struct DataStore: Sendable, Hashable {
    /// The text of the whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The name of the database, bucket or volume, unique in the service.
    package var name: Located<String>
    /// What kind of store it is, such as `postgres`; the key under `provision` of an Environment.
    package var engine: Located<String>
    /// The version of the engine; for people, msctl does not act on it.
    package var version: Located<String>?
    /// Whether it survives the loss of a node; `nil` means false.
    package var ha: Located<Bool>?
    /// How large it may grow; a volume that is claimed for it holds 1Gi when it is `nil`.
    package var size: Located<ByteSize>?
    /// How many connections one replica holds; all replicas together are compared with what the server accepts.
    package var pool: Located<Int>?
    /// The folder with schema migrations, relative to the folder of the manifest; `nil` when there are none.
    package var migrations: Located<String>?
    /// How it is saved; `nil` for what the Environment says about the engine.
    package var backup: Located<Backup>?
    /// Whether it holds personal data; `nil` means that it holds none.
    package var pii: Located<Bool>?
    /// Whether it is encrypted at rest; `nil` counts as no.
    package var encryption: Located<Bool>?
    /// Whether losing it is a loss of data; `nil` means `persistent`.
    package var storeClass: Located<StoreClass>?

    /// Whether losing it is a loss of data: true for everything that is not declared a cache.
    package var isPersistent: Bool { (storeClass?.value ?? .persistent) == .persistent }
    /// Whether it survives the loss of a node: only where the team says so.
    package var isHighlyAvailable: Bool { ha?.value ?? false }
}

/// How a store is saved.
package struct Backup: Sendable, Hashable {
    /// How often, as `daily`, `hourly`, `weekly` or in cron syntax.
    package var schedule: Located<String>?
    /// How long copies are kept before they are deleted.
    package var retention: Located<Duration>?
    /// The day on which a restore was last rehearsed; `nil` means never.
    package var restoreTested: Located<CalendarDate>?
    /// Whether copies are encrypted; `nil` counts as no.
    package var encrypted: Located<Bool>?
}
