// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A store that a service owns; no other service can name it.
package struct DataStore: Sendable, Hashable {
    /// The whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The name of the database, bucket or volume.
    package var name: Located<String>
    /// What kind of store it is, such as `postgres`.
    package var engine: Located<String>
    /// The version of the engine.
    package var version: Located<String>?
    /// Whether it survives the loss of a node.
    package var ha: Located<Bool>?
    /// How large it may grow.
    package var size: Located<ByteSize>?
    /// How many connections one replica holds.
    package var pool: Located<Int>?
    /// The folder with schema migrations, relative to the folder of the manifest.
    package var migrations: Located<String>?
    /// How it is saved.
    package var backup: Located<Backup>?
    /// Whether it holds personal data.
    package var pii: Located<Bool>?
    /// Whether it is encrypted at rest.
    package var encryption: Located<Bool>?
    /// Whether losing it is a loss of data.
    package var storeClass: Located<StoreClass>?

    /// Whether losing it is a loss of data; true by default.
    package var isPersistent: Bool { (storeClass?.value ?? .persistent) == .persistent }
    /// Whether it survives the loss of a node; false by default.
    package var isHighlyAvailable: Bool { ha?.value ?? false }
}

/// How a store is saved.
package struct Backup: Sendable, Hashable {
    /// How often, as `daily`, `hourly`, `weekly` or in cron syntax.
    package var schedule: Located<String>?
    /// How long copies are kept.
    package var retention: Located<Duration>?
    /// When a restore was last rehearsed.
    package var restoreTested: Located<CalendarDate>?
    /// Whether copies are encrypted.
    package var encrypted: Located<Bool>?
}
