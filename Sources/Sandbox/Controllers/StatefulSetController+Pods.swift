// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension StatefulSetController {
    /// Deletes a pod, and says so.
    static func removePod(
        _ pod: (key: ObjectKey, object: StoredObject),
        from set: StoredObject,
        in cluster: inout Cluster
    ) {
        cluster.discard(pod.key)
        cluster.record(
            Event(
                reason: "SuccessfulDelete",
                message: "Delete Pod \(pod.object.name) in StatefulSet \(set.name) successful",
                source: "statefulset-controller"
            ),
            about: set
        )
    }

    /// Makes the pod of an ordinal; whether that worked, and no claim that is about to go was in the way.
    static func addPod(
        to set: StoredObject,
        _ ordinal: Int,
        revision: String,
        in cluster: inout Cluster
    ) -> Bool {
        let name = "\(set.name)-\(ordinal)"
        let isWaiting = claimKeys(of: set, ordinal).contains { key in
            cluster.store[key].map { isStale($0, set, ordinal, nil) } ?? false
        }
        if isWaiting {
            cluster.retry(Self.self, Self.key(of: set))
            return false
        }
        let key = ObjectKey(resource: .controllerRevisions, namespace: set.namespace, name: revision)
        var owner = set
        if let template = cluster.store[key]?.json["data"]?[path: "spec", "template"] {
            owner.json["spec"]?["template"] = template
        }
        var pod = owner.podOfTemplate
        pod["metadata"]?["generateName"] = .string(set.name + "-")
        pod["metadata"]?["name"] = .string(name)
        pod["metadata"]?.fill("labels", [:])
        for (label, value) in [
            ("apps.kubernetes.io/pod-index", String(ordinal)), ("controller-revision-hash", revision),
            ("statefulset.kubernetes.io/pod-name", name),
        ] { pod["metadata"]?["labels"]?[label] = .string(value) }
        pod["spec"]?["hostname"] = .string(name)
        pod["spec"]?["subdomain"] = set.spec["serviceName"]
        addClaims(to: &pod, set, name, in: &cluster)
        assignClaims(of: set, ordinal, pod: nil, in: &cluster)
        do throws(StatusFailure) {
            _ = try cluster.make(pod, .pods, namespace: set.namespace)
            cluster.record(
                Event(
                    reason: "SuccessfulCreate",
                    message: "Create Pod \(name) in StatefulSet \(set.name) successful",
                    source: "statefulset-controller"
                ),
                about: set
            )
            return true
        } catch {
            cluster.record(
                Event(
                    isWarning: true,
                    reason: "FailedCreate",
                    message: "create Pod \(name) in StatefulSet \(set.name) failed error: \(error.message)",
                    source: "statefulset-controller"
                ),
                about: set
            )
            cluster.retry(Self.self, Self.key(of: set))
            return false
        }
    }

    /// One claim per template and pod, made once and used again.
    private static func addClaims(
        to pod: inout JSONValue,
        _ set: StoredObject,
        _ name: String,
        in cluster: inout Cluster
    ) {
        var volumes = pod[path: "spec", "volumes"]?.elements ?? []
        for template in set.spec["volumeClaimTemplates"]?.elements ?? [] {
            let volume = template[path: "metadata", "name"]?.string ?? ""
            let claim = "\(volume)-\(name)"
            volumes.removeAll { $0["name"]?.string == volume }
            volumes.append(["name": .string(volume), "persistentVolumeClaim": ["claimName": .string(claim)]])
            let key = ObjectKey(resource: .persistentVolumeClaims, namespace: set.namespace, name: claim)
            guard cluster.store[key] == nil else { continue }
            let object: JSONValue = [
                "apiVersion": "v1", "kind": "PersistentVolumeClaim",
                "metadata": ["name": .string(claim), "labels": set.spec[path: "selector", "matchLabels"]],
                "spec": template["spec"],
            ]
            do throws(StatusFailure) {
                let made = try cluster.make(object, .persistentVolumeClaims, namespace: set.namespace)
                bind(made, at: key, in: &cluster)
                cluster.record(
                    Event(
                        reason: "SuccessfulCreate",
                        message: "Create Claim \(claim) Pod \(name) in StatefulSet \(set.name) success",
                        source: "statefulset-controller"
                    ),
                    about: set
                )
            } catch {
                continue
            }
        }
        if !volumes.isEmpty { pod["spec"]?["volumes"] = .array(volumes) }
    }

    /// Gives a claim a volume of the size that it asks for, as a provisioner would; the volume itself is no object.
    private static func bind(_ claim: StoredObject, at key: ObjectKey, in cluster: inout Cluster) {
        cluster.modify(key) { $0["spec"]?["volumeName"] = .string("pvc-\(claim.uid)") }
        cluster.modify(key, subresource: "status") { object in
            object["status"] = [
                "phase": "Bound", "accessModes": claim.spec["accessModes"],
                "capacity": claim.spec[path: "resources", "requests"],
            ]
        }
    }
}
