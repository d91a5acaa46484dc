// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Containers behind Services that nobody asks whether they are ready, and probes that do harm.
enum PodProbes {
    static func findings(in context: ObjectContext) -> [Finding] {
        let served = servedPods(in: context)
        return context.pods.indices.flatMap { index -> [Finding] in
            let pod = context.pods[index]
            guard pod.work == .service || pod.work == .daemon else { return [] }
            let ready = served.contains(index) ? unasked(pod) : []
            return ready + pod.containers.flatMap { hasty($0, pod) + slow($0, pod) + unnamedPort($0, pod) }
        }
    }

    /// The places among the pods of those that a Service sends requests to.
    private static func servedPods(in context: ObjectContext) -> Set<Int> {
        var places: [SourceSpan: Int] = [:]
        for (index, pod) in context.pods.enumerated() { places[pod.spec.span] = index }
        var served: Set<Int> = []
        for service in context.objects where service.isKind("Service", of: "") {
            guard let labels = service.node.at("spec", "selector")?.texts, !labels.isEmpty else { continue }
            served.formUnion(context.pods(with: labels, near: service).compactMap { places[$0.spec.span] })
        }
        return served
    }

    /// One probe among the containers is enough: sidecars often have none.
    private static func unasked(_ pod: LintedPodTemplate) -> [Finding] {
        guard pod.containers.allSatisfy({ $0.node.at("readinessProbe") == nil }),
            let container = pod.containers.first(where: { $0.node["ports"] != nil }) ?? pod.containers.first
        else { return [] }
        return [
            Finding(
                "\(pod.owner.phrase) gets requests before it can answer them",
                at: container.nameSpan,
                "nobody asks whether it is ready",
                help: "add a `readinessProbe` that succeeds once requests can be taken",
                object: pod.owner
            )
        ]
    }

    private static let handlers = ["httpGet", "tcpSocket", "grpc", "exec"]

    /// What a probe asks, without how often.
    private static func question(_ probe: YAMLNode) -> JSONValue? {
        handlers.lazy.compactMap { name in probe.at(name).map { JSONValue($0) } }.first
    }

    private static func hasty(_ container: PodContainer, _ pod: LintedPodTemplate) -> [Finding] {
        guard let live = container.node.entry("livenessProbe"),
            let ready = container.node.entry("readinessProbe"),
            let question = question(live.value), question == Self.question(ready.value)
        else { return [] }
        let patience = (live: seconds(live.value), ready: seconds(ready.value))
        guard patience.live < patience.ready * 3 else { return [] }
        return [
            Finding(
                "\(container.phrase) of \(pod.owner.phrase) is restarted almost as soon as it is not ready",
                at: live.key.span,
                "after \(patience.live) s",
                secondary: [.init(ready.key.span, "the same question, missed after \(patience.ready) s")],
                help:
                    "ask on a path of its own, or let liveness miss more answers: at least \(patience.ready * 3) s",
                object: pod.owner
            )
        ]
    }

    /// How long answers may be missed: period times threshold, with the defaults of Kubernetes, which wants both from 1.
    private static func seconds(_ probe: YAMLNode) -> Int {
        func number(_ name: String, default usual: Int) -> Int {
            min(max(probe.at(name)?.integer ?? usual, 1), 1 << 20)
        }
        return number("periodSeconds", default: 10) * number("failureThreshold", default: 3)
    }

    private static func slow(_ container: PodContainer, _ pod: LintedPodTemplate) -> [Finding] {
        ["readinessProbe", "livenessProbe", "startupProbe"].compactMap { name in
            guard let probe = container.node.at(name), let timeout = probe.at("timeoutSeconds"),
                timeout.integer ?? 1 > probe.at("periodSeconds")?.integer ?? 10
            else { return nil }
            return Finding(
                "a probe of \(container.phrase) of \(pod.owner.phrase) may take longer than the time until the next one",
                at: timeout.span,
                "asked every \(probe.at("periodSeconds")?.integer ?? 10) s",
                help: "give an answer less time, or ask less often",
                object: pod.owner
            )
        }
    }

    private static func unnamedPort(_ container: PodContainer, _ pod: LintedPodTemplate) -> [Finding] {
        let names = (container.node["ports"]?.elements ?? []).compactMap { $0["name"]?.text }
        return ["readinessProbe", "livenessProbe", "startupProbe"].compactMap { name in
            guard let probe = container.node.at(name),
                let port = probe.at("httpGet", "port") ?? probe.at("tcpSocket", "port"), port.integer == nil,
                let text = port.text, Int(text) == nil, !names.contains(text)
            else { return nil }
            return Finding(
                "a probe of \(container.phrase) of \(pod.owner.phrase) asks a port that it does not have",
                at: port.span,
                "no port is called `\(text)`",
                severity: .error,
                help: "declare the port under `ports`, or name its number",
                object: pod.owner
            )
        }
    }
}
