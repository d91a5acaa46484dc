// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

@testable import Rollout

/// What is in a cluster, as far as it does not depend on when and how often it was written.
struct Snapshot: Sendable {
    var objects: [String: JSONValue] = [:]
    /// The images of all pods that are there.
    var images: [String] = []
    /// The number of the revision in place, by service.
    var current: [String: Int] = [:]
    var areHistoriesSane = true

    init(_ rig: Rig) async throws {
        let kinds = [
            ("v1", "ServiceAccount"), ("v1", "ConfigMap"), ("v1", "Service"), ("v1", "Secret"),
            ("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"),
            ("autoscaling/v2", "HorizontalPodAutoscaler"),
        ]
        for (apiVersion, kind) in kinds {
            let type = GroupVersionKind(apiVersion: apiVersion, kind: kind)
            for object in try await rig.client.list(type, namespace: "shop").items {
                guard object.labels[Label.service] != nil, object.labels[Label.record] == nil else {
                    continue
                }
                objects["\(kind)/\(object.name)"] = Self.essence(object)
            }
        }
        images = try await rig.list("Pod")
            .filter { $0[metadata: "deletionTimestamp"] == nil }
            .flatMap { pod in (pod["spec"]?["containers"]?.array ?? []).compactMap { $0["image"]?.string } }
            .sorted()
        for history in try await rig.deployer.histories(in: rig.scope) {
            current[history.service] = history.current?.number
            let numbers = history.revisions.map(\.number)
            let activations = history.revisions.map(\.activation)
            let isSane = Set(numbers).count == numbers.count && Set(activations).count == activations.count
            areHistoriesSane = areHistoriesSane && isSane && history.current?.isUnfinished == false
        }
    }

    /// The objects as their manifests want them: without who wrote them, and without what autoscalers decide.
    var wanted: [String: JSONValue] {
        var result = objects
        for (key, value) in objects where key.hasPrefix("HorizontalPodAutoscaler/") {
            let target = value[path: "spec", "scaleTargetRef"]
            let kind = target?["kind"]?.string ?? ""
            let workload = "\(kind)/\(target?["name"]?.string ?? "")"
            guard var tree = result[workload]?.object, var spec = tree["spec"]?.object else { continue }
            spec["replicas"] = nil
            tree["spec"] = .object(spec)
            result[workload] = .object(tree)
        }
        for (key, value) in result {
            guard var tree = value.object, var metadata = tree["metadata"]?.object,
                var annotations = metadata["annotations"]?.object
            else { continue }
            annotations[Label.revision] = nil
            metadata["annotations"] = .object(annotations)
            tree["metadata"] = .object(metadata)
            result[key] = .object(tree)
        }
        return result
    }

    /// In which objects two snapshots differ as far as manifests go, for the eye.
    func differences(from other: Snapshot) -> [String] {
        let (left, right) = (wanted, other.wanted)
        return Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }.sorted().map { key in
            "\(key): \(left[key]?.text() ?? "nothing") instead of \(right[key]?.text() ?? "nothing")"
        }
    }

    private static func essence(_ object: KubernetesObject) -> JSONValue {
        var object = object
        for key in ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"] {
            object[metadata: key] = nil
        }
        object["status"] = nil
        object["secrets"] = nil
        if object.kind == "Service", var spec = object["spec"]?.object {
            for key in ["clusterIP", "clusterIPs"] { spec[key] = nil }
            object["spec"] = .object(spec)
        }
        if var annotations = object[metadata: "annotations"]?.object {
            // How often the pod template has changed is bookkeeping of the controller.
            annotations["deployment.kubernetes.io/revision"] = nil
            object[metadata: "annotations"] = .object(annotations)
        }
        return .object(object.json)
    }
}
