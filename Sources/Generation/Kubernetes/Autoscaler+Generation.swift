// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest

extension ServiceRendering {
    /// The autoscaler, where the bounds leave it something to decide.
    func autoscaler() -> DesiredObject? {
        guard facts.isScaled else { return nil }
        let scale = facts.scale
        var object = HorizontalPodAutoscalerObject(
            metadata(),
            target: facts.isStateful ? .statefulSet : .deployment,
            targetName: name,
            minReplicas: scale.min.value,
            maxReplicas: scale.max.value
        )
        // CPU says something of every service; it is left out only where something better is declared.
        if scale.cpu.origin.span != nil || (scale.rps == nil && scale.lag == nil) {
            object.cpuPercent = Int(scale.cpu.value.percent.rounded())
        }
        if let rps = scale.rps { object.podMetrics.append(metric("http_requests_per_second", rps.value)) }
        if let lag = scale.lag { object.podMetrics.append(metric("consumer_lag", Double(lag.value))) }
        object.scaleDownWindowSeconds = 300
        return desired(
            object.object,
            origins: [
                "/spec/minReplicas": scale.min.origin.span,
                "/spec/maxReplicas": scale.max.origin.span,
                "/spec/metrics": scale.cpu.origin.span ?? scale.rps?.origin.span ?? scale.lag?.origin.span,
            ]
        )
    }

    private func metric(_ name: String, _ average: Double) -> PodMetric {
        PodMetric(name: name, average: .milli(Int64(min((average * 1000).rounded(), 9e18))))
    }

    /// One pod at a time may go for maintenance, of any service that has more than one.
    func disruptionBudget() -> DesiredObject? {
        guard facts.hasSeveralReplicas else { return nil }
        let object = PodDisruptionBudgetObject(metadata(), selector: facts.selector, maxUnavailable: 1)
        return desired(object.object, origins: ["/spec/maxUnavailable": facts.scale.min.origin.span])
    }
}
