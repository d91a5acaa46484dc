// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    /// An Ingress has no conditions, and not every controller publishes an address.
    static let ingress: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        try object.fields.list("status", "loadBalancer", "ingress").isEmpty
            ? .assumed("its controller has not published an address") : .ready
    }

    static let gateway: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        let conditions = try object.fields.conditions("status", "conditions")
        for type in ["Accepted", "Programmed"] {
            guard let condition = try current(conditions, type, of: object) else {
                return .progressing("not \(type.lowercased()) yet")
            }
            if try condition.isFalse {
                return .progressing("not \(type.lowercased()): \(try condition.explanation)")
            }
            guard try condition.isTrue else { return .progressing("not \(type.lowercased()) yet") }
        }
        return .ready
    }

    /// Every gateway that the route names must have accepted it.
    static let httpRoute: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        let parents = try object.fields.list("status", "parents")
        let wanted = try object.fields.list("spec", "parentRefs").count
        if parents.count < wanted || parents.isEmpty { return .progressing("no gateway has taken it up yet") }
        for parent in parents {
            let conditions = try parent.conditions("conditions")
            guard let accepted = try current(conditions, "Accepted", of: object) else {
                return .progressing("not accepted by a gateway yet")
            }
            if try accepted.isFalse {
                return .failed(
                    Failure(reason: try accepted.reason ?? "NotAccepted", message: try accepted.explanation)
                )
            }
            // The Service behind it may be on its way.
            if let resolved = try current(conditions, "ResolvedRefs", of: object), try resolved.isFalse {
                return .progressing("a backend is missing: \(try resolved.explanation)")
            }
        }
        return .ready
    }

    /// The condition, unless it speaks of an earlier generation of the object.
    private static func current(
        _ conditions: [ConditionView],
        _ type: String,
        of object: KubernetesObject
    ) throws(KubernetesObject.ShapeError) -> ConditionView? {
        guard let condition = try conditions.first(type) else { return nil }
        if let observed = try condition.observedGeneration, observed < Int(object.generation ?? 0) {
            return nil
        }
        return condition
    }
}
