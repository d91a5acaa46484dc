// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let unresolvedPort = Rule(
        id: "unresolved-port",
        severity: .warning,
        family: .kubernetes,
        summary: "a Service sends requests to a port that its pods do not have",
        rationale: """
            A named target port that no container has resolves to nothing: the Service has no endpoints for it, which is an \
            error. A number that no container declares may work, because declaring ports is voluntary, but where the containers \
            declare other ports it is nearly always a mistake.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.deployment("ports:\n  - { name: http, containerPort: 8080 }"),
                    service("targetPort: http")
                ),
                Examples.documents(Examples.deployment(), service("targetPort: 8080")),
            ],
            flagged: [
                Examples.documents(
                    Examples.deployment("ports:\n  - { name: web, containerPort: 8080 }"),
                    service("targetPort: ⟪http⟫")
                ),
                Examples.documents(
                    Examples.deployment("ports:\n  - { containerPort: 8080 }"),
                    service("targetPort: ⟪8081⟫")
                ),
            ]
        ),
        source: .objects { context in
            context.objects.filter { $0.isKind("Service", of: "") }.flatMap {
                unresolvedPorts(of: $0, in: context)
            }
        }
    )

    private static func service(_ target: String) -> String {
        Examples.object(
            "v1",
            "Service",
            "web",
            "spec:\n  selector: { app: web }\n  ports:\n    - port: 80\n      \(target)"
        )
    }

    private static func unresolvedPorts(of service: LintedObject, in context: ObjectContext) -> [Finding] {
        guard let labels = service.node.at("spec", "selector")?.texts, !labels.isEmpty else { return [] }
        let pods = context.pods(with: labels, near: service)
        guard let first = pods.first, pods.allSatisfy({ $0.work != .foreign }) else { return [] }
        let ports = pods.flatMap { $0.containers.flatMap { $0.node["ports"]?.elements ?? [] } }
        return (service.node.at("spec", "ports")?.elements ?? []).compactMap { port in
            guard let target = port.at("targetPort") ?? port.at("port"), let text = target.text else {
                return nil
            }
            let isName = target.integer == nil
            if ports.contains(where: { $0[isName ? "name" : "containerPort"]?.text == text }) { return nil }
            // Without declared ports nobody knows where the containers listen.
            guard isName || pods.allSatisfy({ $0.containers.contains { $0.node["ports"] != nil } }) else {
                return nil
            }
            let declared = ports.compactMap { $0[isName ? "name" : "containerPort"]?.text }
            return Finding(
                "no container behind \(service.phrase) \(isName ? "has a port called" : "declares the port") `\(text)`",
                at: target.span,
                isName ? "resolves to nothing" : "nobody seems to listen there",
                severity: isName ? .error : .warning,
                secondary: [.init(first.owner.nameSpan, "the pods of \(first.owner.phrase)")],
                notes: declared.isEmpty
                    ? [] : ["they declare \(Set(declared).sorted().joined(separator: ", "))"],
                help: isName
                    ? "name the port of the container the same"
                    : "send to a port that the containers declare",
                object: service
            )
        }
    }
}
