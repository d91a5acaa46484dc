// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let orphan = Rule(
        id: "orphan",
        severity: .info,
        family: .architecture,
        summary: "nothing calls a service, routes to it, or sends it events",
        rationale: """
            A service that nobody uses still has to be patched, paid for and answered for at night. Workers, jobs and whatever \
            is exposed, subscribed or opened by `network.allowFrom` have a use of their own; a service that is alone in what is \
            looked at is left alone, because its callers may lie elsewhere.
            """,
        examples: Examples(
            clean: [
                Examples.provider("cart"),
                Examples.documents(
                    Examples.service("mailer", "role: worker"),
                    Examples.provider("cart", exposed)
                ),
            ],
            flagged: [
                Examples.documents(
                    Examples.provider("cart", exposed),
                    Examples.provider("stock").replacing("name: stock", with: "name: ⟪stock⟫")
                )
            ]
        ),
        evidence: [
            .own(.role, .provides, .expose, .lifecycle, .network, .events), .everyone(.api, .routes, .events),
        ],
        source: .check { context in
            guard context.services.count > 1, context.manifests.unidentified == 0 else { return [] }
            let routed = Set(context.system.routes.compactMap(\.target.service))
            return context.services.indices.compactMap { index in
                let service = context.services[index]
                let isUsed = routed.contains(index) || !context.system.calls(to: index).isEmpty
                return isUsed || hasUseOfItsOwn(service) ? nil : finding(about: service)
            }
        }
    )

    private static let exposed = "expose: { host: cart.example.com, tls: true }"

    private static func hasUseOfItsOwn(_ service: ServiceManifest) -> Bool {
        service.effectiveRole != .service || !service.doors.isEmpty || !service.subscribes.isEmpty
            || !(service.network?.value.allowFrom ?? []).isEmpty
            || [.experimental, .retired].contains(service.lifecycle?.value)
    }

    private static func finding(about service: ServiceManifest) -> Finding {
        Finding(
            "nothing uses `\(service.name)`",
            at: service.metadata.name.span,
            "no caller, no route, no subscription",
            help: "remove it, or say how it is used: `consumes` of a caller, a route, or `role: worker`",
            service: service.name
        )
    }
}
