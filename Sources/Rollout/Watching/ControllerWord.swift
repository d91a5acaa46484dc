// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What the controller of an object beside the workloads has said about it: pure, read from the object and its events (C7).
enum ControllerWord: Sendable, Hashable {
    /// Nothing, about what it is now.
    case silent
    /// It has taken the object up, and is not done.
    case working(String)
    /// It does what was asked for.
    case good
    /// It does not, and says why.
    case refused(Refusal)

    /// A controller's no.
    struct Refusal: Sendable, Hashable {
        /// Its own word, such as `NoMatchingParent`.
        var reason: String
        /// Its own sentence.
        var message: String
        /// JSON pointer to the field that it is about.
        var pointer: String
    }

    /// Reads the word about an object; events older than `written`, by the server's clock, speak of an earlier state.
    static func about(
        _ object: KubernetesObject,
        events: [KubernetesObject],
        written: String?
    ) -> ControllerWord {
        let recent = events.filter { event in
            guard let written, let last = event.lastTime else { return true }
            return last >= written
        }
        switch object.kind {
        case "HTTPRoute": return route(object)
        case "HorizontalPodAutoscaler": return autoscaler(object)
        case "PersistentVolumeClaim": return claim(object, recent)
        case "Service": return balancer(object, recent)
        default: return object.hasAddress ? .good : .silent
        }
    }

    /// Every gateway that the route names has to accept it, and to find what is behind it.
    private static func route(_ object: KubernetesObject) -> ControllerWord {
        let parents = object["status"]?["parents"]?.array ?? []
        let wanted = max(1, object["spec"]?["parentRefs"]?.array?.count ?? 1)
        for parent in parents {
            for (type, pointer) in [("Accepted", "/spec/parentRefs"), ("ResolvedRefs", "/spec/rules")] {
                let condition = condition(type, in: parent["conditions"], of: object)
                if condition?["status"]?.string == "False" { return .refused(refusal(condition, pointer)) }
            }
        }
        let accepting = parents.filter { parent in
            condition("Accepted", in: parent["conditions"], of: object)?["status"]?.string == "True"
        }
        return accepting.count >= wanted ? .good : .silent
    }

    private static func autoscaler(_ object: KubernetesObject) -> ControllerWord {
        let conditions = object["status"]?["conditions"]
        for (type, pointer) in [("AbleToScale", "/spec/scaleTargetRef"), ("ScalingActive", "/spec/metrics")] {
            let condition = condition(type, in: conditions, of: object)
            // Scaled to nothing by hand, it waits.
            guard condition?["status"]?.string == "False", condition?["reason"]?.string != "ScalingDisabled"
            else { continue }
            return .refused(refusal(condition, pointer))
        }
        return condition("ScalingActive", in: conditions, of: object) == nil ? .silent : .good
    }

    private static func claim(_ object: KubernetesObject, _ events: [KubernetesObject]) -> ControllerWord {
        if object["status"]?["phase"]?.string == "Bound" { return .good }
        if object["status"]?["phase"]?.string == "Lost" {
            return .refused(
                Refusal(reason: "Lost", message: "the volume behind it is gone", pointer: "/spec")
            )
        }
        if let failure = events.last(where: { $0["reason"]?.string == "ProvisioningFailed" }) {
            return .refused(refusal(.object(failure.json), "/spec/storageClassName"))
        }
        return .working("it is not bound to a volume")
    }

    private static func balancer(_ object: KubernetesObject, _ events: [KubernetesObject]) -> ControllerWord {
        if object.hasAddress { return .good }
        let failure = latest("SyncLoadBalancerFailed", of: events)
        let attempt = latest("EnsuringLoadBalancer", of: events)
        // Events outlive what they tell: a failure counts until its controller tries again.
        if let failure, (attempt?.lastTime ?? "") <= (failure.lastTime ?? "") {
            return .refused(refusal(.object(failure.json), "/spec/type"))
        }
        return attempt == nil ? .silent : .working("its load balancer has no address yet")
    }

    /// The last event with this reason.
    private static func latest(_ reason: String, of events: [KubernetesObject]) -> KubernetesObject? {
        events.filter { $0["reason"]?.string == reason }.max { ($0.lastTime ?? "") < ($1.lastTime ?? "") }
    }

    private static func refusal(_ words: JSONValue?, _ pointer: String) -> Refusal {
        let reason = words?["reason"]?.string ?? ""
        let message = words?["message"]?.string ?? ""
        return Refusal(reason: reason, message: message.isEmpty ? reason : message, pointer: pointer)
    }

    /// The condition, unless it speaks of an earlier generation of the object.
    private static func condition(
        _ type: String,
        in conditions: JSONValue?,
        of object: KubernetesObject
    ) -> JSONValue? {
        let found = (conditions?.array ?? []).first { $0["type"]?.string == type }
        if let observed = found?["observedGeneration"]?.integer, observed < object.generation ?? 0 {
            return nil
        }
        return found
    }
}

extension KubernetesObject {
    /// Whether a load balancer has an address, of an Ingress or a Service.
    fileprivate var hasAddress: Bool {
        (self["status"]?["loadBalancer"]?["ingress"]?.array ?? []).contains {
            $0["ip"]?.string != nil || $0["hostname"]?.string != nil
        }
    }

    /// When an Event happened last, as the server writes times.
    var lastTime: String? {
        self["series"]?["lastObservedTime"]?.string ?? self["lastTimestamp"]?.string
            ?? self["eventTime"]?.string
    }
}
