// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let privileged = Rule(
        id: "privileged",
        severity: .error,
        family: .security,
        summary: "a container has powers over its node",
        rationale: """
            msctl runs every process as a user without rights, without capabilities, in namespaces of its own. A patch that \
            takes this back (privileged mode, root, added capabilities, the namespaces, ports or files of the node, the socket \
            of the container runtime) gives whoever breaks into the process the node and everything on it.
            """,
        examples: Examples(
            clean: [
                patched("{ spec: { template: { spec: { priorityClassName: high } } } }"),
                patched("{ spec: { template: { spec: { hostNetwork: false } } } }"),
            ],
            flagged: [
                Examples.deployment("securityContext: { privileged: ⟪true⟫ }", pod: "hostPID: ⟪true⟫"),
                Examples.deployment(
                    pod: "volumes:\n  - { name: d, hostPath: { path: ⟪/var/run/docker.sock⟫ } }"
                ),
                patched("{ spec: { template: { spec: { hostNetwork: ⟪true⟫ } } } }"),
                patched(
                    "{ spec: { template: { spec: { containers: [{ name: cart, securityContext: { privileged: ⟪true⟫, "
                        + "capabilities: { add: [⟪NET_ADMIN⟫] } } }] } } } }"
                ),
                patched(
                    "[{ op: add, path: /spec/template/spec/volumes/-, value: { name: d, hostPath: { path: ⟪/var/run/docker.sock⟫ } } }]",
                    operation: "json6902"
                ),
            ]
        ),
        source: .check { context in
            context.services.flatMap { service in
                PatchSearch.fields(of: service, kinds: PatchSearch.workloads).compactMap { field in
                    power(of: field).map { finding(about: field, $0, of: service) }
                }
            }
        },
        also: [.objects(PrivilegedPods.findings)]
    )

    private static func patched(_ value: String, operation: String = "merge") -> String {
        Examples.service(
            "cart",
            "patches:\n  - target: Deployment\n    op: \(operation)\n    reason: shows the rule\n    value: \(value)"
        )
    }

    /// What a field gives the container power over; `nil` for harmless fields.
    private static func power(of field: PatchedField) -> String? {
        switch field.name {
        case "privileged", "allowPrivilegeEscalation":
            field.text == "true" ? "all rights of the node" : nil
        case "hostNetwork": field.text == "true" ? "the network of the node" : nil
        case "hostPID", "hostIPC": field.text == "true" ? "the processes of the node" : nil
        case "hostPort": field.text.map { "the port \($0) of the node" }
        case "runAsUser", "runAsGroup": field.text == "0" ? "the rights of root" : nil
        case "runAsNonRoot": field.text == "false" ? "the rights of root" : nil
        case "add": capability(field)
        case "path":
            field.path.dropLast().last == "hostPath"
                ? field.text.map { "the files `\($0)` of the node" } : nil
        default: nil
        }
    }

    private static func capability(_ field: PatchedField) -> String? {
        guard field.path.dropLast().last == "capabilities", let name = field.text, name != "NET_BIND_SERVICE"
        else {
            return nil
        }
        return "the capability `\(name)`"
    }

    private static func finding(about field: PatchedField, _ power: String, of service: ServiceManifest)
        -> Finding
    {
        Finding(
            "a patch gives `\(service.name)` \(power)",
            at: field.span,
            field.path.joined(separator: "."),
            help: "remove it; what really needs the node belongs into a node agent with an owner of its own",
            service: service.name
        )
    }
}
