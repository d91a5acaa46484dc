// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest

extension ServiceRendering {
    /// The autoscaler, where the bounds leave it something to decide.
    func autoscaler() -> DesiredObject? {
        let bounds = facts.bounds
        guard !facts.role.runsToCompletion, bounds.isScaled else { return nil }
        var object = HorizontalPodAutoscalerObject(
            metadata(),
            targetKind: facts.isStateful ? "StatefulSet" : "Deployment",
            targetName: name,
            minReplicas: bounds.min,
            maxReplicas: bounds.max
        )
        let cpu = facts.scaling(\.cpu)
        let rps = facts.scaling(\.rps)
        let lag = facts.scaling(\.lag)
        if cpu != nil || (rps == nil && lag == nil) {
            object.cpuPercent = cpu.map { Int($0.value.percent.rounded()) } ?? 70
        }
        if let rps { object.podMetrics.append(metric("http_requests_per_second", rps.value)) }
        if let lag { object.podMetrics.append(metric("consumer_lag", Double(lag.value))) }
        object.scaleDownWindowSeconds = 300
        return desired(
            object.object,
            origins: [
                "/spec/minReplicas": bounds.minSpan, "/spec/maxReplicas": bounds.maxSpan,
                "/spec/metrics": cpu?.span ?? rps?.span ?? lag?.span,
            ]
        )
    }

    private func metric(_ name: String, _ average: Double) -> PodMetric {
        PodMetric(name: name, average: .milli(Int64((average * 1000).rounded())))
    }

    /// One pod at a time may go for maintenance, of any service that has more than one.
    func disruptionBudget() -> DesiredObject? {
        guard !facts.role.runsToCompletion, facts.bounds.max > 1 else { return nil }
        let object = PodDisruptionBudgetObject(metadata(), selector: facts.selector, maxUnavailable: 1)
        return desired(object.object, origins: ["/spec/maxUnavailable": facts.bounds.minSpan])
    }
}
