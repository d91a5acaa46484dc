// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let openIngress = Rule(
        id: "open-ingress",
        severity: .warning,
        family: .security,
        summary: "anybody may connect to a service, or another domain calls what its domain keeps to itself",
        rationale: """
            The network policy follows from `consumes`; an exception for everybody hides who really calls, from the policy and \
            from every rule here. An API with `visibility: domain` was not made for callers of other domains, and may change \
            without asking them.
            """,
        examples: Examples(
            clean: [
                Examples.provider("cart", "network: { allowFrom: [monitoring] }"), pair(domain: "shop"),
            ],
            flagged: [
                Examples.provider("cart", "network: { allowFrom: [⟪\"*\"⟫] }"),
                pair(domain: "sales", api: "⟪cart/v1⟫"),
            ]
        ),
        evidence: [.neighbours(.domain), .own(.provides)],
        source: .check { context in
            let open = context.services.flatMap { service in
                (service.network?.value.allowFrom ?? []).filter(\.isEverybody).map { peer in
                    Finding(
                        "anybody in the cluster may connect to `\(service.name)`",
                        at: peer.peer.span,
                        "everybody",
                        help: "let callers declare `consumes`, and name what the graph cannot know",
                        service: service.name
                    )
                }
            }
            return open + context.system.calls.compactMap { trespass($0, in: context) }
        }
    )

    private static func pair(domain: String, api: String = "cart/v1") -> String {
        Examples.documents(
            Examples.service(
                "cart",
                "provides:\n  - { api: cart, version: v1, http: 8080, visibility: domain }"
            ),
            Examples.service("orders", "consumes:\n  - { api: \(api), timeout: 1s }", domain: domain)
        )
    }

    private static func trespass(_ edge: CallEdge, in context: LintContext) -> Finding? {
        guard let provider = context.system.providers[edge.call.api.value.description],
            let visibility = provider.api.visibility, visibility.value == .domain
        else { return nil }
        let caller = context.services[edge.caller]
        let owner = context.services[provider.service]
        guard let domain = owner.domain?.value, caller.domain?.value != domain else { return nil }
        return Finding(
            "`\(caller.name)` calls `\(edge.call.api.value)`, which is for the domain `\(domain)` alone",
            at: edge.call.api.span,
            "from domain `\(caller.domain?.value.text ?? "none")`",
            secondary: [.init(visibility.span, "for its own domain")],
            help: "agree with its owner on `visibility: system`, or use an API that is made for others",
            service: caller.name
        )
    }
}
