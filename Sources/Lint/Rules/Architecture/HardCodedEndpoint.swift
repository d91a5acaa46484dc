// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let hardCodedEndpoint = Rule(
        id: "hard-coded-endpoint",
        severity: .warning,
        family: .architecture,
        summary: "a variable or an argument holds the address of a service that no `consumes` declares",
        rationale: """
            Such a call is in no graph: no rule checks its time limit, no network policy lets it through, no deploy waits for \
            it. With `consumes`, msctl injects the address as `<NAME>_URL`. An IP address moves with the next node, which is \
            an error.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.provider("cart"),
                    Examples.service(
                        "orders",
                        "consumes:\n  - { api: cart/v1, timeout: 1s }\n"
                            + "run:\n  env:\n    CART: http://cart:8080\n    LISTEN: 0.0.0.0:8080\n    PROXY: http://127.0.0.1:15000"
                    )
                )
            ],
            flagged: [
                Examples.service("orders", "run:\n  env: { CART: ⟪\"http://10.1.2.3:8080\"⟫ }"),
                Examples.service("orders", "run:\n  args: [--stock, ⟪stock.depot.svc.cluster.local:80⟫]"),
                Examples.documents(
                    Examples.provider("cart"),
                    Examples.service("orders", "run:\n  env: { CART: ⟪http://cart/v1⟫ }")
                ),
            ]
        ),
        evidence: [.own(.api), .everyone(.provides)],
        source: .check { context in
            let names = Set(context.services.map(\.name))
            return context.services.flatMap { service in
                texts(of: service, in: context).compactMap { finding(about: $0, of: service, names, context) }
            }
        }
    )

    private static func texts(of service: ServiceManifest, in context: LintContext) -> [Located<String>] {
        let run = service.run?.value
        let overridden = context.environments.flatMap { environment in
            environment.override(for: service.name)?.value.value.env.map(\.value) ?? []
        }
        return (run?.env.map(\.value) ?? []) + (run?.args ?? []) + overridden
    }

    private static func finding(
        about text: Located<String>,
        of service: ServiceManifest,
        _ names: Set<String>,
        _ context: LintContext
    ) -> Finding? {
        guard let host = HostGuess.host(in: text.value) else { return nil }
        var finding = Finding(
            "`\(service.name)` holds the address `\(host)`",
            at: text.span,
            "no `consumes` declares this call",
            help: "declare it in `consumes`, and read the address from the variable that msctl injects",
            service: service.name
        )
        if HostGuess.isAddress(host) {
            guard !HostGuess.isLocal(host) else { return nil }
            finding.severity = .error
            finding.headline = "`\(service.name)` holds the IP address `\(host)`"
            return finding
        }
        let label = String(host.prefix { $0 != "." })
        let isService = names.contains(label) && (label == host || HostGuess.isClusterName(host))
        guard isService || HostGuess.isClusterName(host), label != service.name else { return nil }
        let declared = service.consumes.contains { call in
            context.system.providers[call.api.value.description].map {
                context.services[$0.service].name == label
            }
                ?? false
        }
        return isService && declared ? nil : finding
    }
}
