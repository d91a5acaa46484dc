// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A Lease as the API server returns it.
package struct LeaseView: Sendable {
    /// The object read.
    package let object: KubernetesObject

    /// Reads an object.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// Who holds it; absent or empty when nobody does.
    package var holder: String? {
        get throws(FieldReader.ShapeError) { try object.fields.string("spec", "holderIdentity") }
    }
    /// How many seconds after the last renewal it may be taken.
    package var durationSeconds: Int? {
        get throws(FieldReader.ShapeError) { try object.fields.integer("spec", "leaseDurationSeconds") }
    }
    /// When the holder took it.
    package var acquiredAt: Timestamp? {
        get throws(FieldReader.ShapeError) { try object.fields.time("spec", "acquireTime") }
    }
    /// When the holder last renewed it.
    package var renewedAt: Timestamp? {
        get throws(FieldReader.ShapeError) { try object.fields.time("spec", "renewTime") }
    }
    /// How often it changed hands.
    package var transitions: Int {
        get throws(FieldReader.ShapeError) { try object.fields.integer("spec", "leaseTransitions") ?? 0 }
    }
}
