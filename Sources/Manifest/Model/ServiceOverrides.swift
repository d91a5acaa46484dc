// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// What differs in an Environment, in the order written, found by the name of the service.
package struct ServiceOverrides: Sendable, Hashable {
    private var entries: [NamedValue<ServiceOverride>]
    /// Large systems ask for every service.
    private let places: [String: Int]

    /// Holds entries with different names.
    package init(_ entries: [NamedValue<ServiceOverride>]) {
        self.entries = entries
        places = Dictionary(
            entries.enumerated().map { ($1.name.value, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// What differs for a service; `nil` when nothing does.
    package func named(_ service: String) -> NamedValue<ServiceOverride>? {
        places[service].map { entries[$0] }
    }
}

extension ServiceOverrides: RandomAccessCollection, MutableCollection {
    /// The place of the first entry.
    package var startIndex: Int { entries.startIndex }
    /// The place behind the last entry.
    package var endIndex: Int { entries.endIndex }

    /// An entry, whose value may be changed, but not its name.
    package subscript(position: Int) -> NamedValue<ServiceOverride> {
        get { entries[position] }
        set { entries[position] = newValue }
    }
}
