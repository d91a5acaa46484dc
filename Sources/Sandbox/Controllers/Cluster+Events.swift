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

    /// Records an event; a repeated one counts up.
    mutating func record(_ remark: Remark, about object: StoredObject) {
        let identity = "\(object.uid)\n\(remark.reason)\n\(remark.message)\n\(remark.source)"
        if let key = eventKeys[identity], let known = store[key] {
            let count = known.json["count"]?.integer ?? 1
            var json = JSONValue.object(known.json)
            json["count"] = .integer(count + 1)
            json["lastTimestamp"] = .string(time)
            commit(json.members, at: key)
            return
        }
        let namespace = object.namespace.isEmpty ? "default" : object.namespace
        let name = "\(object.name).\(random.hex(16))"
        let key = ObjectKey(resource: "events", namespace: namespace, name: name)
        commit(event(remark, about: object, named: name, in: namespace), at: key)
        eventKeys[identity] = key
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
