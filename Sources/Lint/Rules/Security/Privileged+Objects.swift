// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// What containers and pods have over their nodes.
enum PrivilegedPods {
    static func findings(in context: ObjectContext) -> [Finding] {
        context.pods.filter { $0.work != .foreign }.flatMap { pod in
            podPowers(of: pod) + pod.allContainers.flatMap { containerPowers(of: $0, pod) }
        }
    }

    private static func podPowers(of pod: LintedPodTemplate) -> [Finding] {
        let shared = [
            ("hostNetwork", "the network of the node"), ("hostPID", "the processes of the node"),
            ("hostIPC", "the processes of the node"),
        ].compactMap { name, power -> Finding? in
            guard let field = pod.spec.entry(name), field.value.flag == true else { return nil }
            return finding(pod, pod.owner.phrase, power, at: field.value.span, name)
        }
        let files = (pod.spec["volumes"]?.elements ?? []).compactMap { volume -> Finding? in
            guard let path = volume.at("hostPath", "path"), let text = path.text else { return nil }
            return finding(
                pod,
                pod.owner.phrase,
                "the files `\(text)` of the node",
                at: path.span,
                "hostPath"
            )
        }
        return shared + files
    }

    private static func containerPowers(of container: PodContainer, _ pod: LintedPodTemplate) -> [Finding] {
        var found: [Finding] = []
        let phrase = "\(container.phrase) of \(pod.owner.phrase)"
        let context = container.node["securityContext"]
        if let field = context?.entry("privileged"), field.value.flag == true {
            found.append(finding(pod, phrase, "all rights of the node", at: field.value.span, "privileged"))
        }
        for name in context?.at("capabilities", "add")?.elements ?? [] {
            guard let text = name.text, text != "NET_BIND_SERVICE" else { continue }
            found.append(finding(pod, phrase, "the capability `\(text)`", at: name.span, "capabilities.add"))
        }
        // With the network of the node every port is one of the node; that is reported once.
        guard pod.spec["hostNetwork"]?.flag != true else { return found }
        for port in container.node["ports"]?.elements ?? [] {
            guard let number = port.at("hostPort"), number.integer != 0 else { continue }
            let power = "the port \(number.text ?? "") of the node"
            found.append(finding(pod, phrase, power, at: number.span, "hostPort"))
        }
        return found
    }

    /// Agents that run once per node are there for its sake; with them it is a warning.
    private static func finding(
        _ pod: LintedPodTemplate,
        _ phrase: String,
        _ power: String,
        at span: SourceSpan,
        _ label: String
    ) -> Finding {
        Finding(
            "\(phrase) has \(power)",
            at: span,
            label,
            severity: pod.work == .daemon ? .warning : .error,
            help: pod.work == .daemon
                ? "remove it, or accept this with the reason why the agent needs it"
                : "remove it; what really needs the node belongs into a node agent with an owner of its own",
            object: pod.owner
        )
    }
}
