// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes
package import KubernetesClient

/// Why an operation could not begin or go on as a whole.
///
/// Indirect, so that it is one pointer wide: optimised builds of Swift 6.3.1 mistake "no error" for ``interrupted``
/// where an optional holds the wide form.
package indirect enum DeployError: Error, Sendable {
    /// The API server did not do its part.
    case cluster(ClusterError)
    /// Nothing of this name is deployed here.
    case unknownService(String)
    /// The service runs here, and no revision of it is recorded.
    case noRevisions(service: String)
    /// A service is there, and nothing that it writes can be read; why.
    case noLogs(service: String, reason: String)
    /// The service has no such revision.
    case unknownRevision(service: String, revision: Int)
    /// The service has no proven revision to go back to: none but the one that runs, if that is, and those in `left`, which it
    /// was rolled back from.
    case nothingToReturnTo(service: String, left: [Int] = [])
    /// A recorded revision cannot be read.
    case damagedRevision(service: String, revision: Int, reason: String)
    /// What would happen is no longer what the saved plan says; where, a sentence for each object or field.
    case planMoved([String])
    /// A saved plan is for another place than the one it is held against.
    case foreignPlan(String)
    /// The cluster is not the one that the Environment is bound to, or does not say which one it is.
    case wrongCluster(String)
    /// Another run holds the lock; `since` is when it took it.
    case locked(holder: String, since: String)
    /// The scale asked for does not make sense for the service.
    case unscalable(service: String, reason: String)
    /// Objects that cannot be written as they are recorded.
    case obstructed([String])
    /// A deleted object is still there; in words, what it waits for.
    case lingering(ObjectReference, String)
    /// Somebody else has taken fields over while they were being written.
    case contested([OwnedField])
    /// A recorded revision was applied and did not become ready.
    case notRestored(String)
    /// A revision is back in place, and that could not be written down.
    case notRecorded(revision: Int, reason: String)
    /// A revision is back in place, and whether it works could not be seen.
    case unseen(revision: Int, reason: String)
    /// Something stopped the run after objects of the whole system had been written.
    case stoppedAfter([ObjectReference], DeployError)
    /// A run that was killed has left something undone, which has to be put in order first.
    case abandoned(String)
    /// Nothing more may be written, because the lock is no longer ours.
    case lockLost(String)
    /// The task was cancelled.
    case interrupted
}

extension DeployError: CustomStringConvertible {
    /// What went wrong, in a sentence or a few lines.
    package var description: String {
        switch self {
        case .cluster(let error): error.description
        case .unknownService(let service): "no service `\(service)` is deployed here"
        case .noRevisions(let service):
            "no revision of `\(service)` is recorded, so that there is nothing to go back to"
        case .noLogs(let service, let reason): "there are no logs of `\(service)` to show: \(reason)"
        case .unknownRevision(let service, let revision): "`\(service)` has no revision r\(revision)"
        case .nothingToReturnTo(let service, let left):
            "`\(service)` has no proven revision to go back to"
                + (left.isEmpty
                    ? ""
                    : " besides what was rolled back from: \(left.map { "r\($0)" }.joined(separator: ", "))")
        case .damagedRevision(let service, let revision, let reason):
            "the record of `\(service)` r\(revision) cannot be read: \(reason)"
        case .planMoved(let differences):
            "\(Self.planMovedHeadline): \(Self.few(differences, 3).joined(separator: "; "))"
        case .foreignPlan(let reason), .wrongCluster(let reason): reason
        case .locked(let holder, let since):
            "the lock is held by \(holder)\(since.isEmpty ? "" : ", since \(since)")"
        case .unscalable(let service, let reason): "`\(service)` cannot be scaled: \(reason)"
        case .obstructed(let objects): "these objects stand in the way: \(objects.joined(separator: ", "))"
        case .lingering(let object, let why): "`\(object)` is \(why), and has not gone in time"
        case .contested(let fields):
            "taken over by somebody else meanwhile: "
                + fields.map { "\($0.path) by `\($0.manager)`" }.joined(separator: ", ")
        case .notRestored(let reason): "the revision did not become ready again: \(reason)"
        case .notRecorded(let revision, let reason):
            "r\(revision) is back in place, but that could not be recorded: \(reason)"
        case .unseen(let revision, let reason):
            "r\(revision) is back in place, but whether it works could not be seen: \(reason)"
        case .stoppedAfter(let objects, let error):
            "\(error); before that was written: \(objects.map(\.description).joined(separator: ", "))"
        case .abandoned(let work):
            "\(work) stopped without an end: `msctl deploy` puts that in order, then try again"
        case .lockLost(let reason): "nothing more is written: \(reason)"
        case .interrupted: "interrupted"
        }
    }
}

extension DeployError {
    /// What has become of a saved plan, before it is said where.
    package static let planMovedHeadline = "a deploy would do something else now than the plan says"

    /// The first of many sentences, and how many more there are.
    package static func few(_ sentences: [String], _ most: Int) -> [String] {
        guard sentences.count > most else { return sentences }
        return sentences.prefix(most) + ["and \(sentences.count - most) more"]
    }

    /// Wraps what the client says; a cancelled request is an interruption, and one held back by the fence has lost the lock.
    init(_ error: ClusterError) {
        if case .closed(let reason)? = error.cause as? WriteRefusal {
            let isCutOff = error.code != .notSent
            let object = error.object.map { " of \($0)" } ?? ""
            self = .lockLost(
                isCutOff ? "\(reason); a write\(object) was under way and may have been done" : reason
            )
        } else {
            self = error.code == .cancelled ? .interrupted : .cluster(error)
        }
    }

    /// Whether the only reason is that the task was cancelled.
    var isCancellation: Bool {
        if case .interrupted = self { true } else { false }
    }
}
