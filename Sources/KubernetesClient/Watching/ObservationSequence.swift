// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// What happens to a selection of objects; see ``ClusterClient/observe(_:freshness:condense:)``.
package struct ObservationSequence: AsyncSequence, Sendable {
    /// One piece of news.
    package typealias Element = Observation
    /// What ended it for good.
    package typealias Failure = ClusterError

    let client: ClusterClient
    let selection: ObjectSelection
    let freshness: ListFreshness
    let lifetime: ClosedRange<Int>
    let condense: @Sendable (KubernetesObject) -> KubernetesObject

    /// Starts from nothing.
    package func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Does what the state machine says, whenever the reader wants to know more.
    package struct Iterator: AsyncIteratorProtocol {
        private let client: ClusterClient
        private let selection: ObjectSelection
        private let condense: @Sendable (KubernetesObject) -> KubernetesObject
        private let doing: String
        private let time: Stopwatch
        private var machine: WatchStateMachine
        private var actions: [WatchStateMachine.Action]
        private var events: WatchStream.Iterator?

        init(_ sequence: ObservationSequence) {
            client = sequence.client
            selection = sequence.selection
            condense = sequence.condense
            doing = "watching \(selection.phrase)"
            time = Stopwatch(client.options.clock)
            machine = WatchStateMachine(
                doing: doing,
                freshness: sequence.freshness,
                streamsLists: client.options.streamsLists,
                lifetime: sequence.lifetime,
                random: client.options.random
            )
            actions = machine.receive(.start, now: .zero)
        }

        /// The next piece of news; never `nil` before an error was thrown.
        package mutating func next() async throws(ClusterError) -> Observation? {
            try await next(isolation: nil)
        }

        /// The next piece of news; never `nil` before an error was thrown.
        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ClusterError) -> Observation? {
            while !actions.isEmpty {
                let input: WatchStateMachine.Input
                switch actions.removeFirst() {
                case .deliver(let observation): return observation
                case .fail(let error):
                    events = nil
                    throw error
                case .list(let freshness): input = await list(freshness, isolation: actor)
                case .stream(let freshness, let seconds):
                    input = await open(.everything(freshness), seconds, isolation: actor)
                case .open(let version, let seconds):
                    input = await open(.resourceVersion(version), seconds, isolation: actor)
                case .read: input = await read(isolation: actor)
                case .wait(let duration): input = await wait(duration, isolation: actor)
                }
                actions += machine.receive(input, now: time.elapsed)
            }
            return nil
        }

        private mutating func list(
            _ freshness: ListFreshness,
            isolation actor: isolated (any Actor)?
        ) async -> WatchStateMachine.Input {
            // A stream that was given up for the list must not go on beside it.
            events = nil
            do throws(ClusterError) {
                return .listed(try await client.list(selection, freshness: freshness, condense: condense))
            } catch {
                return .listFailed(error)
            }
        }

        private mutating func open(
            _ start: WatchStart,
            _ seconds: Int,
            isolation actor: isolated (any Actor)?
        ) async -> WatchStateMachine.Input {
            events = nil
            do throws(ClusterError) {
                events = try await client.watch(selection, from: start, timeoutSeconds: seconds)
                    .makeAsyncIterator()
                return .opened
            } catch {
                return .openFailed(error)
            }
        }

        private mutating func read(isolation actor: isolated (any Actor)?) async -> WatchStateMachine.Input {
            do throws(ClusterError) {
                guard let event = try await events?.next(isolation: actor) else { return .ended(nil) }
                return .received(event.mapping(condense))
            } catch {
                return .ended(error)
            }
        }

        private func wait(
            _ duration: Duration,
            isolation actor: isolated (any Actor)?
        ) async -> WatchStateMachine.Input {
            do {
                try await client.options.clock.sleep(for: duration)
                return .waited
            } catch {
                return .ended(ClusterError(.cancelled, doing: doing))
            }
        }
    }
}
