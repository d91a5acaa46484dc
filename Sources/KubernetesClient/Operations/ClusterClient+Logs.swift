// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
package import Kubernetes

/// Which part of a container's log is wanted.
package struct LogOptions: Sendable, Hashable {
    /// The container; `nil` for the only one.
    package var container: String?
    /// The run before the current one.
    package var isPrevious: Bool
    /// At most so many lines from the end.
    package var tailLines: Int?
    /// Only lines of the last so many seconds.
    package var sinceSeconds: Int?
    /// Only lines since then, in whole seconds; not together with ``sinceSeconds``.
    package var sinceTime: Timestamp?
    /// At most so many bytes.
    package var limitBytes: Int?
    /// Each line starts with its time in RFC 3339.
    package var hasTimestamps: Bool

    /// Everything of the current run, unless told otherwise.
    package init(
        container: String? = nil,
        isPrevious: Bool = false,
        tailLines: Int? = nil,
        sinceSeconds: Int? = nil,
        sinceTime: Timestamp? = nil,
        limitBytes: Int? = nil,
        hasTimestamps: Bool = false
    ) {
        self.container = container
        self.isPrevious = isPrevious
        self.tailLines = tailLines
        self.sinceSeconds = sinceSeconds
        self.sinceTime = sinceTime
        self.limitBytes = limitBytes
        self.hasTimestamps = hasTimestamps
    }

    var query: [ClusterRequest.QueryItem] {
        var items: [ClusterRequest.QueryItem] = []
        if let container { items.append(("container", container)) }
        if isPrevious { items.append(("previous", "true")) }
        if let tailLines { items.append(("tailLines", String(tailLines))) }
        if let sinceSeconds { items.append(("sinceSeconds", String(sinceSeconds))) }
        if let sinceTime { items.append(("sinceTime", sinceTime.description)) }
        if let limitBytes { items.append(("limitBytes", String(limitBytes))) }
        if hasTimestamps { items.append(("timestamps", "true")) }
        return items
    }
}

extension ClusterClient {
    /// Reads the log of a container as it is now; bytes that are not UTF-8 are replaced.
    package func logs(
        of pod: ObjectReference,
        options: LogOptions = LogOptions()
    ) async throws(ClusterError) -> String {
        let request = try await logRequest(pod, options.query)
        return String(decoding: try await send(request).body, as: UTF8.self)
    }

    /// Follows the log of a container, line by line, until the container ends or the task is cancelled.
    package func followLogs(
        of pod: ObjectReference,
        options: LogOptions = LogOptions()
    ) async throws(ClusterError) -> LineStream {
        let request = try await logRequest(pod, options.query + [("follow", "true")])
        return LineStream(try await open(request), doing: request.doing, object: pod)
    }

    private func logRequest(
        _ pod: ObjectReference,
        _ query: [ClusterRequest.QueryItem]
    ) async throws(ClusterError) -> ClusterRequest {
        let doing = "reading the log of \(pod)"
        let path = try await path(pod, subresource: "log", doing: doing)
        var request = ClusterRequest(.get, path, query: query, doing: doing, object: pod)
        // Errors come as JSON, the log itself as text.
        request.accept = "*/*"
        return request
    }
}
