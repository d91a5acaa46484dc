// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Tells the controllers that a change concerns.
    mutating func notify(_ change: Change) {
        let key = change.key
        for owner in change.object.ownerReferences + (change.previous?.ownerReferences ?? []) {
            notifyOwner(owner, namespace: key.namespace)
        }
        if change.kind == .deleted || change.object.isDeleting { enqueue(.garbage, garbageKey(change)) }
        if change.kind == .added, !change.object.ownerReferences.isEmpty { enqueue(.garbage, key) }
        switch key.resource {
        case .deployments: enqueue(.deployment, key)
        case .replicaSets: enqueue(.replicaSet, key)
        case .statefulSets: enqueue(.statefulSet, key)
        case .daemonSets: enqueue(.daemonSet, key)
        case .jobs: enqueue(.job, key)
        case .cronJobs: enqueue(.cronJob, key)
        case .horizontalPodAutoscalers:
            // A new autoscaler first acts after a full period, like the real one.
            enqueue(.autoscaler, key, after: change.kind == .added ? options.autoscalerPeriod : nil)
        case .podDisruptionBudgets: enqueue(.disruption, key)
        case .namespaces: enqueue(.namespace, key)
        case .resourceQuotas: enqueue(.quota, key)
        case .customResourceDefinitions:
            enqueue(.definition, key, after: change.kind == .added ? options.definitionDelay : nil)
        case .services: noteService(change)
        case .ingresses, .httpRoutes: enqueue(.exposure, key)
        case .pods: notePod(change)
        case .nodes:
            for daemon in store.list(.daemonSets) {
                enqueue(
                    .daemonSet,
                    ObjectKey(resource: .daemonSets, namespace: daemon.namespace, name: daemon.name)
                )
            }
        default: break
        }
        if !key.namespace.isEmpty { noteContent(of: key.namespace) }
    }

    /// Work for the garbage collector is about a uid, which has no place of its own.
    private func garbageKey(_ change: Change) -> ObjectKey {
        change.kind == .deleted
            ? ObjectKey(resource: .none, namespace: change.key.namespace, name: change.object.uid)
            : change.key
    }

    private mutating func notifyOwner(_ owner: JSONValue, namespace: String) {
        guard owner["controller"]?.bool == true, let name = owner["name"]?.string else { return }
        let controllers: [String: (Work.Controller, GroupResource)] = [
            "Deployment": (.deployment, .deployments), "ReplicaSet": (.replicaSet, .replicaSets),
            "StatefulSet": (.statefulSet, .statefulSets), "DaemonSet": (.daemonSet, .daemonSets),
            "Job": (.job, .jobs), "CronJob": (.cronJob, .cronJobs),
        ]
        guard let (controller, resource) = controllers[owner["kind"]?.string ?? ""] else { return }
        enqueue(controller, ObjectKey(resource: resource, namespace: namespace, name: name))
    }

    private mutating func noteService(_ change: Change) {
        if change.kind == .deleted {
            services.remove(namespace: change.key.namespace, name: change.key.name)
        } else {
            let selector = StoredObject.strings(change.object.spec["selector"])
            services.set(selector, namespace: change.key.namespace, name: change.key.name)
        }
        enqueue(.endpoints, change.key)
        enqueue(.exposure, change.key)
    }

    private mutating func notePod(_ change: Change) {
        let pod = change.object
        noteUse(change)
        if change.kind == .deleted {
            podMemory[pod.uid] = nil
        } else if pod.spec["nodeName"] == nil {
            enqueue(.scheduler, change.key)
        } else {
            enqueue(.kubelet, change.key)
        }
        for labels in [pod.labels, change.previous?.labels ?? [:]] {
            for name in services.candidates(namespace: pod.namespace, labels: labels) {
                enqueue(.endpoints, ObjectKey(resource: .services, namespace: pod.namespace, name: name))
            }
        }
        for budget in store.list(.podDisruptionBudgets, namespace: pod.namespace) {
            enqueue(
                .disruption,
                ObjectKey(
                    resource: .podDisruptionBudgets,
                    namespace: budget.namespace,
                    name: budget.name
                )
            )
        }
    }

    private mutating func noteContent(of namespace: String) {
        for quota in store.list(.resourceQuotas, namespace: namespace) {
            enqueue(.quota, ObjectKey(resource: .resourceQuotas, namespace: namespace, name: quota.name))
        }
        let key = ObjectKey(resource: .namespaces, namespace: "", name: namespace)
        if store[key]?.isDeleting ?? false { enqueue(.namespace, key) }
    }

    /// Lets one controller look at one object.
    mutating func perform(_ work: Work) {
        switch work.controller {
        case .namespace: reconcileNamespace(work.key)
        case .garbage: collectGarbage(work.key)
        case .quota: reconcileQuota(work.key)
        case .deployment: reconcileDeployment(work.key)
        case .replicaSet: reconcileReplicaSet(work.key)
        case .statefulSet: reconcileStatefulSet(work.key)
        case .daemonSet: reconcileDaemonSet(work.key)
        case .job: reconcileJob(work.key)
        case .cronJob: reconcileCronJob(work.key)
        case .autoscaler: reconcileAutoscaler(work.key)
        case .disruption: reconcileDisruption(work.key)
        case .endpoints: reconcileEndpoints(work.key)
        case .scheduler: schedule(work.key)
        case .kubelet: runKubelet(work.key)
        case .definition: reconcileDefinition(work.key)
        case .exposure: expose(work.key)
        }
    }

    /// Tries again later, ever more slowly up to about 16 minutes, as the controllers' work queues do.
    mutating func retry(_ controller: Work.Controller, _ key: ObjectKey) {
        let work = Work(controller: controller, key: key)
        let attempt = backoff[work, default: 0]
        backoff[work] = attempt + 1
        enqueue(controller, key, after: .milliseconds(min(5 << min(attempt, 18), 1_000_000)))
    }

    /// Creates an object on a controller's behalf.
    mutating func make(
        _ object: JSONValue,
        _ type: ResourceType,
        namespace: String
    ) throws(StatusFailure) -> StoredObject {
        let context = WriteContext(type: type, manager: "kube-controller-manager")
        let shaped = ShapeIndex.builtIn.shape(of: type.type).canonical(object).value
        let json = try create(shaped.members, namespace: namespace, context)
        return StoredObject(json: json, revision: store.revision)
    }

    /// The reference that makes an object the controller of another.
    static func controllerReference(to owner: StoredObject) -> JSONValue {
        [
            "apiVersion": owner.json["apiVersion"], "kind": owner.json["kind"], "name": .string(owner.name),
            "uid": .string(owner.uid), "controller": true, "blockOwnerDeletion": true,
        ]
    }
}
