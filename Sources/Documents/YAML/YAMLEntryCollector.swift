// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Gathers the entries of a mapping and turns away those that cannot be one.
struct YAMLEntryCollector {
    private(set) var entries: [YAMLEntry] = []
    /// From the first key to the last value, refused entries included.
    private(set) var range: Range<Int>?
    private var positions: [String: Int] = [:]

    /// Takes an entry; returns why it was refused.
    mutating func add(_ entry: YAMLEntry) -> Diagnostic? {
        let start = range?.lowerBound ?? entry.key.span.range.lowerBound
        range = start..<max(start, entry.value.span.range.upperBound)
        guard let key = entry.key.scalar else { return .collectionAsKey(at: entry.key.span) }
        if key.style == .plain, key.text == "<<" { return .mergeKey(at: entry.key.span) }
        if let first = positions[key.text] {
            return .duplicateKey(key.text, at: entry.key.span, first: entries[first].key.span)
        }
        positions[key.text] = entries.count
        entries.append(entry)
        return nil
    }
}
