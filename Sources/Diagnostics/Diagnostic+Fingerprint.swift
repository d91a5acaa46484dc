// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Diagnostic {
    /// The same for the same finding after lines and elements of lists have moved: what, of which service, about what.
    ///
    /// Without an ``identity`` the JSON pointer stands in for it, without that the text pointed at.
    package var fingerprint: String { hash(of: identity ?? pointer) }

    /// The fingerprint of the first version, which took the element that stands in the same place of a list for the same.
    private var positionalFingerprint: String { hash(of: pointer) }

    private func hash(of place: String?) -> String {
        let place = place ?? primary?.span.text ?? headline
        let owner = service ?? primary?.span.file.path ?? ""
        return StableHash([id, owner, place].joined(separator: "\u{0}").utf8).hexadecimal
    }

    /// The fingerprints of diagnostics in their order; those that are alike are numbered from 1.
    package static func fingerprints(of diagnostics: [Diagnostic]) -> [String] {
        numbered(diagnostics.map(\.fingerprint))
    }

    /// The same as msctl wrote them before elements of lists had an identity, to read what was written then.
    package static func positionalFingerprints(of diagnostics: [Diagnostic]) -> [String] {
        numbered(diagnostics.map(\.positionalFingerprint))
    }

    private static func numbered(_ fingerprints: [String]) -> [String] {
        var occurrences: [String: Int] = [:]
        return fingerprints.map { fingerprint in
            let number = (occurrences[fingerprint] ?? 0) + 1
            occurrences[fingerprint] = number
            return "\(fingerprint):\(number)"
        }
    }
}
