// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Readiness {
    /// Ready when it can act; without metrics it never is, so whoever waits decides whether to wait for this.
    static let horizontalPodAutoscaler: Rule = { object, _ throws(KubernetesObject.ShapeError) in
        let conditions = try HorizontalPodAutoscalerView(object).conditions
        if let able = try conditions.first("AbleToScale"), try able.isFalse {
            return .progressing("cannot scale: \(try able.explanation)")
        }
        guard let active = try conditions.first("ScalingActive") else {
            return .progressing("no metrics yet")
        }
        if try active.isTrue { return .ready }
        if try active.reason == "ScalingDisabled" { return .assumed("scaled to zero, which pauses it") }
        return .progressing("no metrics: \(try active.explanation)")
    }
}
