// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a run that holds the lock is about to do, where that cannot be told from what it has written so far.
///
/// A rollback without a chosen revision goes back from the revision in place. Killed after its last write, it has
/// changed that; run again, it would go back one further. The lock still says where it was going.
struct LockedOperation: Sendable, Hashable, CustomStringConvertible {
    /// The service that goes back.
    var service: String
    /// The revision that it goes back to.
    var revision: Int

    init(rollbackOf service: String, to revision: Int) {
        self.service = service
        self.revision = revision
    }

    /// Reads what ``description`` writes; `nil` for anything else, such as what a later version writes.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 4, words[0] == "rollback", words[2] == "to", words[3].first == "r",
            let revision = Int(words[3].dropFirst())
        else { return nil }
        self.init(rollbackOf: String(words[1]), to: revision)
    }

    /// Several of them in one text, as the lock holds them.
    static func text(_ operations: [LockedOperation]) -> String {
        operations.map(\.description).joined(separator: ", ")
    }

    /// Reads what ``text(_:)`` writes; what a later version writes is passed over.
    static func list(_ text: String) -> [LockedOperation] {
        text.split(separator: ",").compactMap { LockedOperation(String($0)) }
    }

    /// `rollback orders to r3`.
    var description: String { "rollback \(service) to r\(revision)" }
}
