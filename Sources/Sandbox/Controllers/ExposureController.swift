// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Plays the controllers of gateways, ingresses and load balancers, which a bare cluster does not have.
enum ExposureController: Controller {
    static func observe(_ change: Change, in cluster: inout Cluster) {
        switch change.key.resource {
        case .services, .ingresses, .httpRoutes: cluster.enqueue(Self.self, change.key)
        default: break
        }
    }

    /// Gives an object the status that its controller would give it.
    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        guard let object = cluster.store[key], !object.isDeleting else { return }
        let fault = ExposureFault(object)
        guard fault != .noController, isServed(object, key.resource, in: cluster) else { return }
        if let refusal = ExposureFault.refusal(of: object) {
            cluster.record(
                Event(isWarning: true, reason: "UnknownFault", message: refusal, source: "sandbox"),
                about: object
            )
            return
        }
        var status = object.status
        if key.resource == .httpRoutes {
            status["parents"] = .array(
                (object.spec["parentRefs"]?.elements ?? []).map { parent(of: object, $0, fault, in: cluster) }
            )
        } else if fault == .noAddress {
            cluster.record(
                Event(
                    isWarning: true,
                    reason: "SyncLoadBalancerFailed",
                    message: "Error syncing load balancer: failed to ensure load balancer: quota exceeded",
                    source: "service-controller"
                ),
                about: object
            )
        } else if status[path: "loadBalancer", "ingress"] == nil {
            // From the block that is kept for documentation, so that nobody is reached by mistake.
            var entry: JSONValue = [
                "ip": .string("192.0.2.\(object.uid.utf8.reduce(1) { ($0 + Int($1)) % 254 } + 1)")
            ]
            if key.resource == .services { entry["ipMode"] = "VIP" }
            status["loadBalancer"] = ["ingress": [entry]]
        }
        guard status != object.status else { return }
        cluster.modify(key, by: "sandbox", subresource: "status") { $0["status"] = status }
    }

    /// The class that a controller outside of Kubernetes would not share; an Ingress of it is left alone.
    private static let foreignClass = "nobody.msctl.dev"

    /// An Ingress needs a class where no add-on takes those without; a Service has to ask for a load balancer.
    private static func isServed(_ object: StoredObject, _ resource: GroupResource, in cluster: Cluster)
        -> Bool
    {
        switch resource {
        case .services: object.spec["type"]?.string == "LoadBalancer"
        case .ingresses:
            object.spec["ingressClassName"]?.string.map { $0 != Self.foreignClass }
                ?? cluster.options.hasAddOns
        default: true
        }
    }

    private static func parent(
        of route: StoredObject,
        _ reference: JSONValue,
        _ fault: ExposureFault?,
        in cluster: Cluster
    ) -> JSONValue {
        let name = reference["name"]?.string ?? ""
        let old = (route.status["parents"]?.elements ?? []).first { $0["parentRef"] == reference }
        let accepted: (String, String, String) =
            fault == .notAccepted
            ? ("False", "NoMatchingListenerHostname", "no listener of Gateway \(name) takes the host names")
            : ("True", "Accepted", "Route is accepted")
        let resolved: (String, String, String) =
            fault == .backendMissing
            ? ("False", "BackendNotFound", "a backend of the route does not exist")
            : ("True", "ResolvedRefs", "Resolved all the Object references for the Route")
        let conditions = [("Accepted", accepted), ("ResolvedRefs", resolved)].map {
            type,
            value -> JSONValue in
            let before = (old?["conditions"]?.elements ?? []).first { $0["type"]?.string == type }
            let isSame = before?["status"]?.string == value.0
            return [
                "lastTransitionTime": (isSame ? before?["lastTransitionTime"] : nil) ?? .string(cluster.time),
                "message": .string(value.2), "observedGeneration": .integer(route.generation),
                "reason": .string(value.1), "status": .string(value.0), "type": .string(type),
            ]
        }
        return [
            "conditions": .array(conditions), "controllerName": "sandbox.msctl.dev/gateway",
            "parentRef": reference,
        ]
    }
}
