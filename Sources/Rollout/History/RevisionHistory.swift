// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes

/// All recorded revisions of one service, oldest first.
package struct RevisionHistory: Sendable, Hashable {
    /// The name of the service.
    package var service: String
    /// The revisions, by number.
    package var revisions: [Revision]

    /// The revision that was put in place last.
    package var current: Revision? { revisions.max { $0.activation < $1.activation } }
    /// What is known against the revision from which the present one was put back.
    var replacedFailure: String? {
        current?.restoration.flatMap { revision($0.from) }?.failure
    }
    /// The newest revision, in place or not.
    package var latest: Revision? { revisions.last }

    /// The revision of a number; `nil` when it was never recorded, or forgotten since.
    package func revision(_ number: Int) -> Revision? { revisions.first { $0.number == number } }

    /// Where to go back to from a revision: the proven one that was in place most recently, other than that one.
    package func lastProven(besides number: Int?) -> Revision? {
        revisions.filter { $0.isProven && $0.number != number }.max { $0.activation < $1.activation }
    }

    /// Whether a revision was left for an older one, and has not been in place since.
    ///
    /// To go forth again to a newer one says nothing against the older.
    package func isLeft(_ revision: Revision) -> Bool { !putBack(after: revision).isEmpty }

    /// The older revision that took the place of one; `nil` if none did, or if nobody can tell which: the note of where a
    /// revision was put back from goes when it is put back again.
    package func leftFor(_ revision: Revision) -> Revision? {
        let older = putBack(after: revision)
        return older.first { $0.restoration?.from == revision.number }
            ?? (older.count == 1 ? older.first : nil)
    }

    private func putBack(after revision: Revision) -> [Revision] {
        revisions.filter {
            $0.restoration != nil && $0.number < revision.number && $0.activation > revision.activation
        }
    }

    /// Where to go back to from what is in place: the last proven one that was not left for an older one.
    ///
    /// Whoever goes back twice wants to go further, and not to where the trouble was.
    package var wayBack: Revision? {
        let current = current?.number
        return revisions.filter { $0.isProven && $0.number != current && !isLeft($0) }
            .max { $0.activation < $1.activation }
    }

    /// For how many seconds a revision has been in place since it was proven, up to a moment; `nil` if it was never proven.
    ///
    /// The records tell when each revision was first written and when it was put back last: what lies between two earlier
    /// restorations of one revision is not known, and not counted.
    package func secondsInPlace(of revision: Revision, by now: Timestamp) -> Int64? {
        guard let proven = revision.provenAt else { return nil }
        let others = revisions.filter { $0.number != revision.number }
        let replacements = others.flatMap { [$0.recordedAt, $0.restoration?.at] }.compactMap { $0?.seconds }
        let starts = [proven, revision.restoration?.at].compactMap { $0?.seconds }.sorted()
        var total: Int64 = 0
        var end = Int64.min
        for start in starts where start >= end {
            let isInPlace = current?.number == revision.number
            guard let next = replacements.filter({ $0 > start }).min() ?? (isInPlace ? now.seconds : nil)
            else { continue }
            end = next
            total += max(0, min(end, now.seconds) - start)
        }
        return total
    }

    /// Revisions that this deploy will forget, as it records a new one; set by whoever prepares it.
    var leaving: Set<Int> = []

    /// What only those revisions consist of.
    var onlyLeaving: Set<ObjectReference> {
        let leaving = leaving
        let gone = revisions.filter { leaving.contains($0.number) }.flatMap(\.objects)
        let staying = revisions.filter { !leaving.contains($0.number) && $0.isProven }.flatMap(\.objects)
        return Set(gone).subtracting(staying)
    }

    /// What was in place before that of some content is, or will be; set by whoever prepares a deploy of it.
    var predecessor: Revision?

    /// Finds out what is replaced by some content, whether that is in place already or not.
    mutating func foreseePredecessor(of contentHash: String) {
        predecessor = revisions.filter { $0.contentHash != contentHash }.max { $0.activation < $1.activation }
    }

    /// Configuration that pods of the revision before may still ask for.
    ///
    /// A Job that a CronJob has started goes on with the template that it was made of, and so do its later pods.
    ///
    /// Where nobody waits for what replaces it, its own pods may go on for as long as those of the new version do not work,
    /// and so may those of every version since the last that was proven.
    var stillInUse: Set<ObjectReference> {
        var users = unseenlyReplaced
        if let predecessor, predecessor.objects.contains(where: { $0.type.kind == "CronJob" }) {
            users.append(predecessor)
        }
        return Set(users.flatMap(\.objects).filter { ["ConfigMap", "Secret"].contains($0.type.kind) })
    }

    /// The revisions of which pods may go on to run after this deploy; set by whoever prepares one that does not wait.
    var unseenlyReplaced: [Revision] = []

    /// Finds out which revisions some content replaces that nobody waits for.
    ///
    /// Once that content has been proven, nothing of the others runs any more. Records that leave with this deploy take with
    /// them what only they know of.
    mutating func foreseeUnseenReplacement(by contentHash: String) {
        // One that was put back may have been proven before, and not since.
        if let current, current.contentHash == contentHash, current.isProven, current.restoration == nil {
            return
        }
        let proven = lastProven(besides: nil)
        unseenlyReplaced = revisions.filter { revision in
            guard revision.number != predecessor?.number else { return true }
            return revision.activation >= proven?.activation ?? 0 && !leaving.contains(revision.number)
        }
    }

    /// The highest number under which another system keeps a record of the same name; set by whoever reads the records.
    var taken = 0

    /// The number of the next new revision.
    var nextNumber: Int { max(latest?.number ?? 0, taken) + 1 }

    /// Finds out which revisions go when one of some content is recorded, and `proven` if anybody waits for that.
    mutating func foreseeLeaving(_ contentHash: String, keeping kept: Int, proven: Bool) {
        guard let current, current.contentHash != contentHash else { return }
        var future = self
        var next = current
        next.number = nextNumber
        next.activation = nextActivation
        next.provenAt = proven ? next.provenAt ?? next.recordedAt ?? Timestamp(seconds: 0) : nil
        future.revisions.append(next)
        leaving = Set(future.expired(keeping: kept).map(\.number))
    }

    /// The number that comes next.
    var nextActivation: Int { (revisions.map(\.activation).max() ?? 0) + 1 }

    /// The revisions beyond the newest `kept` ones that can be gone back to and as many others, never those that may still be
    /// needed.
    ///
    /// The two are counted apart: however often a deploy is tried in vain, or left for an older one, what it can go back to
    /// stays. What was put back stays with those that it was put back for: it alone tells that they were left.
    func expired(keeping kept: Int) -> [Revision] {
        let kept = max(1, kept)
        // Numbers tell which is newest, but what was put back may have been in place after them.
        let ways = kept > 1 ? [lastProven(besides: current?.number), wayBack] : []
        let needed = ([current, lastProven(besides: nil)] + ways).compactMap { $0?.number }
        let isWay = { (revision: Revision) in revision.isProven && !isLeft(revision) }
        let proven = revisions.filter(isWay).suffix(kept).map(\.number)
        let others = revisions.filter { !isWay($0) }.suffix(kept).map(\.number)
        let staying = Set(needed + proven + others)
        let refuges = revisions.filter { staying.contains($0.number) }.compactMap { revision in
            putBack(after: revision).max { $0.activation < $1.activation }?.number
        }
        return revisions.filter { !staying.union(refuges).contains($0.number) }
    }
}
