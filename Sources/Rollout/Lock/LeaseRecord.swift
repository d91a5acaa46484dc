// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What the Lease of a system and environment says about who deploys.
struct LeaseRecord: Sendable, Hashable {
    static let type = GroupVersionKind.lease
    /// How often a holder renews.
    static let renewal = Duration.seconds(10)
    /// How long after the last renewal its holder begins no write any more.
    static let closing = Duration.seconds(30)
    /// How long after the last renewal a holder counts as gone; what it has begun before is over by then.
    static let expiry = Duration.seconds(45)
    /// How long a lock whose last renewal looks old has to be seen unchanged: clocks may be wrong by any amount.
    static let observation = Duration.seconds(15)
    /// How far the clocks of two machines may be apart before one takes the other for dead.
    static let clockTolerance = Duration.seconds(30)

    /// Who holds it; empty for nobody.
    var holder: String
    /// When it was taken.
    var acquiredAt: Timestamp?
    /// When it was last renewed.
    var renewedAt: Timestamp?
    /// How often it has changed hands.
    var transitions: Int
    /// What the holder is about to do besides deploying, or has found undone, for whoever comes after a holder that is
    /// gone; without a holder, what was begun and never came to its end.
    var operations: [LockedOperation] = []
    /// The state that this is, for writing on top of it and nothing else.
    var resourceVersion: String?

    init(_ lease: KubernetesObject) {
        let spec = lease["spec"]
        holder = spec?["holderIdentity"]?.string ?? ""
        acquiredAt = spec?["acquireTime"]?.string.flatMap { Timestamp($0) }
        renewedAt = spec?["renewTime"]?.string.flatMap { Timestamp($0) }
        transitions = Int(spec?["leaseTransitions"]?.integer ?? 0)
        operations = LockedOperation.list(lease.annotations[Label.operation] ?? "")
        resourceVersion = lease.resourceVersion
    }

    /// A lease taken by `holder`, after `previous` if there was one.
    init(takenBy holder: String, at now: Timestamp, after previous: LeaseRecord?) {
        self.holder = holder
        acquiredAt = now
        renewedAt = now
        transitions = previous.map { $0.transitions + 1 } ?? 0
        resourceVersion = previous?.resourceVersion
    }

    /// Whether it says nothing that anybody has to know.
    var isBlank: Bool { holder.isEmpty && operations.isEmpty }

    /// Whether anybody may take it: nobody has it, or its holder has not renewed it for long enough.
    ///
    /// `unchangedFor` is how long we have watched it stay the same, which needs no agreement of clocks. Clocks that agree
    /// only shorten that: whoever is alive renews within the time that is left.
    func isFree(at now: Timestamp, unchangedFor: Duration) -> Bool {
        guard !holder.isEmpty else { return true }
        return unchangedFor >= (isAbandoned(at: now) ? Self.observation : Self.expiry)
    }

    /// Whether its holder is gone without having given it back, if the clocks agree.
    func isAbandoned(at now: Timestamp) -> Bool {
        guard !holder.isEmpty, let renewedAt else { return !holder.isEmpty }
        return now - renewedAt >= Self.expiry + Self.clockTolerance
    }

    /// Whether this is what a write of another record has left.
    func isSameWrite(as other: LeaseRecord) -> Bool {
        holder == other.holder && transitions == other.transitions
            && renewedAt?.withMicroseconds == other.renewedAt?.withMicroseconds
    }

    /// The object to write.
    func object(_ reference: ObjectReference, system: String) -> KubernetesObject {
        let metadata: JSONObject = [
            "name": .string(reference.name),
            "namespace": reference.namespace.map(JSONValue.string),
            "labels": [Label.managedBy: "msctl", Label.system: .string(system)],
            "annotations": operations.isEmpty
                ? nil : [Label.operation: .string(LockedOperation.text(operations))],
            "resourceVersion": resourceVersion.map(JSONValue.string),
        ]
        let spec: JSONObject = [
            "holderIdentity": .string(holder),
            "leaseDurationSeconds": .integer(Self.expiry.components.seconds),
            "acquireTime": acquiredAt.map { .string($0.withMicroseconds) },
            "renewTime": renewedAt.map { .string($0.withMicroseconds) },
            "leaseTransitions": .integer(Int64(transitions)),
        ]
        return KubernetesObject(
            type: reference.type,
            metadata: metadata,
            members: ["spec": .object(spec)]
        )
    }
}
