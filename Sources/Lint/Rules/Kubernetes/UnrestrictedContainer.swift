// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let unrestrictedContainer = Rule(
        id: "unrestricted-container",
        severity: .warning,
        family: .kubernetes,
        summary: "a container has more rights than the restricted Pod Security Standard leaves it",
        rationale: """
            A process that is no root, cannot become root, has no capabilities and no unusual system calls leaves an attacker \
            little to work with. Kubernetes calls this the restricted profile of its Pod Security Standards; namespaces can \
            demand it. One finding per container says all that is missing.
            """,
        examples: Examples(
            clean: [
                Examples.deployment(restricted),
                Examples.deployment(
                    "securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }",
                    pod: "securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }"
                ),
            ],
            flagged: [
                Examples.deployment().replacing("- name: web", with: "- name: ⟪web⟫"),
                Examples.deployment(
                    restricted,
                    pod: "initContainers:\n  - { name: ⟪setup⟫, image: setup:1 }"
                ),
            ]
        ),
        source: .objects { context in
            context.pods.filter { $0.work != .foreign && $0.spec.at("os", "name")?.text != "windows" }
                .flatMap { pod in pod.allContainers.compactMap { unrestricted($0, of: pod) } }
        }
    )

    private static let restricted = """
        securityContext:
          runAsNonRoot: true
          allowPrivilegeEscalation: false
          capabilities: { drop: [ALL] }
          seccompProfile: { type: RuntimeDefault }
        """

    private static func unrestricted(_ container: PodContainer, of pod: LintedPodTemplate) -> Finding? {
        let own = container.node["securityContext"]
        let shared = pod.spec["securityContext"]
        // What `privileged` reports needs no second finding.
        guard own?["privileged"]?.flag != true else { return nil }
        var gaps: [String] = []
        var cures: [String] = []
        let user = (own?.at("runAsUser") ?? shared?.at("runAsUser"))?.integer
        let isNonRoot = (own?.at("runAsNonRoot") ?? shared?.at("runAsNonRoot"))?.flag == true
        if user == 0 || (!isNonRoot && user == nil) {
            gaps.append(user == 0 ? "runs as root" : "may run as root")
            cures.append("`runAsNonRoot: true`")
        }
        if own?["allowPrivilegeEscalation"]?.flag != false {
            gaps.append("may gain privileges")
            cures.append("`allowPrivilegeEscalation: false`")
        }
        let dropped = own?.at("capabilities", "drop")?.elements.compactMap(\.text) ?? []
        if !dropped.contains(where: { $0.uppercased() == "ALL" }) {
            gaps.append("keeps capabilities")
            cures.append("`capabilities: { drop: [ALL] }`")
        }
        let profile = (own?.at("seccompProfile", "type") ?? shared?.at("seccompProfile", "type"))?.text
        if profile == nil || profile == "Unconfined" {
            gaps.append("has all system calls")
            cures.append("`seccompProfile: { type: RuntimeDefault }`")
        }
        guard let first = gaps.first else { return nil }
        let others = gaps.dropFirst()
        let lacksProfileOnly = gaps == ["has all system calls"]
        return Finding(
            "\(container.phrase) of \(pod.owner.phrase) \(first)"
                + (others.isEmpty ? "" : ", " + others.joined(separator: ", ")),
            at: container.nameSpan,
            "not restricted",
            severity: lacksProfileOnly ? .info : .warning,
            help: "set \(cures.joined(separator: ", ")) in its `securityContext`",
            object: pod.owner
        )
    }
}
