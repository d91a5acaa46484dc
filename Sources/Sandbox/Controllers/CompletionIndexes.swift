// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Indexes of an Indexed Job, in order: `1,3-5` in a status.
///
/// They are kept as spans, because anybody can write a status that names billions of them.
struct CompletionIndexes: Sendable, Hashable {
    private var spans: [ClosedRange<Int>] = []

    /// Reads a status; what cannot be read, or is not below the number of completions, does not count.
    init(_ text: String, below completions: Int) {
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                .map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first >= 0, first <= last,
                first < completions
            else { continue }
            spans.append(first...min(last, completions - 1))
        }
        merge()
    }

    /// How many there are.
    var count: Int { spans.reduce(0) { $0 + $1.count } }

    /// The form of a status.
    var text: String {
        spans.map { span in
            let separator = span.count == 2 ? "," : "-"
            return span.count == 1
                ? "\(span.lowerBound)" : "\(span.lowerBound)\(separator)\(span.upperBound)"
        }.joined(separator: ",")
    }

    mutating func formUnion(_ indexes: some Sequence<Int>) {
        spans += indexes.map { $0...$0 }
        merge()
    }

    mutating func formUnion(_ other: CompletionIndexes) {
        spans += other.spans
        merge()
    }

    /// The first so many of those that are not here, below a limit.
    func missing(_ count: Int, below limit: Int) -> [Int] {
        var result: [Int] = []
        var candidate = 0
        for span in spans + [limit...limit] {
            while result.count < count, candidate < min(span.lowerBound, limit) {
                result.append(candidate)
                candidate += 1
            }
            candidate = max(candidate, span.upperBound + 1)
        }
        return result
    }

    private mutating func merge() {
        var merged: [ClosedRange<Int>] = []
        for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, span.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, span.upperBound)
            } else {
                merged.append(span)
            }
        }
        spans = merged
    }
}
