// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// The pods that an object makes, or the pod that it is.
struct LintedPodTemplate: Sendable {
    /// What it makes pods for.
    enum Work: Sendable, Hashable {
        /// Runs until it is stopped: Deployment, StatefulSet, ReplicaSet, ReplicationController.
        case service
        /// One pod per node.
        case daemon
        /// Ends by itself: Job, CronJob.
        case job
        /// A single pod that nothing replaces.
        case pod
        /// A kind that others define: only its labels are known to mean what they mean elsewhere.
        case foreign
    }

    let owner: LintedObject
    let work: Work
    let metadata: YAMLNode?
    /// The pod's `spec`.
    let spec: YAMLNode
    /// The text of the key `spec`, for what is missing in it.
    let specKey: SourceSpan
    let labels: [String: String]
    /// The containers that run together, sidecars included.
    let containers: [PodContainer]
    /// The containers that end before these start.
    let initContainers: [PodContainer]

    /// All containers.
    var allContainers: [PodContainer] { initContainers + containers }

    /// How many pods are wanted; `nil` where an autoscaler or nothing says so.
    var replicas: YAMLNode? { work == .service ? owner.node.at("spec", "replicas") : nil }

    /// Finds the pods of an object; `nil` for an object that makes none.
    init?(_ owner: LintedObject) {
        guard let (work, template) = Self.template(of: owner), let spec = template.entry("spec"),
            spec.value.mapping != nil
        else { return nil }
        self.owner = owner
        self.work = work
        self.spec = spec.value
        specKey = spec.key.span
        metadata = template["metadata"]
        labels = metadata?["labels"]?.texts ?? [:]
        let initial = spec.value["initContainers"]?.elements.compactMap { PodContainer($0) } ?? []
        initContainers = initial.filter { !$0.isSidecar }
        containers =
            (spec.value["containers"]?.elements.compactMap { PodContainer($0) } ?? [])
            + initial.filter(\.isSidecar)
    }

    private static func template(of owner: LintedObject) -> (Work, YAMLNode)? {
        let node = owner.node
        switch (owner.type.group, owner.type.kind) {
        case ("", "Pod"): return (.pod, node)
        case ("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "ReplicaSet"),
            ("extensions", "Deployment"), ("extensions", "ReplicaSet"), ("", "ReplicationController"):
            return node.at("spec", "template").map { (.service, $0) }
        case ("apps", "DaemonSet"), ("extensions", "DaemonSet"):
            return node.at("spec", "template").map { (.daemon, $0) }
        case ("batch", "Job"): return node.at("spec", "template").map { (.job, $0) }
        case ("batch", "CronJob"):
            return node.at("spec", "jobTemplate", "spec", "template").map { (.job, $0) }
        case ("", "PodTemplate"): return node.at("template").map { (.foreign, $0) }
        default:
            guard let template = node.at("spec", "template"), template.at("spec", "containers") != nil else {
                return nil
            }
            return (.foreign, template)
        }
    }
}

/// One container of a pod.
struct PodContainer: Sendable {
    let node: YAMLNode
    let name: String
    /// The name, or else the start of the container.
    let nameSpan: SourceSpan
    /// Whether it starts with the init containers and keeps running.
    let isSidecar: Bool

    init?(_ node: YAMLNode) {
        guard node.mapping != nil else { return nil }
        self.node = node
        name = node["name"]?.text ?? ""
        nameSpan = node["name"]?.span ?? node.mapping?.first?.key.span ?? node.span
        isSidecar = node["restartPolicy"]?.text == "Always"
    }

    /// What sentences call it.
    var phrase: String { name.isEmpty ? "a container" : "the container `\(name)`" }
}
