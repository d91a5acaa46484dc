// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Replay.Difference {
    /// Where the difference is, without what stands there: an excuse names places.
    ///
    /// A path in a body or in events (`.items[].status`), `status 404 for 200`, a header, `turn 2 of web` and the like in an
    /// object's history, or an event that is missing or invented, by its source, kind and reason.
    var place: String {
        if let match = what.firstMatch(of: /^status (\d+), should be (\d+)/) {
            return "status \(match.1) for \(match.2)"
        }
        if let match = what.firstMatch(of: /^(missing|invented): (\S+) to (\S+) [^:]*: (\S+) ([^:]*):/) {
            return "\(match.1) \(match.2) \(match.3) \(match.5)"
        }
        if let match = what.firstMatch(of: /^([^ .:\[][^ :]*): (?:(turn \d+) of |(\{)|\d+ of them)/) {
            return "\(match.2 ?? (match.3 == nil ? "count" : "state")) of \(match.1)"
        }
        let path = what.split(separator: ": ", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        return String(path).replacing(/\[\d+\]/, with: "[]")
    }
}
