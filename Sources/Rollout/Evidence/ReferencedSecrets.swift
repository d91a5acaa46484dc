// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers

/// What the Secrets hold that pods refer to: read when something is about to be said that could repeat it, and never kept in
/// anything that is said, recorded or saved.
final class ReferencedSecrets: Sendable {
    /// A Secret may be put right while a deploy waits, and its pods say the new value.
    private static let freshness = Duration.seconds(10)

    private struct Entry {
        /// Everything that it held since the command began.
        var forms: Set<String> = []
        var readAt: Duration
        /// Whether nothing of it could be read so far.
        var isUnread = false
    }

    /// A request that is under way, for everybody who needs its answer.
    private struct Reading {
        let number: Int
        let task: Task<Entry, Never>
        var waiting = 1
    }

    private struct State {
        var entries: [ObjectReference: Entry] = [:]
        var readings: [ObjectReference: Reading] = [:]
        var count = 0
    }

    private enum Source {
        case known(Entry)
        case reading(Reading)
    }

    private let client: ClusterClient
    private let time: DeployTime
    private let scope: SystemScope
    private let state = NIOLockedValueBox(State())

    init(client: ClusterClient, time: DeployTime, scope: SystemScope) {
        self.client = client
        self.time = time
        self.scope = scope
    }

    /// Takes note of a Secret that was read for another reason; of other kinds nothing.
    func take(_ object: KubernetesObject?) {
        guard let object, object.type == .secret else { return }
        note(SecretForms.of(object), of: object.reference)
    }

    /// The mask with the values of all Secrets that it knows to be referred to; each is read once, with one request.
    func filling(_ mask: SecretMask) async -> SecretMask {
        guard !mask.referred.isEmpty else { return mask }
        var mask = mask
        mask.allow([scope.system, scope.environment, scope.namespace])
        for reference in mask.referred.sorted() {
            let entry = await entry(reference)
            mask.learn(entry.forms)
            if entry.isUnread { mask.leaveUnread(reference.name) }
        }
        return mask
    }

    /// What is known of a Secret; who asks while it is being read waits for the same answer.
    private func entry(_ reference: ObjectReference) async -> Entry {
        let now = time.elapsed()
        let source = state.withLockedValue { state -> Source in
            if let known = state.entries[reference], now - known.readAt < Self.freshness {
                return .known(known)
            }
            if var reading = state.readings[reference] {
                reading.waiting += 1
                state.readings[reference] = reading
                return .reading(reading)
            }
            state.count += 1
            let number = state.count
            // Nobody's child: whoever asked first may be cancelled, and the others still wait.
            let task = Task(executorPreference: ConcurrentRequests.executor) {
                await self.read(reference, number)
            }
            let reading = Reading(number: number, task: task)
            state.readings[reference] = reading
            return .reading(reading)
        }
        switch source {
        case .known(let entry): return entry
        case .reading(let reading):
            return await withTaskCancellationHandler {
                await reading.task.value
            } onCancel: {
                self.leave(reading.number, of: reference)
            }
        }
    }

    /// Ends a request whose answer nobody waits for any more; who comes later makes one of their own.
    private func leave(_ number: Int, of reference: ObjectReference) {
        let abandoned = state.withLockedValue { state -> Reading? in
            guard var reading = state.readings[reference], reading.number == number else { return nil }
            reading.waiting -= 1
            state.readings[reference] = reading.waiting > 0 ? reading : nil
            return reading.waiting > 0 ? nil : reading
        }
        abandoned?.task.cancel()
    }

    private func read(_ reference: ObjectReference, _ number: Int) async -> Entry {
        do throws(ClusterError) {
            // One that is not there has given nothing to any pod.
            let forms = try await client.find(reference).map(SecretForms.of) ?? []
            return note(forms, of: reference, endOf: number)
        } catch {
            let now = time.elapsed()
            let isAbandoned = Task.isCancelled
            return state.withLockedValue { state in
                // Whatever the reason is: what is not known cannot be taken out.
                var entry = state.entries[reference] ?? Entry(readAt: now, isUnread: true)
                entry.readAt = now
                // That nobody waited says nothing of the Secret.
                if !isAbandoned { state.entries[reference] = entry }
                if state.readings[reference]?.number == number { state.readings[reference] = nil }
                return entry
            }
        }
    }

    @discardableResult
    private func note(_ forms: Set<String>, of reference: ObjectReference, endOf number: Int? = nil) -> Entry
    {
        let now = time.elapsed()
        return state.withLockedValue { state in
            var entry = state.entries[reference] ?? Entry(readAt: now)
            entry.forms.formUnion(forms)
            entry.readAt = now
            entry.isUnread = false
            state.entries[reference] = entry
            // In the same step: who comes in between finds one or the other.
            if let number, state.readings[reference]?.number == number { state.readings[reference] = nil }
            return entry
        }
    }
}
