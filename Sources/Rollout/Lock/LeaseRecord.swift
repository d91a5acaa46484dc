// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What the Lease of a system in a namespace says about who deploys.
struct LeaseRecord: Sendable, Hashable {
    static let type = GroupVersionKind.lease
    /// How often a holder renews.
    static let renewal = Duration.seconds(10)
    /// How long after the last renewal a holder counts as gone, where the server takes writes of the lease promptly.
    static let expiry = Duration.seconds(45)
    /// What is still prompt.
    static let prompt = Duration.seconds(5)
    /// No lock lasts longer, whatever a lease says: no write of it takes longer than a request may.
    static let longest = Duration.seconds(225)
    /// How far the clocks of two machines may be apart before one takes the other for dead.
    static let clockTolerance = Duration.seconds(30)

    /// Who holds it; empty for nobody.
    var holder: String
    /// When it was taken.
    var acquiredAt: Timestamp?
    /// When it was last renewed.
    var renewedAt: Timestamp?
    /// How long after the last renewal its holder counts as gone; what it has begun before is over by then.
    ///
    /// The holder says so in the lease itself, for a server that is slow to write it; see ``duration(forWritesOf:)``.
    var duration = LeaseRecord.expiry
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
        if let seconds = spec?["leaseDurationSeconds"]?.integer {
            // One by another version, or by hand, must neither be taken too soon nor never.
            duration = min(max(.seconds(seconds), Self.expiry), Self.longest)
        }
        transitions = Int(clamping: spec?["leaseTransitions"]?.integer ?? 0)
        operations = LockedOperation.list(lease.annotation(Label.operation) ?? "")
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

    /// How long a lock has to last whose writes take so long.
    ///
    /// The next renewal begins when the last one is answered, ten seconds after its beginning at the earliest, and its
    /// answer has to be here before writing ends: two writes after the last one began, and the time of a lock that is
    /// written promptly to spare.
    static func duration(forWritesOf time: Duration) -> Duration {
        guard time > prompt else { return expiry }
        let seconds = time.components.seconds + (time.components.attoseconds > 0 ? 1 : 0)
        return min(expiry + .seconds(3 * seconds), longest)
    }

    /// How long after the last renewal its holder begins no write any more.
    var closing: Duration { duration * 2 / 3 }

    /// How long it has to be seen unchanged when its last renewal looks old: clocks may be wrong by any amount.
    private var observation: Duration { closing - Self.expiry / 3 }

    /// After how long another renewal is begun beside one that hangs.
    var patience: Duration { min(Self.prompt + (duration - Self.expiry) / 3, .seconds(25)) }

    /// Whether anybody may take it: nobody has it, or its holder has not renewed it for long enough.
    ///
    /// `unchangedFor` is how long we have watched it stay the same, which needs no agreement of clocks. Clocks that agree
    /// only shorten that: whoever is alive renews within the time that is left.
    func isFree(at now: Timestamp, unchangedFor: Duration) -> Bool {
        guard !holder.isEmpty else { return true }
        return unchangedFor >= (isAbandoned(at: now) ? observation : duration)
    }

    /// Whether its holder is gone without having given it back, if the clocks agree.
    func isAbandoned(at now: Timestamp) -> Bool {
        guard !holder.isEmpty, let renewedAt else { return !holder.isEmpty }
        return now - renewedAt >= duration + Self.clockTolerance
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
            "leaseDurationSeconds": .integer(duration.components.seconds),
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
