// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// One line of the resolved manifest: a field, its value, and where that comes from.
package struct ExplainedValue: Sendable, Hashable {
    /// The field below `spec` as people name it, such as `resilience.deadline` or `consumes.cart/v1.timeout`.
    package var path: String
    /// The value as a manifest would have it.
    package var text: String
    /// What decided it.
    package var origin: Origin
    /// What becomes of it, where that is not what it says.
    package var note: String?
}

extension ResolvedService.Fields {
    /// Every decided value in the order of the manifest.
    package var explained: [ExplainedValue] {
        var list = ExplanationList()
        list.add("tier", tier) { $0.rawValue }
        list.add("role", role) { $0.rawValue }
        list.add("lifecycle", lifecycle) { $0.rawValue }
        for variable in env { list.add("run.env.\(variable.name)", variable.value) { $0 } }
        explainResources(&list)
        for call in calls { explain(call, &list) }
        list.add("expose.host", host) { $0 }
        explainHealth(&list)
        explainScale(&list)
        list.add("resilience.slo", slo) { $0.description }
        list.add("resilience.deadline", deadline) { $0.manifestText }
        list.add("resilience.drain", drain) { $0.manifestText }
        explainObserve(&list)
        explainDeploy(&list)
        return list.values
    }

    private func explainResources(_ list: inout ExplanationList) {
        list.add("run.resources.cpu.request", resources.cpu) { $0.text }
        list.add("run.resources.cpu.limit", resources.cpuLimit) { $0.text }
        list.add("run.resources.memory.request", resources.memory) { $0.text }
        list.add("run.resources.memory.limit", resources.memoryLimit) { $0.text }
        list.add("run.resources.ephemeral.request", resources.ephemeral) { $0.text }
        list.add("run.resources.ephemeral.limit", resources.ephemeralLimit) { $0.text }
        list.add("run.user", user) { String($0) }
    }

    private func explain(_ call: Boxed<ResolvedCall>, _ list: inout ExplanationList) {
        let path = "consumes.\(call.call.api.value)"
        list.add("\(path).timeout", call.timeout) { $0.manifestText }
        list.add("\(path).retries.max", call.attempts) { String($0 - 1) }
        if call.attempts.value > 1 {
            list.add("\(path).retries.backoff", call.backoff) { $0.manifestText }
            list.add("\(path).retries.cap", call.cap) { $0.manifestText }
            list.add("\(path).retries.jitter", call.jitter) { String($0) }
            list.add("\(path).retries.budget", call.retryBudget) { $0.description }
        }
        list.add("\(path).breaker", call.breaker) { String($0) }
    }

    private func explainHealth(_ list: inout ExplanationList) {
        for (name, probe) in [("ready", health.ready), ("live", health.live), ("startup", health.startup)] {
            guard let probe else { continue }
            list.add("health.\(name).path", probe.path) { $0 }
            list.add("health.\(name).port", probe.port) { String($0) }
            list.add("health.\(name).period", probe.period) { $0.manifestText }
            list.add("health.\(name).timeout", probe.timeout) { $0.manifestText }
            list.add("health.\(name).failures", probe.failures) { String($0) }
        }
        list.add("health.budget", health.budget) { $0.manifestText }
    }

    private func explainScale(_ list: inout ExplanationList) {
        list.add("scale.min", scale.min) { String($0) }
        list.add("scale.max", scale.max) { String($0) }
        if !scale.isFixed { list.add("scale.cpu", scale.cpu) { $0.description } }
        list.add("scale.rps", scale.rps) { DecimalText.of($0) }
        list.add("scale.lag", scale.lag) { String($0) }
        list.add("scale.rpsPerReplica", scale.rpsPerReplica) { DecimalText.of($0) }
    }

    private func explainObserve(_ list: inout ExplanationList) {
        list.add("observe.metrics", observe.metrics) { String($0) }
        if observe.metrics.value {
            list.add("observe.metrics.path", observe.metricsPath) { $0 }
            list.add("observe.metrics.port", observe.metricsPort) { String($0) }
        }
        list.add("observe.traces", observe.traces) { String($0) }
        list.add("observe.logs", observe.logs) { $0 }
        list.add("observe.runbook", observe.runbook) { $0 }
    }

    private func explainDeploy(_ list: inout ExplanationList) {
        // What generation does with them; this page must not promise more.
        let strategy = deploy.strategy.value
        let isRolling = strategy == .canary || strategy == .blueGreen
        let unused = "no effect yet"
        list.add("deploy.strategy", deploy.strategy, isRolling ? "rendered as rolling" : nil) { $0.rawValue }
        if strategy == .canary {
            list.add("deploy.steps", deploy.steps, unused) {
                "[" + $0.map(\.description).joined(separator: ", ") + "]"
            }
            list.add("deploy.pause", deploy.pause, unused) { $0.manifestText }
            list.add("deploy.analysis", deploy.analysis, unused) { analysis in
                switch analysis {
                case .slo: "slo"
                case .none: "none"
                case .queries(let queries): "[" + queries.map(\.query.value).joined(separator: ", ") + "]"
                }
            }
        }
        list.add("deploy.history", deploy.history) { String($0) }
        list.add("deploy.timeout", deploy.timeout) { $0.manifestText }
        let isPromised = deploy.migrate.value == .job
        list.add("deploy.migrate", deploy.migrate, isPromised ? "not run by msctl yet" : nil) { $0.rawValue }
    }
}

/// Collects explained values.
private struct ExplanationList {
    var values: [ExplainedValue] = []

    mutating func add<Value>(
        _ path: String,
        _ value: Resolved<Value>?,
        _ note: String? = nil,
        _ text: (Value) -> String
    ) {
        guard let value else { return }
        let explained = ExplainedValue(path: path, text: text(value.value), origin: value.origin, note: note)
        values.append(explained)
    }
}
