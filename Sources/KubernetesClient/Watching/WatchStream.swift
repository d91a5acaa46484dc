// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
package import Kubernetes

/// The events of one watch, until the server ends it; pulled, so never ahead of the reader.
package struct WatchStream: AsyncSequence, Sendable {
    /// One event.
    package typealias Element = WatchEvent
    /// A connection that broke, a line that is no event, or a cancelled task.
    package typealias Failure = ClusterError

    let reply: HTTPStreamReply
    let doing: String

    /// Starts reading; a watch can be read once.
    package func makeAsyncIterator() -> Iterator {
        Iterator(lines: ByteLineIterator(reply.body), doing: doing)
    }

    /// Reads event by event.
    package struct Iterator: AsyncIteratorProtocol {
        var lines: ByteLineIterator
        let doing: String
        private var strings = JSONStringTable()

        init(lines: ByteLineIterator, doing: String) {
            self.lines = lines
            self.doing = doing
        }

        /// The next event; `nil` when the server has ended the watch.
        package mutating func next() async throws(ClusterError) -> WatchEvent? {
            try await next(isolation: nil)
        }

        /// The next event; `nil` when the server has ended the watch.
        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ClusterError) -> WatchEvent? {
            let line: [UInt8]?
            do throws(TransportError) {
                line = try await lines.next(isolation: actor)
            } catch {
                throw ClusterError(transport: error, doing: doing, object: nil)
            }
            guard let line else { return nil }
            do throws(WatchEvent.Malformed) {
                return try WatchEvent(line: line, sharing: &strings)
            } catch {
                throw ClusterError(.malformedReply, doing: doing, cause: error)
            }
        }
    }
}

/// Where a watch begins.
enum WatchStart: Sendable, Hashable {
    /// After this version.
    case resourceVersion(String)
    /// With everything there is, so fresh; a bookmark marks the end of that (C3.7).
    case everything(ListFreshness)

    var query: [ClusterRequest.QueryItem] {
        switch self {
        case .resourceVersion(let version): [("resourceVersion", version)]
        case .everything(let freshness):
            [("sendInitialEvents", "true"), ("resourceVersionMatch", "NotOlderThan")]
                + freshness.query.filter { $0.name == "resourceVersion" }
        }
    }
}

extension ClusterClient {
    /// Opens one watch from a resource version; the server ends it after `timeoutSeconds`.
    package func watch(
        _ selection: ObjectSelection,
        from resourceVersion: String,
        timeoutSeconds: Int = 300
    ) async throws(ClusterError) -> WatchStream {
        try await watch(selection, from: .resourceVersion(resourceVersion), timeoutSeconds: timeoutSeconds)
    }

    func watch(
        _ selection: ObjectSelection,
        from start: WatchStart,
        timeoutSeconds: Int
    ) async throws(ClusterError) -> WatchStream {
        let doing = "watching \(selection.phrase)"
        let resource = try await resource(selection.type, doing: doing)
        let request = ClusterRequest(
            .get,
            ResourcePath(resource, namespace: selection.namespace).text,
            query: selection.query + [
                ("watch", "true"),
                ("allowWatchBookmarks", "true"),
                ("timeoutSeconds", String(timeoutSeconds)),
            ] + start.query,
            doing: doing
        )
        return WatchStream(reply: try await open(request, headWithin: .seconds(30)), doing: doing)
    }

    /// Lists a selection and keeps watching it, through broken connections and forgotten versions (C3).
    ///
    /// The sequence never ends by itself: it throws when nothing can help, or when the task is cancelled. The server ends each
    /// watch after a `lifetime` in seconds, and the next goes on from there: so late comes what a proxy keeps to itself until a
    /// reply is whole. `condense` takes
    /// away of each object what the caller does not need, as soon as it is read: what there is already may be much. Name,
    /// namespace and resource version have to stay.
    package func observe(
        _ selection: ObjectSelection,
        freshness: ListFreshness = .latest,
        lifetime: ClosedRange<Int> = 300...600,
        condense: @escaping @Sendable (KubernetesObject) -> KubernetesObject = { $0 }
    ) -> ObservationSequence {
        ObservationSequence(
            client: self,
            selection: selection,
            freshness: freshness,
            lifetime: lifetime,
            condense: condense
        )
    }
}
