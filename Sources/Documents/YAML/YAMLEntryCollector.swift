// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Gathers the entries of a mapping and turns away those that cannot be one.
struct YAMLEntryCollector {
    private(set) var entries: [YAMLEntry] = []
    /// From the first key to the last value, refused entries included.
    private(set) var range: Range<Int>?
    /// The merge key of the mapping, and how many entries stand before it.
    private(set) var merge: (entry: YAMLEntry, place: Int)?
    /// Where each name stands; empty while there are so few that looking at all of them is faster.
    private var positions: [String: Int] = [:]
    private static let fewEntries = 16

    /// Takes an entry; returns why it was refused.
    mutating func add(_ entry: YAMLEntry) -> Diagnostic? {
        let start = range?.lowerBound ?? entry.key.span.range.lowerBound
        range = start..<max(start, entry.value.span.range.upperBound)
        guard let key = entry.key.scalar else { return .collectionAsKey(at: entry.key.span) }
        if key.style == .plain, key.text == "<<" {
            if let merge { return .duplicateKey("<<", at: entry.key.span, first: merge.entry.key.span) }
            merge = (entry, entries.count)
            return nil
        }
        if let first = position(of: key.text) {
            return .duplicateKey(key.text, at: entry.key.span, first: entries[first].key.span)
        }
        append(entry, named: key.text)
        return nil
    }

    private mutating func append(_ entry: YAMLEntry, named name: String) {
        entries.append(entry)
        if entries.count == Self.fewEntries {
            for (index, entry) in entries.enumerated() { positions[entry.key.scalar?.text ?? ""] = index }
        } else if entries.count > Self.fewEntries {
            positions[name] = entries.count - 1
        }
    }

    private func position(of name: String) -> Int? {
        entries.count < Self.fewEntries
            ? entries.firstIndex { $0.key.scalar?.text == name } : positions[name]
    }

    /// Appends what the merge key brings and the mapping does not have itself; returns what is wrong with it.
    ///
    /// The merge type of YAML 1.1 (yaml.org/type/merge): entries of the mapping win, then those of earlier mappings of a list.
    mutating func mergeEntries() -> [Diagnostic] {
        guard let merge else { return [] }
        guard let mappings = Self.mappings(of: merge.entry.value) else {
            // What an unknown alias stands for is reported as that.
            let isLost = merge.entry.value.scalar?.text == "" && merge.entry.value.span.text.hasPrefix("*")
            return isLost ? [] : [.unmergeable(at: merge.entry.value.span)]
        }
        var problems: [Diagnostic] = []
        for entry in mappings.joined() {
            guard let name = entry.key.scalar?.text else { continue }
            guard let position = position(of: name) else {
                append(entry, named: name)
                continue
            }
            guard position < merge.place else { continue }
            let first = entries[position]
            // kubectl lets the later one win, whichever it is; other readers the mapping's own.
            if JSONValue(first.value) != JSONValue(entry.value) {
                problems.append(.lateMerge(name, at: first.key.span, merge: merge.entry.key.span))
            }
        }
        return problems
    }

    /// The mappings that a merge key takes; as for kubectl, a list has to be written out.
    private static func mappings(of value: YAMLNode) -> [[YAMLEntry]]? {
        if let entries = value.mapping { return [entries] }
        guard let elements = value.sequence, !value.span.text.hasPrefix("*") else { return nil }
        let mappings = elements.compactMap(\.mapping)
        return mappings.count == elements.count ? mappings : nil
    }
}
