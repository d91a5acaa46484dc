// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest
import Support
import Testing

private func resolve(_ texts: String...) -> (ServiceSystem, [Diagnostic]) {
    let files = texts.enumerated().map { SourceFile(path: "\($0).yaml", text: $1) }
    let set = ManifestReader.read(files)
    let (system, diagnostics) = ServiceSystem.resolve(set)
    return (system, set.diagnostics + diagnostics)
}

@Suite struct SystemResolverTests {
    @Test func rejectsTwoServicesWithOneName() {
        let (system, diagnostics) = resolve(service("orders"), service("orders"))
        #expect(system.services.count == 1)
        #expect(diagnostics.map(\.id) == ["duplicate-name"])
        #expect(diagnostics.first?.primary?.span.file.path == "1.yaml")
        #expect(diagnostics.first?.secondary.first?.span.file.path == "0.yaml")
    }

    @Test func rejectsBoundsThatNoAutoscalerAccepts() {
        let marked = MarkedText(service("a", "scale: { min: 5, max: ⟪2⟫ }"))
        let (_, diagnostics) = resolve(marked.text, service("b", "scale: { min: 0, max: 4 }"))
        #expect(
            diagnostics.map(\.headline) == [
                "`a` has fewer replicas at most than at least",
                "no autoscaler starts `b` again once it has no replica",
            ]
        )
        #expect(diagnostics.first?.primary?.span.range == marked.ranges[0])
    }

    @Test func rejectsBoundsThatOnlyAnEnvironmentCrosses() {
        let environment = MarkedText(
            """
            apiVersion: msctl.dev/v1
            kind: Environment
            metadata: { name: prod }
            spec:
              overrides: { a: { scale: { min: 12 } } }

            """
        )
        let (_, diagnostics) = resolve(service("a", "scale: { min: 2, max: 10 }"), environment.text)
        #expect(diagnostics.map(\.headline) == ["`a` has fewer replicas at most than at least"])
        #expect(diagnostics.first?.secondary.first?.text == "at least 12")
    }

    @Test func rejectsTwoProvidersOfOneVersion() {
        let api = "provides: [{ api: cart, version: v1, http: 80 }]"
        let (_, diagnostics) = resolve(service("a", api), service("b", api))
        #expect(diagnostics.map(\.headline) == ["`a` and `b` both provide `cart/v1`"])
    }

    @Test func suggestsTheNameThatWasMeant() {
        let marked = MarkedText(service("a", "consumes:\n  - { api: ⟪crat/v1⟫, timeout: 1s }"))
        let (_, diagnostics) = resolve(marked.text, service("cart", "provides: [{ version: v1, http: 80 }]"))
        #expect(diagnostics.map(\.id) == ["dangling-ref"])
        #expect(diagnostics.first?.primary?.span.range == marked.ranges[0])
        #expect(diagnostics.first?.fix?.edits.map(\.replacement) == ["cart/v1"])
        #expect(diagnostics.first?.pointer == "/spec/consumes/0/api")
        #expect(diagnostics.first?.service == "a")
    }

    @Test func saysNothingAboutWhatCouldNotBeRead() {
        let (_, diagnostics) = resolve(
            service("a", "consumes: [{ api: cart/v1, timeout: 1s }]"),
            service("cart", "provides: [{ version: one, http: 80 }]")
        )
        #expect(diagnostics.map(\.id) == ["bad-value"])
    }

    @Test func reportsUnknownTopicsDomainsAndExternals() {
        let system = """
            apiVersion: msctl.dev/v1
            kind: System
            metadata: { name: shop }
            spec:
              domains: { edge: { owner: team-edge } }
              teams: { team-sales: {} }
              topics: { orders.placed: { owner: order } }

            """
        let orders = service(
            "orders",
            "consumes: [{ api: external/bank }]\nevents: { subscribes: [{ topic: paid }] }"
        )
        let (_, diagnostics) = resolve(orders, system)
        #expect(
            diagnostics.map(\.headline).sorted() == [
                "there is no domain `sales`", "there is no external system `bank`",
                "there is no service `order`",
                "there is no team `team-edge`", "there is no topic `paid`",
            ]
        )
    }

    @Test func reportsAnOverrideOfAnUnknownService() {
        let environment = """
            apiVersion: msctl.dev/v1
            kind: Environment
            metadata: { name: prod }
            spec: { overrides: { order: { scale: 2 } } }

            """
        let (_, diagnostics) = resolve(service("orders"), environment)
        #expect(diagnostics.map(\.headline) == ["there is no service `order`"])
        #expect(diagnostics.first?.fix?.edits.map(\.replacement) == ["orders"])
    }

    @Test func findsTheShortestCycleAndWithholdsItsNumbers() throws {
        func node(_ name: String, _ callees: String...) -> String {
            service(
                name,
                "provides: [{ version: v1, http: 80 }]\nconsumes: ["
                    + callees.map { "{ api: \($0)/v1 }" }.joined(separator: ", ") + "]"
            )
        }
        let (system, diagnostics) = resolve(
            node("a", "b"),
            node("b", "c"),
            node("c", "a", "d"),
            node("d", "c"),
            node("e", "a"),
            node("f")
        )
        #expect(diagnostics.isEmpty)
        #expect(system.graph.cycles == [[0, 1, 2, 3]])
        #expect(system.graph.shortestCycle(in: [0, 1, 2, 3]) == [2, 3])
        #expect(system.availability(of: 4) == nil)
        #expect(system.availability(of: 5) != nil)
        #expect(system.graph.hardClosure[0].members == [1, 2, 3])
    }

    @Test func ignoresTheOrderOfFiles() throws {
        let files = try ShippedManifests.files(of: "shop")
        let broken = SourceFile(
            path: "x.msctl.yaml",
            text: service("cart", "tierr: high\nconsumes: [{ api: x/v1 }]")
        )
        let first = ServiceSystem.resolve(ManifestReader.read(files + [broken]))
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5 {
            let set = ManifestReader.read((files + [broken]).shuffled(using: &generator))
            let (system, diagnostics) = ServiceSystem.resolve(set)
            #expect(diagnostics == first.1)
            #expect(system.resolved == first.0.resolved)
            #expect(system.calls == first.0.calls)
        }
        #expect(first.1.map(\.id) == ["duplicate-name"])
    }

    @Test func resolvesAThousandServices() {
        let files = (0..<1000).map { index in
            let callees = index == 0 ? [] : Set([index / 2, index / 3, index - 1]).sorted()
            let calls = callees.map { "\n  - { api: s\($0)/v1, timeout: 1s, retries: 1 }" }.joined()
            let spec =
                "provides:\n  - { version: v1, http: 8080 }" + (calls.isEmpty ? "" : "\nconsumes:" + calls)
            return SourceFile(path: "s\(index)/msctl.yaml", text: service("s\(index)", spec))
        }
        let (system, diagnostics) = ServiceSystem.resolve(ManifestReader.read(files))
        #expect(diagnostics.isEmpty)
        #expect(system.services.count == 1000)
        let deepest = system.index(of: "s999").map { system.graph.hardClosure[$0].count }
        #expect(deepest == 999)
    }
}
