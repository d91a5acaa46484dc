// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let removedWhileConsumed = Rule(
        id: "removed-while-consumed",
        severity: .error,
        family: .api,
        summary: "an API or an event of some version is gone, and a service used it until now",
        rationale: """
            Services are deployed one after the other. Even when callers are changed together with the service, their running versions \
            still call what is gone, until they are replaced too; and when they are rolled back, they call it again. So the old \
            version stays until no manifest has named it for a release. A manifest that still names it is reported as \
            `dangling-ref`, too, at the other end.
            """,
        examples: Examples(
            clean: [
                repository(before: "cart/v1", provides: ["v1", "v2"], now: "cart/v2"),
                repository(before: nil, provides: ["v2"], now: "cart/v2"),
            ],
            flagged: [
                repository(before: "cart/v1", provides: ["v2"], now: "cart/v2", mark: true),
                Examples.repository(
                    ("now: msctl.yaml", Examples.documents(publisher("v2", "⟪publishes⟫"), reader("v2"))),
                    ("before: msctl.yaml", Examples.documents(publisher("v1", "publishes"), reader("v1")))
                ),
            ]
        ),
        needs: [.base],
        evidence: [.everyone(.name, .provides, .events, .routes)],
        source: .check { context in
            guard let base = context.base else { return [] }
            return apis(in: context, base) + events(in: context, base)
        }
    )

    private static func apis(in context: LintContext, _ base: BaseSystem) -> [Finding] {
        base.system.providers.keys.sorted().compactMap { reference in
            guard context.system.providers[reference] == nil, let provider = base.system.providers[reference]
            else {
                return nil
            }
            let callers = base.system.calls.filter { $0.call.api.value.description == reference }.map {
                base.system.services[$0.caller].name
            }
            let gateways = base.system.routes.filter { $0.route.to.value.description == reference }.map {
                base.system.services[$0.gateway].name
            }
            let owner = base.system.services[provider.service].name
            let users = Set(callers + gateways).subtracting([owner]).sorted()
            let still = still(reference, in: context)
            return finding(
                headline: "`\(reference)` is gone",
                owner: owner,
                pointer: "/spec/provides",
                label: "no longer provides `\(reference)`",
                users: users,
                verb: "called",
                still,
                help: "keep `\(reference)` until none of them has called it for a release",
                in: context,
                base
            )
        }
    }

    /// Where manifests name an API now.
    private static func still(_ reference: String, in context: LintContext) -> [Diagnostic.Label] {
        context.services.flatMap { service in
            service.consumes.filter { $0.api.value.description == reference }.map {
                .init($0.api.span, "`\(service.name)` still calls it")
            }
        }
    }

    private static func events(in context: LintContext, _ base: BaseSystem) -> [Finding] {
        base.system.services.flatMap { service in
            service.publishes.compactMap { publication -> Finding? in
                let topic = publication.topic.value
                guard let version = publication.version?.value else { return nil }
                let isPublished = context.services.contains { now in
                    now.publishes.contains { $0.topic.value == topic && $0.version?.value == version }
                }
                guard !isPublished else { return nil }
                func readers(_ services: [ServiceManifest]) -> [(ServiceManifest, EventSubscription)] {
                    services.flatMap { reader in
                        reader.subscribes.filter { $0.topic.value == topic && $0.version?.value == version }
                            .map {
                                (reader, $0)
                            }
                    }
                }
                return finding(
                    headline: "`\(topic)` \(version) is gone",
                    owner: service.name,
                    pointer: "/spec/events/publishes",
                    label: "no longer publishes `\(topic)` \(version)",
                    users: Set(readers(base.system.services).map(\.0.name)).subtracting([service.name])
                        .sorted(),
                    verb: "read",
                    readers(context.services).map { .init($0.1.topic.span, "`\($0.0.name)` still reads it") },
                    help: "publish both versions until none of them has read \(version) for a release",
                    in: context,
                    base
                )
            }
        }
    }

    private static func finding(
        headline: String,
        owner: String,
        pointer: String,
        label: String,
        users: [String],
        verb: String,
        _ still: [Diagnostic.Label],
        help: String,
        in context: LintContext,
        _ base: BaseSystem
    ) -> Finding? {
        guard !users.isEmpty else { return nil }
        // The service itself may be gone; then a user shows what is missing.
        let provider = context.system.service(named: owner)
        let user = users.lazy.compactMap { context.system.service(named: $0) }.first
        let place = provider.map { $0.source.spans(at: pointer)?.key ?? $0.metadata.name.span }
        guard let span = place ?? still.first?.span ?? user?.metadata.name.span else { return nil }
        return Finding(
            "\(headline), and \(Figure.names(users)) \(verb) it in \(base.name)",
            at: span,
            provider == nil ? "`\(owner)` is gone" : label,
            secondary: still.filter { $0.span != span },
            notes: still.isEmpty ? ["their running versions still use it, until they are deployed anew"] : [],
            help: help,
            service: provider == nil ? user?.name : owner
        )
    }

    private static func repository(before: String?, provides: [String], now: String, mark: Bool = false)
        -> String
    {
        func cart(_ versions: [String], _ key: String) -> String {
            Examples.service(
                "cart",
                "\(key):\n"
                    + versions.enumerated().map {
                        "  - { api: cart, version: \($0.element), http: \(8080 + $0.offset) }"
                    }.joined(separator: "\n")
            )
        }
        func orders(_ api: String) -> String {
            Examples.service("orders", "consumes:\n  - { api: \(api), timeout: 1s }")
        }
        let earlier =
            before == nil ? [cart(["v1"], "provides")] : [cart(["v1"], "provides"), orders("cart/v1")]
        return Examples.repository(
            (
                "now: msctl.yaml",
                Examples.documents(cart(provides, mark ? "⟪provides⟫" : "provides"), orders(now))
            ),
            ("before: msctl.yaml", earlier.joined(separator: "\n---\n"))
        )
    }

    private static func publisher(_ version: String, _ key: String) -> String {
        Examples.service(
            "orders",
            "events:\n  \(key):\n    - { topic: placed, version: \(version), schema: placed.json, outbox: true }"
        )
    }

    private static func reader(_ version: String) -> String {
        Examples.service(
            "billing",
            "events:\n  subscribes:\n    - { topic: placed, version: \(version), dlq: true }"
        )
    }
}
