// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Events of `events.k8s.io/v1`: those of the core group with other names for most of their fields.
extension ConvertedVersion {
    static let eventsV1 = ConvertedVersion(
        served: ResourceType(
            GroupVersionKind(group: "events.k8s.io", version: "v1", kind: "Event"),
            plural: ResourceType.events.plural,
            shortNames: ResourceType.events.shortNames
        ),
        stored: .events,
        fromStored: { stored in
            var event = renamed(stored) { name in eventNames.first { $0.core == name }?.new }
            event["apiVersion"] = "events.k8s.io/v1"
            // Here the empty ones are left out, which the core version always shows.
            for name in ["reportingController", "reportingInstance"] where event[name] == "" {
                event[name] = nil
            }
            return event
        },
        toStored: { event in
            var stored = renamed(event) { name in eventNames.first { $0.new == name }?.core }
            stored["apiVersion"] = "v1"
            return stored
        },
        causes: { event, old in old.map { eventChanges(event, $0) } ?? newEvent(event) },
        selected: { field in
            if field == "reportingController" { return "reportingComponent" }
            guard field.hasPrefix("regarding.") else { return field }
            return "involvedObject." + field.dropFirst("regarding.".count)
        }
    )

    static let eventsV1Fields = """
        kind events.k8s.io/v1 Event events.v1.Event
        events.v1.Event action:s apiVersion:s deprecatedCount:i deprecatedFirstTimestamp:t deprecatedLastTimestamp:t \
        deprecatedSource:>core.v1.EventSource eventTime:m! kind:s metadata:>apis.meta.v1.ObjectMeta note:s reason:s \
        regarding:>core.v1.ObjectReference related:>core.v1.ObjectReference reportingController:s \
        reportingInstance:s series:>events.v1.EventSeries type:s
        events.v1.EventSeries count:i! lastObservedTime:m!

        """

    private static let eventNames: [(core: String, new: String)] = [
        ("message", "note"), ("involvedObject", "regarding"), ("reportingComponent", "reportingController"),
        ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"),
    ]

    private static func renamed(_ object: JSONValue, _ name: (String) -> String?) -> JSONValue {
        .object(JSONObject(object.members.map { (name($0.key) ?? $0.key, $0.value) }))
    }

    /// A new event has to say when it happened, and of which of two types it is.
    private static func newEvent(_ event: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        if event["eventTime"]?.string == nil { causes.append(.required("eventTime", "")) }
        let type = event["type"]?.string ?? ""
        if type != "Normal", type != "Warning" {
            causes.append(.invalid("type", .string(type), "has invalid value: \(type)"))
        }
        return causes
    }

    /// Of an event only the series goes on; the fields are called as they are stored.
    private static func eventChanges(_ event: JSONValue, _ old: JSONValue) -> [StatusFailure.Cause] {
        let fixed = [
            "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count",
            "type", "eventTime", "action", "related", "reportingComponent", "reportingInstance",
        ]
        return fixed.filter { event[$0] != old[$0] }.map { name in
            .invalid(name, event[name] ?? "", "field is immutable")
        }
    }
}
