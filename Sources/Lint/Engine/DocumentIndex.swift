// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// Finds the document that a finding lies in, to complete what the finding does not say itself.
struct DocumentIndex {
    private struct Entry {
        var source: ManifestSource
        var service: String?
    }

    private var entries: [String: [Entry]] = [:]

    init(_ set: ManifestSet) {
        for service in set.services { add(service.source, service: service.name) }
        for system in set.systems { add(system.source, service: nil) }
        for environment in set.environments { add(environment.source, service: nil) }
    }

    private mutating func add(_ source: ManifestSource, service: String?) {
        entries[source.file.path, default: []].append(Entry(source: source, service: service))
    }

    /// Fills in service and JSON pointer, which make a finding recognisable after lines have moved.
    func complete(_ finding: Diagnostic) -> Diagnostic {
        guard finding.service == nil || finding.pointer == nil, let span = finding.primary?.span else {
            return finding
        }
        guard let entry = entry(at: span) else { return finding }
        let offset = span.range.lowerBound
        var finding = finding
        finding.service = finding.service ?? entry.service
        guard finding.pointer == nil else { return finding }
        finding.pointer = FieldSearch.pointer(at: offset, in: entry.source.document.root)
        // With one other service the finding is about both; with more of them it is about this one, and they are examples.
        let others = Set(finding.secondary.compactMap { self.entry(at: $0.span)?.service })
            .subtracting([finding.service ?? ""])
        let peer = others.count == 1 ? others.first.map { " " + $0 } ?? "" : ""
        finding.identity = FieldSearch.identity(at: offset, in: entry.source.document.root) + peer
        return finding
    }

    private func entry(at span: SourceSpan) -> Entry? {
        let offset = span.range.lowerBound
        return entries[span.file.path]?.first { entry in
            let range = entry.source.document.root.span.range
            return range.contains(offset) || range.upperBound == offset
        }
    }
}
