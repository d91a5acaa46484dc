// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Diagnostic {
    /// The same for the same finding after lines have moved: what, of which service, at which place in the document.
    ///
    /// Without a pointer the path and the text pointed at stand in for the place.
    package var fingerprint: String {
        let place = pointer ?? primary?.span.text ?? headline
        let owner = service ?? primary?.span.file.path ?? ""
        return StableHash([id, owner, place].joined(separator: "\u{0}").utf8).hexadecimal
    }

    /// The fingerprints of diagnostics in their order; those that are alike are numbered from 1.
    package static func fingerprints(of diagnostics: [Diagnostic]) -> [String] {
        var occurrences: [String: Int] = [:]
        return diagnostics.map { diagnostic in
            let fingerprint = diagnostic.fingerprint
            let number = (occurrences[fingerprint] ?? 0) + 1
            occurrences[fingerprint] = number
            return "\(fingerprint):\(number)"
        }
    }
}
