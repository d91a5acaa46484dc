// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// A loop that brings one part of the cluster to what its objects ask for, as a controller of Kubernetes does.
///
/// It is a type without instances, in a file of its own, and ``Controllers`` lists it. It is told of every change, and
/// asks for the objects to be looked at that the change concerns; later it is given their keys, one at a time, and
/// each key once however often it was asked for. What it reads, it reads from the store.
///
/// One that has to remember something beside the objects keeps it in a `Memory`, of which ``Cluster`` holds one, and
/// into which only its file can look. A saved state does not have it.
protocol Controller: Sendable {
    /// The type of the objects that it makes others for; `nil` if it makes none that it has to follow.
    ///
    /// An object of the type is looked at whenever one changes that it controls by `ownerReferences`.
    static var ownerType: ResourceType? { get }

    /// Asks for the objects that a change concerns, with ``Cluster/enqueue(_:_:after:)``.
    static func observe(_ change: Change, in cluster: inout Cluster)

    /// Moves one object, which may be gone, a step towards what it asks for.
    ///
    /// If that fails it asks for another try with ``Cluster/retry(_:_:)``; if it does not, it has succeeded, and earlier failures
    /// no longer make later tries wait.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster)
}

extension Controller {
    static var ownerType: ResourceType? { nil }
}
