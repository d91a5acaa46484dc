// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Plays the controllers of gateways, ingresses and load balancers, which a bare cluster does not have.
    mutating func expose(_ key: ObjectKey) {
        guard let object = store[key], !object.isDeleting else { return }
        let fault = ExposureFault(object)
        guard fault != .noController, isServed(object, key.resource) else { return }
        if let refusal = ExposureFault.refusal(of: object) {
            record(
                Remark(isWarning: true, reason: "UnknownFault", message: refusal, source: "sandbox"),
                about: object
            )
            return
        }
        var status = object.status
        if key.resource == .httpRoutes {
            status["parents"] = .array(
                (object.spec["parentRefs"]?.elements ?? []).map { parent(of: object, $0, fault) }
            )
        } else if fault == .noAddress {
            record(
                Remark(
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
        modify(key, by: "sandbox", subresource: "status") { $0["status"] = status }
    }

    /// The class that a controller outside of Kubernetes would not share; an Ingress of it is left alone.
    private static let foreignClass = "nobody.msctl.dev"

    /// An Ingress needs a class where no add-on takes those without; a Service has to ask for a load balancer.
    private func isServed(_ object: StoredObject, _ resource: GroupResource) -> Bool {
        switch resource {
        case .services: object.spec["type"]?.string == "LoadBalancer"
        case .ingresses:
            object.spec["ingressClassName"]?.string.map { $0 != Self.foreignClass } ?? options.hasAddOns
        default: true
        }
    }

    private func parent(
        of route: StoredObject,
        _ reference: JSONValue,
        _ fault: ExposureFault?
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
                "lastTransitionTime": (isSame ? before?["lastTransitionTime"] : nil) ?? .string(time),
                "message": .string(value.2), "observedGeneration": .integer(route.generation),
                "reason": .string(value.1), "status": .string(value.0), "type": .string(type),
            ]
        }
        return [
            "conditions": .array(conditions), "controllerName": "sandbox.msctl.dev/gateway",
            "parentRef": reference,
        ]
    }

    /// Whether a pod uses a claim that never gets a volume.
    func waitsForVolume(_ pod: StoredObject) -> Bool {
        (pod.spec["volumes"]?.elements ?? []).contains { volume in
            guard let name = volume[path: "persistentVolumeClaim", "claimName"]?.string else { return false }
            let key = ObjectKey(resource: .persistentVolumeClaims, namespace: pod.namespace, name: name)
            return store[key].flatMap { ExposureFault($0) } == .neverBound
        }
    }
}
