// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Generation
import Kubernetes
import Testing

@Suite struct NetworkTests {
    private func provides(_ name: String) -> String {
        "provides: [{ api: \(name), version: v1, http: 8080 }]"
    }

    private func system(_ spec: String) -> String {
        let lines = spec.split(separator: "\n").map { "  \($0)\n" }.joined()
        return "---\napiVersion: msctl.dev/v1\nkind: System\nmetadata: { name: shop }\nspec:\n\(lines)\n"
    }

    private let external = "external:\n  old: { url: 'https://old.example:8443', kind: monolith }"

    @Test func allowsOnlyWhatTheGraphDeclares() throws {
        let text =
            serviceText(
                "web",
                provides("web") + "\nconsumes: [{ api: items/v1 }]\nobserve: { metrics: false }"
            )
            + serviceText("items", provides("items") + "\nobserve: { metrics: false }")
        let rendered = try RenderedSystem.text(text)
        let items = try rendered.only("NetworkPolicy", "items")
        let web = try rendered.only("NetworkPolicy", "web")
        #expect(items.object["spec"]?["policyTypes"] == ["Ingress", "Egress"])
        #expect(items.object["spec"]?["ingress"]?.array?.count == 1)
        let caller = try items.value("/spec/ingress/0/from/0/podSelector/matchLabels/app.kubernetes.io~1name")
        #expect(caller == "web")
        #expect(try items.value("/spec/egress")?.array?.count == 1)
        #expect(try web.value("/spec/ingress") == nil)
        let callee = try web.value("/spec/egress/1/to/0/podSelector/matchLabels/app.kubernetes.io~1name")
        #expect(callee == "items")
        #expect(try web.value("/spec/egress/1/ports/0/port") == 8080)
        #expect(web.origin(of: "/spec/egress/1/ports")?.text == "items/v1")
    }

    @Test func opensTheWayToStoresBrokersAndExternalSystems() throws {
        let text =
            system("brokers:\n  main: { engine: kafka }\ntopics:\n  t: { owner: web }\n" + external)
            + serviceText(
                "web",
                provides("web") + "\nconsumes: [{ api: external/old }]\ndata: [{ name: d, engine: postgres }]"
                    + "\nevents: { publishes: [{ topic: t, version: v1 }] }"
            )
            + environmentText(
                "prod",
                "provision: { kafka: { via: bootstrap, servers: 'kafka.queues.svc:9092' } }"
            )
        let policy = try RenderedSystem.text(text, environment: "prod").only("NetworkPolicy")
        let rules = try #require(try policy.value("/spec/egress")?.array)
        let ports = rules.map { $0["ports"]?.array?.first?["port"]?.integer }
        #expect(ports == [53, 8443, 5432, 9092])
        #expect(
            try policy.value("/spec/egress/3/to/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                == "queues"
        )
        #expect(try policy.value("/spec/egress/1/to/0/ipBlock/cidr") == "0.0.0.0/0")
    }

    private var gateway: String {
        system(external)
            + serviceText(
                "edge",
                "role: gateway\n" + provides("shop")
                    + "\nroutes:\n  - { path: /items, to: items/v1, timeout: 1500ms }"
                    + "\n  - path: /orders\n    to: items/v1"
                    + "\n    strangler: { legacy: old, weight: 25, pin: { header: X-New } }"
                    + "\nexpose: { host: shop.example, tls: true }"
            ) + serviceText("items", provides("items"))
    }

    @Test func splitsTrafficByWeightOnAGateway() throws {
        let text = gateway + environmentText("prod", "ingress: { gateway: infra/public }")
        let route = try RenderedSystem.text(text, environment: "prod").only("HTTPRoute")
        #expect(try route.value("/spec/parentRefs/0/namespace") == "infra")
        #expect(try route.value("/spec/hostnames/0") == "shop.example")
        #expect(try route.value("/spec/rules/0/timeouts/request") == "1500ms")
        #expect(try route.value("/spec/rules/1/matches/0/headers/0/name") == "X-New")
        #expect(try route.value("/spec/rules/1/backendRefs")?.array?.count == 1)
        #expect(try route.value("/spec/rules/2/backendRefs/0/weight") == 25)
        #expect(try route.value("/spec/rules/2/backendRefs/1/name") == "old")
        #expect(try route.value("/spec/rules/2/backendRefs/1/weight") == 75)
        #expect(route.origin(of: "/spec/rules/2/backendRefs")?.text.contains("weight: 25") == true)
    }

    @Test func splitsTrafficWithACanaryOfIngressNginx() throws {
        let text = gateway + environmentText("prod", "ingress: { class: nginx }")
        let rendered = try RenderedSystem.text(text, environment: "prod")
        #expect(
            try rendered.only("Ingress", "edge").value("/spec/rules/0/http/paths/1/backend/service/name")
                == "old"
        )
        let canary = try rendered.only("Ingress", "edge-orders-canary")
        #expect(canary.object.annotations["nginx.ingress.kubernetes.io/canary-weight"] == "25")
        #expect(canary.object.annotations["nginx.ingress.kubernetes.io/canary-by-header"] == "X-New")
        #expect(rendered.output.diagnostics.isEmpty)
        let legacy = try rendered.only("Service", "old")
        #expect(try legacy.value("/spec/externalName") == "old.example")
        #expect(try legacy.value("/spec/ports/0/port") == 8443)
    }

    @Test func namesACanaryAfterAPathThatIsNoName() throws {
        let text =
            gateway.replacing("/orders", with: "/V1/orders.x")
            + environmentText("prod", "ingress: { class: nginx }")
        let rendered = try RenderedSystem.text(text, environment: "prod")
        let names = rendered.output.objects.map(\.object).filter { $0.kind == "Ingress" }.map(\.name)
        #expect(names.count == 2)
        #expect(names.last?.hasPrefix("edge-v1-orders-x-") == true)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } })
    }

    @Test func splitsManyRoutesOverSeveralObjects() throws {
        let routes = (1...17).map { "\n  - { path: /p\($0), to: items/v1, timeout: 123456ms }" }.joined()
        let text =
            serviceText(
                "edge",
                "role: gateway\n" + provides("shop") + "\nroutes:" + routes
                    + "\nexpose: { host: shop.example }"
            ) + serviceText("items", provides("items"))
            + environmentText("prod", "ingress: { gateway: public }")
        let rendered = try RenderedSystem.text(text, environment: "prod")
        #expect(try rendered.only("HTTPRoute", "edge").value("/spec/rules")?.array?.count == 16)
        let rest = try rendered.only("HTTPRoute", "edge-2")
        #expect(try rest.value("/spec/rules")?.array?.count == 1)
        #expect(try rest.value("/spec/rules/0/timeouts/request") == "123s456ms")
    }

    @Test func refusesTwoObjectsOfOneName() throws {
        let text = gateway.replacing("old", with: "items")
        let rendered = try RenderedSystem.text(text)
        #expect(rendered.output.diagnostics.map(\.id).contains("object-name-taken"))
    }

    @Test func saysWhereAnIngressHasNoWeights() throws {
        let text = gateway + environmentText("prod", "ingress: { class: haproxy }")
        let rendered = try RenderedSystem.text(text, environment: "prod")
        #expect(rendered.output.diagnostics.map(\.id) == ["strangler-needs-weights"])
        #expect(rendered.output.diagnostics.first?.primary?.span.text == "25")
        #expect(!rendered.has("Ingress", "edge-orders-canary"))
    }
}
