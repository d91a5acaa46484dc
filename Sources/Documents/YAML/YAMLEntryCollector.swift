// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Gathers the entries of a mapping and turns away those that cannot be one.
struct YAMLEntryCollector {
    private(set) var entries: [YAMLEntry] = []
    /// From the first key to the last value, refused entries included.
    private(set) var range: Range<Int>?
    /// Where each name stands; empty while there are so few that looking at all of them is faster.
    private var positions: [String: Int] = [:]
    private static let fewEntries = 16

    /// Takes an entry; returns why it was refused.
    mutating func add(_ entry: YAMLEntry) -> Diagnostic? {
        let start = range?.lowerBound ?? entry.key.span.range.lowerBound
        range = start..<max(start, entry.value.span.range.upperBound)
        guard let key = entry.key.scalar else { return .collectionAsKey(at: entry.key.span) }
        if key.style == .plain, key.text == "<<" { return .mergeKey(at: entry.key.span) }
        if let first = position(of: key.text) {
            return .duplicateKey(key.text, at: entry.key.span, first: entries[first].key.span)
        }
        entries.append(entry)
        if entries.count == Self.fewEntries {
            for (index, entry) in entries.enumerated() { positions[entry.key.scalar?.text ?? ""] = index }
        } else if entries.count > Self.fewEntries {
            positions[key.text] = entries.count - 1
        }
        return nil
    }

    private func position(of name: String) -> Int? {
        entries.count < Self.fewEntries
            ? entries.firstIndex { $0.key.scalar?.text == name } : positions[name]
    }
}
