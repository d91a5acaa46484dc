// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents
import Kubernetes

/// One Event of the cluster, in either of its two API forms, as a line of a list.
package struct EventEntry: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// When it happened last, as the server wrote it; empty if it did not say.
    package var time: String
    /// `Normal` or `Warning`.
    package var type: String
    /// One word, such as `BackOff`.
    package var reason: String
    /// What it is about: `Pod/orders-abc`.
    package var object: String
    /// The message, on one line.
    package var message: String
    /// How often it has happened.
    package var count: Int
    /// The UID of what it is about.
    var uid: String

    /// Reads an Event.
    init(_ event: KubernetesObject) {
        let about = event["involvedObject"] ?? event["regarding"]
        let times = [
            event["series"]?["lastObservedTime"]?.string, event["lastTimestamp"]?.string,
            event["eventTime"]?.string, event["firstTimestamp"]?.string,
            event[metadata: "creationTimestamp"]?.string,
        ]
        time = times.compactMap { $0 }.first ?? ""
        type = event["type"]?.string ?? ""
        reason = event["reason"]?.string ?? ""
        object = "\(about?["kind"]?.string ?? "")/\(about?["name"]?.string ?? "")"
        let text = event["message"]?.string ?? event["note"]?.string ?? ""
        message = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        count = event.eventCount
        uid = about?["uid"]?.string ?? ""
    }

    /// Whether it speaks of trouble.
    package var isWarning: Bool { type == "Warning" }

    /// `2027-01-15T08:00:00Z Warning BackOff Pod/orders-abc: Back-off restarting (×3)`.
    package var description: String {
        let times = count > 1 ? " (×\(count))" : ""
        return "\(time) \(type) \(reason) \(object): \(message)\(times)"
    }

    /// The entry as machine output shows it.
    package var json: JSONObject {
        [
            "time": .string(time),
            "type": .string(type),
            "reason": .string(reason),
            "object": .string(object),
            "message": .string(message),
            "count": .integer(Int64(count)),
        ]
    }

    /// Orders by time, then by what it is about.
    package static func < (left: EventEntry, right: EventEntry) -> Bool {
        (left.time, left.object, left.reason) < (right.time, right.object, right.reason)
    }
}
