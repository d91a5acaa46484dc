// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents
package import Kubernetes

/// One recorded state of one service: what `history` shows, without the objects themselves.
package struct Revision: Sendable, Hashable {
    /// The service.
    package var service: String
    /// Counted from 1 for each service.
    package var number: Int
    /// Fingerprint of the complete desired objects.
    package var contentHash: String
    /// When it was recorded, just before its first write.
    package var recordedAt: Timestamp?
    /// When it had stayed ready long enough; `nil` if that never happened.
    package var provenAt: Timestamp?
    /// Which deploy or rollback put it in place; the highest one is current.
    package var activation: Int
    /// Who deployed it.
    package var initiator: String
    /// The images that it runs.
    package var images: [String]
    /// What it consists of.
    package var objects: [ObjectReference]
    /// Why it did not work, in one line; `nil` if nothing is known against it.
    package var failure: String?
    /// In how many Secrets its objects are stored.
    var chunks: Int

    /// The label of a revision: `r12`.
    package var label: String { "r\(number)" }
    /// Whether it can be returned to without asking.
    package var isProven: Bool { provenAt != nil }

    /// The revision as machine output shows it.
    package var json: JSONObject {
        [
            "service": .string(service),
            "revision": .integer(Int64(number)),
            "contentHash": .string(contentHash),
            "recordedAt": recordedAt.map { .string($0.description) },
            "provenAt": provenAt.map { .string($0.description) },
            "initiator": initiator.isEmpty ? nil : .string(initiator),
            "images": .array(images.map(JSONValue.string)),
            "failure": failure.map(JSONValue.string),
        ]
    }
}

/// All recorded revisions of one service, oldest first.
package struct RevisionHistory: Sendable, Hashable {
    /// The service.
    package var service: String
    /// The revisions, by number.
    package var revisions: [Revision]

    /// The revision that was put in place last.
    package var current: Revision? { revisions.max { $0.activation < $1.activation } }
    /// The newest revision, in place or not.
    package var latest: Revision? { revisions.last }

    /// The revision of a number.
    package func revision(_ number: Int) -> Revision? { revisions.first { $0.number == number } }

    /// Where to go back to from a revision: the proven one that was in place most recently, other than that one.
    package func lastProven(besides number: Int?) -> Revision? {
        revisions.filter { $0.isProven && $0.number != number }.max { $0.activation < $1.activation }
    }

    /// The number that comes next.
    var nextActivation: Int { (revisions.map(\.activation).max() ?? 0) + 1 }

    /// The revisions beyond the newest `kept`, never those that may still be needed.
    func expired(keeping kept: Int) -> [Revision] {
        let needed = Set([current?.number, lastProven(besides: nil)?.number].compactMap { $0 })
        return revisions.dropLast(max(1, kept)).filter { !needed.contains($0.number) }
    }
}
