// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let undeclaredDependency = Rule(
        id: "undeclared-dependency",
        severity: .warning,
        family: .architecture,
        status: .optIn,
        summary:
            "code speaks of another service or topic that its manifest does not declare, or the other way round",
        rationale: """
            A call that no manifest declares is in no graph: no rule sees its time limit, no network policy lets it through, and nobody \
            asks its callers before the API goes. Looked for in the source files of a service are the hosts of other services in \
            addresses and gRPC targets, the variables that msctl would inject for their APIs, and the names of topics in quotes; tests and comments are left \
            out. A declared call of which neither the code nor its settings say anything is reported at the manifest. All source files have to be read \
            for this, so the rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                repository("const base = process.env.CART_URL", consumes: true),
                repository("get('http://cart:8080/v1/items')", consumes: true),
                repository("// see http://cart:8080\nlisten(8080)", consumes: false),
                repository(
                    "/*\n get('http://cart:8080')\n*/\nlisten(8080) // was 'http://cart:8080'",
                    consumes: false
                ),
                repository("dial('cart:8080')", consumes: false),
                repository(
                    "listen(8080)",
                    consumes: true,
                    ("services/orders/src/main/resources/application.yml", "cart: { url: http://cart:8080 }")
                ),
            ],
            flagged: [
                repository("get(⟪'http://cart:8080/v1/items'⟫)", consumes: false),
                repository("const base = process.env.⟪CART_URL⟫", consumes: false),
                repository("listen(8080)", consumes: true, api: "⟪cart/v1⟫"),
                repository("dial(⟪'cart:9090'⟫)", consumes: false, port: "grpc: 9090"),
                repository(
                    "const note = 'http://x/*'\ndial(⟪'dns:///cart'⟫)",
                    consumes: false,
                    port: "grpc: 9090"
                ),
            ]
        ),
        needs: [.files],
        evidence: [.own(.api, .routes, .events), .neighbours(.provides)],
        source: .check { context in
            guard let files = context.files else { return [] }
            let names = SystemNames(context)
            return context.services.indices.flatMap { index -> [Finding] in
                guard let folder = context.services[index].buildContext else { return [] }
                let sources = SourceMentions(
                    files,
                    below: folder,
                    others: names.folders.filter { $0 != folder },
                    names
                )
                return undeclared(sources, index, names, in: context) + unused(sources, index, in: context)
            }
        }
    )

    private static func repository(
        _ code: String,
        consumes: Bool,
        api: String = "cart/v1",
        port: String = "http: 8080",
        _ settings: (String, String) = ("README.md", "")
    ) -> String {
        let fields = consumes ? "consumes:\n  - { api: \(api), timeout: 1s }" : "role: worker"
        return Examples.repository(
            ("services/cart/msctl.yaml", Examples.provider("cart").replacing("http: 8080", with: port)),
            ("services/orders/msctl.yaml", Examples.service("orders", fields)),
            ("services/orders/main.js", code),
            settings
        )
    }

    /// What the code mentions, and the manifest does not declare.
    private static func undeclared(
        _ sources: SourceMentions,
        _ index: Int,
        _ names: SystemNames,
        in context: LintContext
    ) -> [Finding] {
        let service = context.services[index]
        let callees = Set(context.system.calls(from: index).map { context.system.node($0.target) })
            .union(context.system.routes(of: index).map { context.system.node($0.target) })
        let topics = Set(service.publishes.map(\.topic.value) + service.subscribes.map(\.topic.value))
        let own = Set(service.run?.value.env.map(\.name.value) ?? [])
        var told: Set<String> = []
        return sources.mentions.compactMap { mention in
            var finding = Finding(
                "",
                at: mention.span,
                "the manifest declares nothing of it",
                secondary: [.init(service.metadata.name.span, "`\(service.name)`")],
                service: service.name,
                pointer: "/\(mention.name)"
            )
            switch mention.kind {
            case .host, .variable:
                guard let node = names.nodes[mention.name], node != index, !callees.contains(node),
                    !own.contains(mention.name), told.insert("\(node)").inserted
                else { return nil }
                let callee = context.system.name(ofNode: node)
                finding.headline =
                    "the code of `\(service.name)` speaks of `\(callee)`, and no `consumes` declares a call"
                finding.help = "declare the call in `consumes`, or take it out of the code"
            case .topic:
                guard !topics.contains(mention.name), told.insert("topic \(mention.name)").inserted else {
                    return nil
                }
                finding.headline =
                    "the code of `\(service.name)` speaks of the topic `\(mention.name)`, and its manifest does not"
                finding.help = "declare it under `events`, or take it out of the code"
            }
            return finding
        }
    }

    /// What the manifest declares, and the code does not mention.
    private static func unused(_ sources: SourceMentions, _ index: Int, in context: LintContext)
        -> [Finding]
    {
        guard sources.count > 0 else { return [] }
        let service = context.services[index]
        return context.system.calls(from: index).compactMap { edge in
            let callee = context.name(of: edge.target)
            let variable = SystemNames.variable(edge.call.api.value.name)
            guard !sources.says(variable), !sources.says(callee), !sources.says(edge.call.api.value.name)
            else { return nil }
            return Finding(
                "`\(service.name)` declares a call to `\(callee)` of which its code says nothing",
                at: edge.call.api.span,
                "not in \(Figure.count(sources.count, "source file"))",
                notes: [
                    "neither `\(variable)` nor `\(callee)` occurs below `\(service.buildContext ?? service.folder)`"
                ],
                help: "remove it, so that the graph shows what is",
                service: service.name
            )
        }
    }
}

/// The names by which code can speak of the parts of a system.
struct SystemNames {
    /// Hosts and variables, and the node of the graph that they mean.
    private(set) var nodes: [String: Int] = [:]
    /// The services that offer an API over gRPC.
    private(set) var grpc: Set<String> = []
    /// Topics whose names are no everyday words.
    private(set) var topics: Set<String> = []
    /// The folders of all services.
    private(set) var folders: [String] = []

    init(_ context: LintContext) {
        let system = context.system
        for (index, service) in system.services.enumerated() {
            nodes[service.name] = index
            for api in service.provides {
                nodes[Self.variable(api.api.value)] = index
                if api.wireProtocol.value == .grpc { grpc.insert(service.name) }
            }
        }
        for (index, external) in system.externals.enumerated() {
            nodes[Self.variable(external.name.value)] = system.services.count + index
        }
        let named = system.services.flatMap {
            $0.publishes.map(\.topic.value) + $0.subscribes.map(\.topic.value)
        }
        topics = Set(named.filter { name in name.contains { "._-".contains($0) } })
        folders = system.services.compactMap(\.buildContext)
    }

    /// The variable that msctl injects for an API.
    static func variable(_ api: String) -> String {
        String(api.uppercased().map { $0 == "-" || $0 == "." ? "_" : $0 }) + "_URL"
    }
}
