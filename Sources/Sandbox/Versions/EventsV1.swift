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

    /// A new event has to say when it happened, and of which of two types it is; what is deprecated stays unset.
    private static func newEvent(_ event: JSONValue) -> [StatusFailure.Cause] {
        var causes = series(event)
        if event["eventTime"]?.string == nil { causes.append(.required("eventTime", "")) }
        let type = event["type"]?.string ?? ""
        if type != "Normal", type != "Warning" {
            causes.append(.invalid("type", "", "has invalid value: \(type)"))
        }
        let source = event["source"] ?? [:]
        let isSet: [(name: String, value: Bool)] = [
            ("firstTimestamp", event["firstTimestamp"]?.string != nil),
            ("lastTimestamp", event["lastTimestamp"]?.string != nil),
            ("count", event["count"]?.integer ?? 0 != 0),
            ("source", ["component", "host"].contains { source[$0]?.string?.isEmpty == false }),
        ]
        for field in isSet where field.value {
            causes.append(.invalid(field.name, "", "needs to be unset"))
        }
        return causes
    }

    /// A series has more than one event, and a last one.
    private static func series(_ event: JSONValue) -> [StatusFailure.Cause] {
        guard let series = event["series"], !series.isNull else { return [] }
        var causes: [StatusFailure.Cause] = []
        if series["count"]?.integer ?? 0 < 2 {
            causes.append(.invalid("series.count", "", "should be at least 2"))
        }
        if series["lastObservedTime"]?.string == nil {
            causes.append(.required("series.lastObservedTime"))
        }
        return causes
    }

    /// Of an event only the series goes on; all but one of the fields are called as they are stored.
    private static func eventChanges(_ event: JSONValue, _ old: JSONValue) -> [StatusFailure.Cause] {
        let fixed = [
            "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count",
            "type", "eventTime", "action", "related", "reportingComponent", "reportingInstance",
        ]
        var causes = event["series"] == old["series"] ? [] : series(event)
        for name in fixed where event[name] != old[name] {
            let told = name == "reportingComponent" ? "reportingController" : name
            causes.append(.invalid(told, event[name] ?? "", "field is immutable"))
        }
        return causes
    }
}
