// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What a controller has to say about an object, for an object of the kind Event.
struct Event: Sendable {
    var isWarning = false
    var reason: String
    var message: String
    var source: String
    /// The container concerned, as `spec.containers{web}`.
    var fieldPath: String?
}

/// Knows which events were recorded lately, so that repeated ones are counted and similar ones become one.
struct EventCorrelator: Sendable {
    /// Events about one object that differ in their words only.
    private struct Group: Sendable {
        var messages: Set<String> = []
        var last: Timestamp
    }

    /// Where the event is that says the same, by what it says.
    fileprivate var keys: [String: ObjectKey] = [:]
    private var groups: [String: Group] = [:]

    /// The moment in the last name, in nanoseconds since 1970.
    private var lastNamed: Int64 = 0

    /// A name for an event about an object: names in order are the order in which things happened.
    fileprivate mutating func name(about object: String, at now: Timestamp) -> String {
        let moment = now.seconds &* 1_000_000_000 &+ Int64(now.nanoseconds)
        lastNamed = max(lastNamed &+ 1, moment)
        return "\(object).\(String(lastNamed, radix: 16))"
    }

    /// What tells an event from others; from the tenth similar one within ten minutes on they are one, and say so.
    fileprivate mutating func identify(_ event: inout Event, about uid: String, at now: Timestamp) -> String {
        let group = "\(uid)\n\(event.isWarning)\n\(event.reason)\n\(event.source)"
        guard isCombined(event.message, group, at: now) else { return "\(group)\n\(event.message)" }
        event.message = "(combined from similar events): \(event.message)"
        return group
    }

    private mutating func isCombined(_ message: String, _ group: String, at now: Timestamp) -> Bool {
        var similar = groups[group] ?? Group(last: now)
        if now - similar.last > .seconds(600) { similar.messages = [] }
        similar.last = now
        let isCombined = similar.messages.union([message]).count >= 10
        // A recorder forgets one for each that it adds to a full group.
        if !isCombined { similar.messages.insert(message) }
        groups[group] = similar
        return isCombined
    }
}

extension Cluster {
    /// Records an event; a repeated one counts up.
    mutating func record(_ event: Event, about object: StoredObject) {
        var event = event
        let identity = events.identify(&event, about: object.uid, at: now)
        if let key = events.keys[identity], let known = store[key] {
            let count = known.json["count"]?.integer ?? 1
            var json = JSONValue.object(known.json)
            json["count"] = .integer(count + 1)
            json["message"] = .string(event.message)
            json["lastTimestamp"] = .string(time)
            commit(json.members, at: key)
            return
        }
        let namespace = object.namespace.isEmpty ? "default" : object.namespace
        var key: ObjectKey
        repeat {
            let name = events.name(about: object.name, at: now)
            key = ObjectKey(resource: .events, namespace: namespace, name: name)
        } while store[key] != nil
        commit(tree(of: event, about: object, named: key.name, in: namespace), at: key)
        events.keys[identity] = key
    }

    private mutating func tree(
        of event: Event,
        about object: StoredObject,
        named name: String,
        in namespace: String
    ) -> JSONObject {
        let uid = random.uid()
        return [
            "kind": "Event", "apiVersion": "v1",
            "metadata": [
                "name": .string(name), "namespace": .string(namespace), "uid": .string(uid),
                "creationTimestamp": .string(time),
            ],
            "involvedObject": [
                "kind": object.json["kind"],
                "namespace": object.namespace.isEmpty ? nil : .string(object.namespace),
                "name": .string(object.name), "uid": .string(object.uid),
                "apiVersion": object.json["apiVersion"],
                "resourceVersion": object.metadata["resourceVersion"],
                "fieldPath": event.fieldPath.map { .string($0) },
            ],
            "reason": .string(event.reason), "message": .string(event.message),
            "source": ["component": .string(event.source)], "firstTimestamp": .string(time),
            "lastTimestamp": .string(time), "count": 1, "type": event.isWarning ? "Warning" : "Normal",
            "eventTime": .null, "reportingComponent": .string(event.source), "reportingInstance": "",
        ]
    }
}
