// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// What containers reserve and are limited to.
enum ContainerResources {
    static func findings(in context: ObjectContext) -> [Finding] {
        context.pods.filter { $0.work != .foreign && $0.spec.at("resources") == nil }.flatMap { pod in
            pod.containers.flatMap { reservations(of: $0, pod) + limits(of: $0, pod) }
        }
    }

    private static func reservations(of container: PodContainer, _ pod: LintedPodTemplate) -> [Finding] {
        let resources = container.node.entry("resources")
        let limits = resources?.value["limits"]
        let requests = resources?.value["requests"]
        var missing: [String] = []
        // A limit without a request is a request, too.
        if requests?.at("cpu") == nil, limits?.at("cpu") == nil { missing.append("reserves no cpu") }
        if requests?.at("memory") == nil, limits?.at("memory") == nil { missing.append("reserves no memory") }
        if limits?.at("memory") == nil { missing.append("has no limit of memory") }
        guard !missing.isEmpty else { return [] }
        return [
            Finding(
                "\(container.phrase) of \(pod.owner.phrase) \(missing.joined(separator: ", "))",
                at: resources?.key.span ?? container.nameSpan,
                missing.count == 3 ? "evicted first" : "",
                severity: .warning,
                help: "add `requests` with cpu and memory, and `limits` with the same memory",
                object: pod.owner
            )
        ]
    }

    private static func limits(of container: PodContainer, _ pod: LintedPodTemplate) -> [Finding] {
        guard let limits = container.node["resources"]?["limits"] else { return [] }
        let requests = container.node["resources"]?["requests"]
        var found: [Finding] = []
        for name in ["cpu", "memory"] {
            guard let limit = limits.at(name), let request = requests?.at(name),
                let most = limit.text.flatMap({ Quantity($0) }),
                let least = request.text.flatMap({ Quantity($0) })
            else { continue }
            if most < least {
                found.append(
                    Finding(
                        "\(container.phrase) of \(pod.owner.phrase) reserves more \(name) than its limit",
                        at: limit.span,
                        "less than it reserves",
                        severity: .error,
                        secondary: [.init(request.span, "reserved")],
                        help: "raise the limit, or reserve less",
                        object: pod.owner
                    )
                )
            } else if name == "memory", most != least {
                found.append(
                    Finding(
                        "\(container.phrase) of \(pod.owner.phrase) may use more memory than it reserves",
                        at: limit.span,
                        "killed when the node has no more",
                        secondary: [.init(request.span, "reserved")],
                        help: "reserve as much memory as the limit allows: memory cannot be taken back",
                        object: pod.owner
                    )
                )
            }
        }
        if let cpu = limits.at("cpu") {
            found.append(
                Finding(
                    "\(container.phrase) of \(pod.owner.phrase) is stopped when it uses more than \(cpu.text ?? "") of cpu",
                    at: cpu.span,
                    "throttles even when the node is idle",
                    help: "reserve what it needs, and leave the limit out",
                    object: pod.owner
                )
            )
        }
        return found
    }
}
