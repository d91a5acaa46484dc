// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents
package import Kubernetes

/// One recorded state of one service: what `history` shows, without the objects themselves.
package struct Revision: Sendable, Hashable {
    /// The name of the service.
    package var service: String
    /// Counted from 1 for each service.
    package var number: Int
    /// Fingerprint of the complete desired objects; the same content is not recorded twice in a row.
    package var contentHash: String
    /// When it was recorded, just before its first write.
    package var recordedAt: Timestamp?
    /// When it had stayed ready long enough; `nil` if that never happened.
    package var provenAt: Timestamp?
    /// Which deploy or rollback put it in place; the highest one is current.
    package var activation: Int
    /// Who deployed it: `user@host`, or the address of a CI job; empty if the record does not say.
    package var initiator: String
    /// The Environment that put it in place last; `nil` if the record does not say.
    package var environment: String?
    /// The images that it runs, each once.
    package var images: [String]
    /// The objects that it consists of, whether or not they still exist.
    package var objects: [ObjectReference]
    /// Why it did not work, in one line; `nil` if nothing is known against it.
    package var failure: String?
    /// When a deploy of it came to an end other than proven; `nil` while one is under way, or if it never ended.
    var endedAt: Timestamp?
    /// In how many Secrets its objects are stored.
    var chunks: Int
    /// When it was stored, by the server's clock; `nil` if that is yet to happen.
    var storedAt: Timestamp?
    /// The UID of its first Secret; `nil` if it was not read from a cluster.
    var uid: String?
    /// How it came to be put back in place; `nil` if it never was.
    package var restoration: Restoration?
    /// What each of its Services says, by name; empty also where the record is from before that was noted.
    var services: JSONObject = [:]

    /// That a revision was put back in the place of another.
    package struct Restoration: Sendable, Hashable {
        /// The revision that was in place before.
        package var from: Int
        /// When; `nil` if the record does not say.
        package var at: Timestamp?
        /// Who put it back: `user@host`, or the address of a CI job; empty if the record does not say.
        package var initiator: String
    }

    /// The label of a revision: `r12`.
    package var label: String { "r\(number)" }
    /// Whether it can be returned to without asking.
    package var isProven: Bool { provenAt != nil }
    /// Whether a deploy began to write it and never said how that ended, as one that was killed never does.
    package var isUnfinished: Bool { provenAt == nil && endedAt == nil }

    /// The revision as machine output shows it.
    package var json: JSONObject {
        [
            "service": .string(service),
            "revision": .integer(Int64(number)),
            "contentHash": .string(contentHash),
            "recordedAt": recordedAt.map { .string($0.description) },
            "provenAt": provenAt.map { .string($0.description) },
            "initiator": initiator.isEmpty ? nil : .string(initiator),
            "environment": environment.map(JSONValue.string),
            "images": .array(images.map(JSONValue.string)),
            "failure": failure.map(JSONValue.string),
            "unfinished": isUnfinished ? true : nil,
            "restored": restoration.map { $0.json },
        ]
    }
}

extension Revision.Restoration {
    /// The restoration as machine output shows it.
    fileprivate var json: JSONValue {
        [
            "from": .integer(Int64(from)),
            "at": at.map { .string($0.description) },
            "initiator": initiator.isEmpty ? nil : .string(initiator),
        ]
    }
}
