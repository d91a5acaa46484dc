// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension Deployer {
    /// What a run that was killed has begun of services that this run was not asked for.
    struct Leftovers: Sendable {
        /// As their records say they should be; deploying them again finishes them.
        var services: [DesiredService] = []
        /// Those of them that were on their way back to a recorded revision, and to which.
        var recorded: [String: Int] = [:]
        /// Services whose records do not hold everything that was deployed, such as the values of Secrets, and those of other
        /// Environments.
        var lost: [String] = []
        /// Services of which there is no record any more, so that there is nothing to finish.
        var vanished: [String] = []
    }

    /// Says what a run that was killed has left behind, and adds to this run what that one had begun besides.
    ///
    /// Returns whether anything was added; a run by a saved plan does that plan and nothing else.
    func takeUp(
        _ abandoned: LeaseRecord,
        in run: inout DeployRun,
        isPlanned: Bool
    ) async throws(DeployError) -> Bool {
        let left = try await leftovers(besides: run.prepared.request, abandoned.operations)
        let undone = left.lost + (isPlanned ? left.services.map(\.name) : [])
        run.undone = Set(left.lost + left.services.map(\.name))
        run.vanished = Set(left.vanished)
        let end = undone.isEmpty ? "what it left undone is done now" : "not all of it is put in order now"
        run.context.emit(nil, .foundInterrupted("\(abandoned.work) stopped without an end; \(end)"))
        for service in undone { run.leave(service, because: nil) }
        guard !isPlanned else { return false }
        run.prepared.request.services += left.services
        run.prepared.request.returning.formUnion(left.recorded.keys)
        run.recorded.merge(left.recorded) { own, _ in own }
        run.leftovers = left.services.map(\.name)
        return !left.services.isEmpty
    }

    /// Finds the services that a run which was killed has left half-done, other than those of a request: those whose
    /// revision in place has never come to an end, and those that were going back.
    private func leftovers(
        besides request: DeployRequest,
        _ operations: [LockedOperation]
    ) async throws(DeployError) -> Leftovers {
        let store = RevisionStore(client: client, scope: request.scope)
        let selected = Set(request.services.map(\.name))
        let all = try await store.histories()
        let besides = all.filter { !selected.contains($0.key) }
        // What another Environment has begun is for it to end: here nobody knows what it should be.
        let foreign = besides.filter {
            $0.value.current?.isOfAnotherEnvironment(than: request.scope) ?? false
        }
        // Whoever deploys the whole system has given up what is not among it: that is no work for anybody.
        let histories = request.isWhole ? [:] : besides.filter { foreign[$0.key] == nil }
        let ends = histories.sorted { $0.key < $1.key }.compactMap { service, history in
            let back = operations.first { $0.service == service }.flatMap { history.revision($0.revision) }
            // Nothing but the lock tells of a way back: the revision that it leads to has proven itself long ago.
            if let back { return End(history: history, revision: back, isBack: true) }
            guard let current = history.current, current.isUnfinished else { return nil }
            return End(history: history, revision: current, isBack: false)
        }
        // Side by side: the lock is ours meanwhile, and a thousand of them one by one take too long.
        let contents = try await ConcurrentRequests.map(ends) { (end) async throws(DeployError) in
            do throws(DeployError) {
                return Record.content(try await store.content(of: end.revision))
            } catch {
                guard case .damagedRevision = error else { throw error }
                return .damaged
            }
        }
        let noted = Set(operations.map(\.service))
        var result = Leftovers()
        result.lost = foreign.filter { $0.value.current?.isUnfinished ?? false || noted.contains($0.key) }
            .keys.sorted()
        for service in operations.map(\.service)
        where !selected.contains(service) && foreign[service] == nil {
            if histories[service] == nil {
                result.vanished.append(service)
            } else if !ends.contains(where: { $0.history.service == service }) {
                result.lost.append(service)
            }
        }
        for (end, record) in zip(ends, contents) {
            let service = end.history.service
            guard case .content(let content) = record, end.isComplete(content) else {
                result.lost.append(service)
                continue
            }
            let objects = content.objects.map { DesiredObject($0, service: service) }
            // How many revisions the service wants to keep, its record does not say: so none has to go.
            result.services.append(DesiredService(name: service, objects: objects, oldRevisions: .max))
            if end.isBack { result.recorded[service] = end.revision.number }
        }
        return result
    }

    /// Where a service was going.
    private struct End: Sendable {
        var history: RevisionHistory
        var revision: Revision
        /// Whether it was going back to a revision that is recorded.
        var isBack: Bool

        /// Whether the record holds what was deployed: without the values of its Secrets it does not, but a way back uses
        /// those that are there.
        func isComplete(_ content: RevisionContent) -> Bool {
            isBack || content.hash == revision.contentHash && revision == history.latest
        }
    }

    private enum Record: Sendable {
        case content(RevisionContent)
        case damaged
    }
}

extension LeaseRecord {
    /// What its holder was doing, who that is and since when: `a deploy by ci begun 2026-01-01T00:00:00Z`.
    var work: String {
        let since = acquiredAt.map { " begun \($0)" } ?? ""
        let work = operations.isEmpty ? "a deploy" : "`\(LockedOperation.text(operations))`"
        return "\(work) by \(holder)\(since)"
    }
}
