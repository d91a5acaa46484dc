// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let edgeTimeout = Rule(
        id: "edge-timeout",
        severity: .warning,
        family: .resilience,
        summary:
            "a route gives up before its target may, or waits longer than the gateway or the ingress does",
        rationale: """
            Whoever gives up first decides what the user sees. When the route gives up before the target's deadline, the user \
            gets a 504 while the work goes on; when the gateway's own deadline or the ingress is shorter than the route's, \
            the same happens one step further out.
            """,
        examples: Examples(
            clean: [route("timeout: 1s"), route("timeout: 1s, retries: 3", gateway: "1s")],
            flagged: [
                route("timeout: ⟪200ms⟫"), route("timeout: ⟪3s⟫", gateway: "2s"),
                Examples.documents(
                    route("timeout: ⟪40s⟫"),
                    Examples.environment("prod", "class: production\ningress: { class: nginx, timeout: 30s }")
                ),
            ]
        ),
        evidence: [.own(.routes), .neighbours(.deadline), .system(.external), .environment(.ingress)],
        source: .check { context in context.system.routes.flatMap { findings(about: $0, in: context) } }
    )

    private static func route(_ fields: String, gateway deadline: String? = nil) -> String {
        let promise = deadline.map { "\nresilience: { deadline: \($0) }" } ?? ""
        return Examples.documents(
            Examples.provider("cart", "resilience: { deadline: 350ms }"),
            Examples.service(
                "gateway",
                "role: gateway\nroutes:\n  - { path: /v1/cart, to: cart/v1, \(fields) }" + promise
            )
        )
    }

    private struct Answerer {
        var name: String
        var deadline: Duration
    }

    private static func findings(about edge: RouteEdge, in context: LintContext) -> [Finding] {
        guard let timeout = edge.route.timeout else { return [] }
        return answerers(edge, in: context).compactMap { early(edge, timeout, $0, in: context) }
            + [late(edge, timeout, in: context)].compactMap(\.self)
            + context.environments.compactMap { ingress(edge, timeout, $0, in: context) }
    }

    /// The target and the old system behind a strangler, as far as they say how long they may take.
    private static func answerers(_ edge: RouteEdge, in context: LintContext) -> [Answerer] {
        let targets = [edge.target] + (edge.legacy.map { [CallTarget.external($0)] } ?? [])
        return targets.compactMap { target in
            context.system.deadline(of: target).map { Answerer(name: context.name(of: target), deadline: $0) }
        }
    }

    private static func early(
        _ edge: RouteEdge,
        _ timeout: Located<Duration>,
        _ target: Answerer,
        in context: LintContext
    ) -> Finding? {
        guard timeout.value < target.deadline else { return nil }
        let text = target.deadline.manifestText
        return warning(
            edge,
            "the route `\(edge.route.path.value)` gives up after \(timeout.value.manifestText), `\(target.name)` may take "
                + text,
            at: timeout.span,
            "\((target.deadline - timeout.value).manifestText) before `\(target.name)`",
            help: "wait at least \(text), or give `\(target.name)` a shorter deadline",
            fix: .init(
                title: "wait \(text)",
                applicability: .needsReview,
                edits: [.init(timeout.span, text)]
            ),
            in: context
        )
    }

    private static func late(_ edge: RouteEdge, _ timeout: Located<Duration>, in context: LintContext)
        -> Finding?
    {
        guard let deadline = context.system.resolved[edge.gateway].deadline, timeout.value > deadline.value
        else {
            return nil
        }
        var finding = warning(
            edge,
            "the route `\(edge.route.path.value)` waits \(timeout.value.manifestText), the gateway may take "
                + deadline.value.manifestText,
            at: timeout.span,
            "longer than the gateway's own deadline",
            help: "wait less, or give the gateway more time",
            in: context
        )
        finding.secondary = [context.label(deadline, "the deadline of the gateway")].compactMap(\.self)
        return finding
    }

    private static func ingress(
        _ edge: RouteEdge,
        _ timeout: Located<Duration>,
        _ environment: EnvironmentManifest,
        in context: LintContext
    ) -> Finding? {
        guard let limit = environment.ingress?.value.timeout, timeout.value > limit.value else { return nil }
        var finding = warning(
            edge,
            "the route `\(edge.route.path.value)` waits \(timeout.value.manifestText), the entry of "
                + "`\(environment.name)` gives up after \(limit.value.manifestText)",
            at: timeout.span,
            "longer than anybody waits",
            help: "wait at most \(limit.value.manifestText), or let the entry wait longer",
            in: context
        )
        finding.secondary = [.init(limit.span, "gives up here")]
        return finding
    }

    private static func warning(
        _ edge: RouteEdge,
        _ headline: String,
        at span: SourceSpan,
        _ label: String,
        help: String,
        fix: Diagnostic.Fix? = nil,
        in context: LintContext
    ) -> Finding {
        Finding(
            headline,
            at: span,
            label,
            help: help,
            fix: fix,
            service: context.services[edge.gateway].name
        )
    }
}
