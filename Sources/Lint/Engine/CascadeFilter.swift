// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// What follows from a field that could not be read: the same entry looks as if the field were missing.
///
/// One mistake is one finding, so what rules say about such an entry is left out until the field can be read.
struct CascadeFilter {
    /// The entries of lists with a field that could not be read, as file and JSON pointer.
    private let entries: Set<String>
    /// What reading the files has said itself.
    private let reading: Set<Mistake>

    private struct Mistake: Hashable {
        var id: String
        var primary: Diagnostic.Label?
    }

    init(of diagnostics: [Diagnostic]) {
        reading = Set(diagnostics.map { Mistake(id: $0.id, primary: $0.primary) })
        entries = Set(diagnostics.compactMap(Self.entry))
    }

    /// The findings without those about entries that could not be read whole.
    func removed(from findings: [Diagnostic]) -> [Diagnostic] {
        guard !entries.isEmpty else { return findings }
        return findings.filter { finding in
            reading.contains(Mistake(id: finding.id, primary: finding.primary))
                || !(Self.entry(finding).map(entries.contains) ?? false)
        }
    }

    /// The innermost element of a list that a finding is about; `nil` outside of lists.
    private static func entry(_ finding: Diagnostic) -> String? {
        guard let pointer = finding.pointer, let file = finding.primary?.span.file else { return nil }
        let parts = pointer.split(separator: "/")
        guard let last = parts.lastIndex(where: { $0.allSatisfy(\.isNumber) }) else { return nil }
        return file.path + "#" + parts[...last].joined(separator: "/")
    }
}
