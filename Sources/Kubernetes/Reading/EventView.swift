// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// An Event of the core or the events.k8s.io group.
package struct EventView: Sendable {
    /// The object read.
    package let object: KubernetesObject

    /// Reads an object.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// `Normal` or `Warning`.
    package var type: String? { get throws(FieldReader.ShapeError) { try object.fields.string("type") } }
    /// A CamelCase word for what happened.
    package var reason: String {
        get throws(FieldReader.ShapeError) { try object.fields.string("reason") ?? "" }
    }
    /// A sentence for people.
    package var message: String {
        get throws(FieldReader.ShapeError) { try object.fields.string("message") ?? "" }
    }
    /// The kind of the object concerned.
    package var involvedKind: String? {
        get throws(FieldReader.ShapeError) { try object.fields.string("involvedObject", "kind") }
    }
    /// The name of the object concerned.
    package var involvedName: String? {
        get throws(FieldReader.ShapeError) { try object.fields.string("involvedObject", "name") }
    }
    /// The uid of the object concerned.
    package var involvedUID: String? {
        get throws(FieldReader.ShapeError) { try object.fields.string("involvedObject", "uid") }
    }
    /// The part concerned, such as `spec.containers{web}`.
    package var involvedFieldPath: String? {
        get throws(FieldReader.ShapeError) { try object.fields.string("involvedObject", "fieldPath") }
    }
    /// The component that reports it.
    package var source: String? {
        get throws(FieldReader.ShapeError) {
            if let component = try object.fields.string("source", "component") { return component }
            return try object.fields.string("reportingComponent")
        }
    }
    /// How often it happened.
    package var count: Int {
        get throws(FieldReader.ShapeError) {
            if let count = try object.fields.integer("series", "count") { return count }
            return try object.fields.integer("count") ?? 1
        }
    }
    /// When it last happened.
    package var lastSeen: Timestamp? {
        get throws(FieldReader.ShapeError) {
            if let time = try object.fields.time("series", "lastObservedTime") { return time }
            if let time = try object.fields.time("lastTimestamp") { return time }
            return try object.fields.time("eventTime")
        }
    }
}
