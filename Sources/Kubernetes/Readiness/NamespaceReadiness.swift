// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    static let namespace: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        try object.fields.string("status", "phase") == "Terminating"
            ? .progressing("is being deleted") : .ready
    }
}
