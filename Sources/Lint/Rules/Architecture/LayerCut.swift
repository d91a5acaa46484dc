// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let layerCut = Rule(
        id: "layer-cut",
        severity: .warning,
        family: .architecture,
        summary: "services are cut by technical layers",
        rationale: """
            When one service stores what others think about, every change of the business goes through both, and both are deployed \
            together. A service owns a capability with its data. Two signs are looked for in services with an API over HTTP or gRPC: \
            a name that speaks of a layer (`dao`, `dal`, `data-access`; `repository`, `persistence`, `db` and `ui-backend` only where the \
            rest of the name is that of a caller, a prefix that most services have left out), and a domain in which one service has all \
            stores, calls no other, and at least two others with an API have none and cannot do without it.
            """,
        examples: Examples(
            clean: [
                Examples.provider("cart", "data:\n  - { name: cart, engine: postgres }"),
                Examples.service("cart-db", "provides:\n  - { api: cart-db, tcp: 5432 }"),
                // A repository of artifacts is a capability.
                Examples.documents(
                    Examples.provider("artifact-repository"),
                    logic("builds", "artifact-repository")
                ),
                // So it is where the product's name stands in front of all names.
                Examples.documents(
                    Examples.provider(
                        "shop-artifact-repository",
                        "data:\n  - { name: artifacts, engine: postgres }"
                    ),
                    logic("shop-builds", "shop-artifact-repository")
                ),
                Examples.documents(
                    store("records").replacing("http: 8080", with: "tcp: 5432"),
                    logic("pricing", "records"),
                    logic("orders", "records")
                ),
                Examples.documents(
                    store("records").replacing("engine: postgres", with: "engine: redis, class: cache"),
                    logic("pricing", "records"),
                    logic("orders", "records")
                ),
                Examples.documents(
                    store("accounts"),
                    logic("statements", "accounts"),
                    Examples.service(
                        "mailer",
                        "role: worker\nconsumes:\n  - { api: accounts/v1, timeout: 1s }"
                    )
                ),
                Examples.documents(
                    store("records"),
                    logic("pricing", "records"),
                    logic("orders", "records", "data:\n  - { name: orders, engine: postgres }")
                ),
            ],
            flagged: [
                Examples.provider("order-dao").replacing("name: order-dao\n", with: "name: ⟪order-dao⟫\n"),
                Examples.documents(
                    Examples.provider("order-repository")
                        .replacing("name: order-repository\nspec", with: "name: ⟪order-repository⟫\nspec"),
                    logic("orders", "order-repository")
                ),
                Examples.documents(
                    store("records").replacing("name: records\nspec", with: "name: ⟪records⟫\nspec"),
                    logic("pricing", "records"),
                    logic("orders", "records")
                ),
            ]
        ),
        evidence: [.everyone(.domain, .data, .provides, .role)],
        source: .check { context in
            let domains = Dictionary(grouping: context.services.indices) {
                context.services[$0].domain?.value.text ?? ""
            }
            let common = productName(in: context)
            return context.services.indices.compactMap {
                named($0, common, in: context) ?? drained($0, domains, in: context)
            }
        }
    )

    private static func store(_ name: String) -> String {
        Examples.provider(name, "data:\n  - { name: \(name), engine: postgres }")
    }

    private static func logic(_ name: String, _ callee: String, _ fields: String = "tier: standard") -> String
    {
        Examples.provider(name, "consumes:\n  - { api: \(callee)/v1, timeout: 1s }\n\(fields)")
    }

    private static func named(_ index: Int, _ product: [String], in context: LintContext) -> Finding? {
        let service = context.services[index]
        let tokens = service.name.split(separator: "-").map(String.init)
        let pairs = zip(tokens, tokens.dropFirst()).map { "\($0)-\($1)" }
        let clear: Set<String> = ["dao", "dal", "data-access"]
        let unclear: Set<String> = ["repository", "persistence", "db", "ui-backend"]
        let layers = (pairs + tokens).filter { clear.contains($0) || unclear.contains($0) }
        guard !layers.isEmpty, service.answersRequests else { return nil }
        let calls = context.system.calls(to: index)
        let callers = calls.map { Set(context.services[$0.caller].name.split(separator: "-").map(singular)) }
        let common = zip(tokens.dropLast(), product).prefix { $0 == $1 }.count
        let rest = tokens.dropFirst(common)
        /// Whether the name without the layer is that of one caller.
        func hasUpperLayer(_ layer: String) -> Bool {
            let words = layer.split(separator: "-").map(String.init)
            let subject = rest.filter { !words.contains($0) }.map { singular($0[...]) }
            return !subject.isEmpty && callers.contains { $0.isSuperset(of: subject) }
        }
        guard let layer = layers.first(where: { clear.contains($0) || hasUpperLayer($0) }) else { return nil }
        return Finding(
            "`\(service.name)` is a layer, by its name",
            at: service.metadata.name.span,
            "`\(layer)` is a technical layer",
            secondary: calls.prefix(1).map {
                .init($0.call.api.span, "`\(context.services[$0.caller].name)` cannot change without it")
            },
            help: "let the service that knows the business own the data, too",
            service: service.name
        )
    }

    /// The words that more than half of the names begin with and go on behind: the name of the product.
    private static func productName(in context: LintContext) -> [String] {
        var names = context.services.map { $0.name.split(separator: "-") }
        var product: [String] = []
        while true {
            let length = product.count
            names = names.filter { $0.count > length + 1 }
            let counts: [Substring: Int] = Dictionary(names.map { ($0[length], 1) }, uniquingKeysWith: +)
            guard let word = counts.first(where: { $0.value * 2 > context.services.count })?.key else {
                return product
            }
            names = names.filter { $0[length] == word }
            product.append(String(word))
        }
    }

    /// A word without the `s` of a plural.
    private static func singular(_ word: Substring) -> Substring {
        word.count > 3 && word.hasSuffix("s") ? word.dropLast() : word
    }

    /// A service that keeps the data of all others of its domain.
    private static func drained(_ index: Int, _ domains: [String: [Int]], in context: LintContext)
        -> Finding?
    {
        let service = context.services[index]
        guard let domain = service.domain?.value, service.data.contains(where: \.isPersistent),
            service.answersRequests,
            context.system.calls(from: index).isEmpty
        else {
            return nil
        }
        let siblings = (domains[domain.text] ?? []).filter { other in
            other != index && context.services[other].effectiveRole == .service
                && context.services[other].answersRequests
        }
        guard siblings.count >= 2, siblings.allSatisfy({ context.services[$0].data.isEmpty }) else {
            return nil
        }
        let edges = siblings.compactMap { sibling in
            context.system.calls(from: sibling).first { $0.target == .service(index) && $0.call.isRequired }
        }
        guard edges.count == siblings.count else { return nil }
        let names = Figure.names(siblings.map { context.services[$0].name })
        return Finding(
            "`\(service.name)` keeps all data of the domain `\(domain)`, and \(names) think about it",
            at: service.metadata.name.span,
            "has the only stores of `\(domain)`",
            secondary: edges.prefix(2).map {
                .init($0.call.api.span, "`\(context.services[$0.caller].name)` has none, and requires it")
            },
            help: "cut by capability: each service with the data that it decides about",
            service: service.name
        )
    }
}

extension ServiceManifest {
    /// Whether it offers an API over HTTP or gRPC; over TCP alone speak databases and brokers.
    fileprivate var answersRequests: Bool { self.provides.contains { $0.wireProtocol.value != .tcp } }
}
