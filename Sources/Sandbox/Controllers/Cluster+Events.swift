// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// What a controller has to say about an object.
    struct Remark: Sendable {
        var isWarning = false
        var reason: String
        var message: String
        var source: String
        /// The container concerned, as `spec.containers{web}`.
        var fieldPath: String?
    }

    /// Remarks about one object that differ in their words only.
    struct SimilarRemarks: Sendable {
        var messages: Set<String> = []
        var last: Timestamp
    }

    /// Records an event; a repeated one counts up, and from the tenth similar one within ten minutes on they are one.
    mutating func record(_ remark: Remark, about object: StoredObject) {
        var remark = remark
        let group = "\(object.uid)\n\(remark.isWarning)\n\(remark.reason)\n\(remark.source)"
        var identity = "\(group)\n\(remark.message)"
        if isCombined(remark, group) {
            identity = group
            remark.message = "(combined from similar events): \(remark.message)"
        }
        if let key = eventKeys[identity], let known = store[key] {
            let count = known.json["count"]?.integer ?? 1
            var json = JSONValue.object(known.json)
            json["count"] = .integer(count + 1)
            json["message"] = .string(remark.message)
            json["lastTimestamp"] = .string(time)
            commit(json.members, at: key)
            return
        }
        let namespace = object.namespace.isEmpty ? "default" : object.namespace
        let name = "\(object.name).\(random.hex(16))"
        let key = ObjectKey(resource: .events, namespace: namespace, name: name)
        commit(event(remark, about: object, named: name, in: namespace), at: key)
        eventKeys[identity] = key
    }

    private mutating func isCombined(_ remark: Remark, _ group: String) -> Bool {
        var similar = similarRemarks[group] ?? SimilarRemarks(last: now)
        if now - similar.last > .seconds(600) { similar.messages = [] }
        similar.last = now
        let isCombined = similar.messages.union([remark.message]).count >= 10
        // A recorder forgets one for each that it adds to a full group.
        if !isCombined { similar.messages.insert(remark.message) }
        similarRemarks[group] = similar
        return isCombined
    }

    private mutating func event(
        _ remark: Remark,
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
                "fieldPath": remark.fieldPath.map { .string($0) },
            ],
            "reason": .string(remark.reason), "message": .string(remark.message),
            "source": ["component": .string(remark.source)], "firstTimestamp": .string(time),
            "lastTimestamp": .string(time), "count": 1, "type": remark.isWarning ? "Warning" : "Normal",
            "eventTime": .null, "reportingComponent": .string(remark.source), "reportingInstance": "",
        ]
    }
}
