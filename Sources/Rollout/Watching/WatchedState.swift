// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension KubernetesObject {
    /// The object as far as following a rollout reads it.
    ///
    /// A thousand services have several thousand pods, which are kept until the end; most of a pod is its spec and the
    /// record of who owns which field. Of a workload the spec is compared with what was written, and who wrote is said.
    var onlyWhatIsWatched: KubernetesObject {
        switch kind {
        case "Pod": keepingStatus
        case "ReplicaSet": keepingScale
        case "Event": keepingNews
        case _ where RolloutTarget.isCompanion(self): keepingAnswer
        default: keeping(json.keys, fieldOwners: withoutFields)
        }
    }

    /// The object as far as it is read once a write has made it: what is watched, and of others what it takes to prune them.
    var onlyWhatIsMade: KubernetesObject {
        isFollowed ? keeping(json.keys, fieldOwners: withoutFields) : keeping([], fieldOwners: nil)
    }

    /// The object as far as it is read once a write has changed it: what is watched, and of others the name.
    var onlyWhatIsChanged: KubernetesObject { isFollowed ? onlyWhatIsMade : onlyName }

    private var isFollowed: Bool {
        RolloutTarget.workloadKinds.contains(kind) || RolloutTarget.isCompanion(self)
    }

    /// Of what is beside the workloads, what its controller says, and what it takes to tell what it is and to whom it speaks.
    private var keepingAnswer: KubernetesObject {
        var kept = KubernetesObject(type: type, metadata: identity(fieldOwners: nil))
        kept["spec"] = .object(JSONObject(present: ["type", "parentRefs"].map { ($0, self["spec"]?[$0]) }))
        kept["status"] = self["status"]
        return kept
    }

    /// The object in place as far as it is read once the plan is made: what is watched, and of others who made them.
    var onlyWhatIsPlanned: KubernetesObject {
        GroupVersionKind.podOwners.contains(type) || RolloutTarget.isCompanion(self)
            ? keeping(json.keys, fieldOwners: withoutFields)
            : KubernetesObject(type: type, metadata: identityWithNotes)
    }

    /// Of a pod, what has become of it: not where it is reached, nor what its containers were given.
    private var keepingStatus: KubernetesObject {
        var kept = KubernetesObject(type: type, metadata: identity(fieldOwners: nil))
        guard var status = self["status"]?.object?.without(Self.unreadOfPods) else { return kept }
        if let conditions = status["conditions"]?.array {
            status["conditions"] = .array(
                conditions.filter { Self.readConditions.contains($0["type"]?.string ?? "") }
                    .map { condition in
                        condition.object.map { .object($0.without(Self.unreadOfConditions)) } ?? condition
                    }
            )
        }
        for key in ["initContainerStatuses", "containerStatuses"] {
            guard let containers = status[key]?.array else { continue }
            status[key] = .array(
                containers.map { container in
                    container.object.map { .object($0.without(Self.unreadOfContainers)) } ?? container
                }
            )
        }
        kept["status"] = .object(status)
        return kept
    }

    private static let unreadOfPods: Set<String> = [
        "hostIP", "hostIPs", "podIP", "podIPs", "qosClass", "startTime", "ephemeralContainerStatuses",
    ]
    private static let readConditions: Set<String> = ["PodScheduled", "PodReadyToStartContainers", "Ready"]
    private static let unreadOfConditions: Set<String> = ["lastProbeTime", "observedGeneration"]
    private static let unreadOfContainers: Set<String> = [
        "allocatedResources", "allocatedResourcesStatus", "containerID", "imageID", "resources", "user",
        "volumeMounts",
    ]

    /// Of an Event, what it says of what, and when by any of the clocks that tell.
    private var keepingNews: KubernetesObject {
        let times = (self[metadata: "managedFields"]?.array ?? []).compactMap { $0["time"] }
        let metadata = JSONObject(present: [
            ("name", .string(name)),
            ("uid", uid.map { .string($0) }),
            ("namespace", namespace.map { .string($0) }),
            ("resourceVersion", resourceVersion.map { .string($0) }),
            ("creationTimestamp", self[metadata: "creationTimestamp"]),
            ("managedFields", times.isEmpty ? nil : .array(times.map { ["time": $0] })),
        ])
        let said = ["type", "reason", "message", "note", "count", "series"]
        let when = ["firstTimestamp", "lastTimestamp", "eventTime"]
        var kept = JSONObject(present: (said + when).map { ($0, self[$0]) })
        for key in ["involvedObject", "regarding"] {
            guard let about = self[key] else { continue }
            kept[key] = .object(JSONObject(present: ["kind", "name", "uid"].map { ($0, about[$0]) }))
        }
        return KubernetesObject(type: type, metadata: metadata, members: kept)
    }

    /// Of a ReplicaSet, what has become of it and how many pods it is to make.
    private var keepingScale: KubernetesObject {
        var kept = KubernetesObject(type: type, metadata: identity(fieldOwners: nil))
        kept["status"] = self["status"]
        if let replicas = self["spec"]?["replicas"] { kept["spec"] = ["replicas": replicas] }
        return kept
    }

    /// Who wrote when, without which fields but those that stop a rollout: as asked, or for want of pods.
    private var withoutFields: JSONValue? {
        guard let entries = self[metadata: "managedFields"]?.array else { return nil }
        return .array(
            entries.map { entry in
                var entry = entry
                var kept = JSONObject()
                for field in [stoppingField, "replicas"].compactMap(\.self)
                where entry["fieldsV1"]?["f:spec"]?["f:\(field)"] != nil {
                    kept["f:\(field)"] = [:]
                }
                entry["fieldsV1"] = kept.isEmpty ? nil : ["f:spec": .object(kept)]
                return entry
            }
        )
    }

    /// Who made it, and all its annotations, which are anybody's.
    private var identityWithNotes: JSONObject {
        var kept = identity(fieldOwners: withoutFields)
        kept["annotations"] = self[metadata: "annotations"]
        return kept
    }

    /// The metadata that tell what an object is, whose it is, and whether it stays: of what is there by the thousand.
    private func identity(fieldOwners: JSONValue?) -> JSONObject {
        let all = json["metadata"]?.object ?? [:]
        var kept = JSONObject(present: Self.identity.map { ($0, all[$0]) })
        for (key, names) in [("labels", Self.readLabels), ("annotations", Self.readAnnotations)] {
            let members = JSONObject(present: names.map { ($0, all[key]?[$0]) })
            if !members.isEmpty { kept[key] = .object(members) }
        }
        if let owners = all["ownerReferences"]?.array {
            kept["ownerReferences"] = .array(
                owners.map { owner in
                    .object(
                        JSONObject(present: ["kind", "name", "uid", "controller"].map { ($0, owner[$0]) })
                    )
                }
            )
        }
        kept["managedFields"] = fieldOwners
        return kept
    }

    private static let identity = [
        "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "finalizers",
    ]
    private static let readLabels = [Label.system, Label.service, "controller-revision-hash"]
    private static let readAnnotations = [
        Label.applied, Label.revision, Label.scaleOverride, Label.scaleManifest,
        "deployment.kubernetes.io/revision",
    ]

    private func keeping(_ members: some Collection<String>, fieldOwners: JSONValue?) -> KubernetesObject {
        var metadata = json["metadata"]?.object ?? [:]
        metadata["managedFields"] = fieldOwners
        var kept = JSONObject()
        for key in members { kept[key] = json[key] }
        return KubernetesObject(
            type: type,
            metadata: metadata,
            members: kept.without(["apiVersion", "kind", "metadata"])
        )
    }
}

extension KubernetesObject {
    /// Whether an Event of a pod is worth knowing only until the pod is ready: that a step of its start was done, or that one did
    /// not work.
    ///
    /// Without the one the other would count again, should its containers be made anew.
    var isAboutStart: Bool {
        let reason = self["reason"]?.string ?? ""
        return Self.stepsOfStart.contains(reason) || SetupTrouble.reasons.contains(reason)
    }

    private static let stepsOfStart = SetupTrouble.laterSteps.union(["Scheduled", "SuccessfulAttachVolume"])

    /// Whether an Event says what its object shows, that a controller makes and deletes pods as it should.
    ///
    /// There are thousands of these.
    var isRoutine: Bool {
        self["type"]?.string == "Normal" && Self.routine.contains(self["reason"]?.string ?? "")
    }

    private static let routine: Set<String> = ["ScalingReplicaSet", "SuccessfulCreate", "SuccessfulDelete"]
}

extension JSONObject {
    fileprivate func without(_ keys: Set<String>) -> JSONObject {
        JSONObject(uniqueMembers: members.filter { !keys.contains($0.key) })
    }
}
