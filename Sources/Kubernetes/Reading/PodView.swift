// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A Pod as the API server returns it.
package struct PodView: Sendable {
    /// The object read.
    package let object: KubernetesObject

    /// Looks at an object without checking its kind.
    package init(_ object: KubernetesObject) {
        self.object = object
    }

    /// `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`; `nil` before a server has stored it.
    package var phase: String? {
        get throws(ObjectFields.ShapeError) { try object.fields.string("status", "phase") }
    }
    /// A CamelCase word for why the pod is in its phase, such as `Evicted`.
    package var reason: String? {
        get throws(ObjectFields.ShapeError) { try object.fields.string("status", "reason") }
    }
    /// A sentence for people on the phase.
    package var message: String? {
        get throws(ObjectFields.ShapeError) { try object.fields.string("status", "message") }
    }
    /// The node it is bound to; `nil` while the scheduler looks for one.
    package var nodeName: String? {
        get throws(ObjectFields.ShapeError) { try object.fields.string("spec", "nodeName") }
    }
    /// `status.conditions`, in the order reported.
    package var conditions: [ConditionView] {
        get throws(ObjectFields.ShapeError) { try object.fields.conditions("status", "conditions") }
    }
    /// The states of the containers; empty until the kubelet of a node has reported.
    package var containers: [ContainerStatusView] {
        get throws(ObjectFields.ShapeError) { try statuses("containerStatuses") }
    }
    /// The states of the init containers, sidecars among them; empty until the kubelet of a node has reported.
    package var initContainers: [ContainerStatusView] {
        get throws(ObjectFields.ShapeError) { try statuses("initContainerStatuses") }
    }
    /// Whether the `Ready` condition is true: all containers are ready, and so its Services lead to it.
    package var isReady: Bool {
        get throws(ObjectFields.ShapeError) { try conditions.first("Ready")?.isTrue ?? false }
    }
    /// Why no node takes it; `nil` when that is not the matter.
    package var unschedulable: String? {
        get throws(ObjectFields.ShapeError) {
            guard let scheduled = try conditions.first("PodScheduled"), try scheduled.isFalse else {
                return nil
            }
            return try scheduled.explanation
        }
    }
    /// The ReplicaSet, StatefulSet, Job … that controls it; `nil` for a pod that somebody made by hand.
    package var controller: (kind: String, name: String)? {
        get throws(ObjectFields.ShapeError) {
            for owner in try object.fields.list("metadata", "ownerReferences")
            where try owner.bool("controller") == true {
                return (try owner.string("kind") ?? "", try owner.string("name") ?? "")
            }
            return nil
        }
    }
    /// The hash of the Deployment's template that it was made from; `nil` for pods of other controllers.
    package var podTemplateHash: String? { object.labels["pod-template-hash"] }

    private func statuses(_ name: String) throws(ObjectFields.ShapeError) -> [ContainerStatusView] {
        try object.fields.list("status", name).map(ContainerStatusView.init(fields:))
    }
}

/// The state of one container of a pod.
package struct ContainerStatusView: Sendable {
    /// The fields of the entry.
    package var fields: ObjectFields

    /// How a container ended.
    package struct Termination: Sendable, Hashable {
        /// The exit code of its process; more than 128 is a signal: 137 is SIGKILL, 143 SIGTERM.
        package var exitCode: Int
        /// A CamelCase word for why, such as `OOMKilled`.
        package var reason: String?
        /// What the process wrote to its termination log, or a sentence of the kubelet.
        package var message: String?
        /// When it ended; `nil` where the kubelet cannot know.
        package var finishedAt: Timestamp?
    }

    /// The name of the container, as the pod's spec has it.
    package var name: String { get throws(ObjectFields.ShapeError) { try fields.string("name") ?? "" } }
    /// The image as the node resolved it.
    package var image: String? { get throws(ObjectFields.ShapeError) { try fields.string("image") } }
    /// Whether its readiness probe holds; a container without one is ready while it runs.
    package var isReady: Bool { get throws(ObjectFields.ShapeError) { try fields.bool("ready") ?? false } }
    /// How often it was started again, which is counted as long as the pod lives.
    package var restartCount: Int {
        get throws(ObjectFields.ShapeError) { try fields.integer("restartCount") ?? 0 }
    }
    /// Why it waits, such as `ImagePullBackOff`; `nil` when it does not.
    package var waitingReason: String? {
        get throws(ObjectFields.ShapeError) { try fields.string("state", "waiting", "reason") }
    }
    /// How it ended; `nil` when it has not.
    package var termination: Termination? {
        get throws(ObjectFields.ShapeError) { try Self.termination(fields.at("state", "terminated")) }
    }

    private static func termination(_ fields: ObjectFields) throws(ObjectFields.ShapeError) -> Termination? {
        guard fields.isPresent else { return nil }
        return Termination(
            exitCode: try fields.integer("exitCode") ?? 0,
            reason: try fields.string("reason"),
            message: try fields.string("message"),
            finishedAt: try fields.time("finishedAt")
        )
    }
}
