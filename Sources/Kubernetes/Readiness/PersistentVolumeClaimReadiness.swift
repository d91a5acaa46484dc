// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    /// A claim whose class waits for its first consumer is bound only when a pod uses it, so it never holds one up.
    static let persistentVolumeClaim: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        switch try object.fields.string("status", "phase") {
        case "Bound": .ready
        case "Lost": .failed(Failure(reason: "Lost", message: "the volume behind the claim is gone"))
        default: .assumed("not bound; some classes wait for a pod that uses the claim")
        }
    }
}
