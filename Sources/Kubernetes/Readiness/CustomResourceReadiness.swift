// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    /// Whether discovery serves the kind as well is for the one who talks to the server to see.
    static let customResourceDefinition: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        let conditions = try object.fields.conditions("status", "conditions")
        if let names = try conditions.first("NamesAccepted"), try names.isFalse {
            return .failed(
                Failure(reason: try names.reason ?? "NamesNotAccepted", message: try names.explanation)
            )
        }
        guard let names = try conditions.first("NamesAccepted"), try names.isTrue,
            let established = try conditions.first("Established"), try established.isTrue
        else { return .progressing("not served yet") }
        return .ready
    }

    /// The conventions that most controllers follow; without any sign the object counts as ready.
    static let customResource: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        let observed = try object.fields.integer("status", "observedGeneration")
        if let observed, observed < Int(object.generation ?? 0) {
            return .progressing("the controller has not seen the change yet")
        }
        let conditions = try object.fields.conditions("status", "conditions")
        if let stalled = try conditions.first("Stalled"), try stalled.isTrue {
            return .failed(Failure(reason: try stalled.reason ?? "Stalled", message: try stalled.explanation))
        }
        if let reconciling = try conditions.first("Reconciling"), try reconciling.isTrue {
            return .progressing(try reconciling.explanation)
        }
        guard let ready = try conditions.first("Ready") else { return .assumed("has no readiness signal") }
        return try ready.isTrue ? .ready : .progressing("not ready: \(try ready.explanation)")
    }
}
