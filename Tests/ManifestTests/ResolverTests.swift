// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest
import Testing

@Suite struct ResolverTests {
    private func resolve(_ spec: String, tier: String? = nil, runtime: String? = nil) throws
        -> ResolvedService
    {
        let text = service("orders", spec + (tier.map { "\ntier: \($0)" } ?? ""))
        let set = ManifestReader.read([SourceFile(path: "msctl.yaml", text: text)])
        #expect(set.diagnostics.map(\.headline) == [])
        return Resolver.resolve(
            try #require(set.services.first),
            system: nil,
            environment: nil,
            runtime: runtime
        )
    }

    @Test(arguments: [
        ("critical", 3, 99.95, DeployStrategy.canary), ("high", 2, 99.9, .rolling),
        ("standard", 2, 99.5, .rolling),
    ])
    func takesDefaultsFromTheTier(tier: String, replicas: Int, slo: Double, strategy: DeployStrategy) throws {
        let resolved = try resolve("", tier: tier)
        #expect(resolved.scale.min.value == replicas)
        #expect(resolved.scale.max.value == replicas * 2)
        #expect(resolved.slo?.value.percent == slo)
        #expect(resolved.deploy.strategy.value == strategy)
        #expect(resolved.scale.min.origin == .tier(Tier(rawValue: tier)!))
        // What is usual for a tier is no promise.
        #expect(resolved.promise == nil)
        #expect(try resolve("resilience: { slo: 99.1 }", tier: tier).promise?.percent == 99.1)
    }

    @Test func reservesNoMoreThanAWrittenLimitAllows() throws {
        let resolved = try resolve("run: { resources: { cpu: { limit: 50m }, memory: { limit: 64Mi } } }")
        #expect(resolved.resources.cpu.value.text == "50m")
        #expect(resolved.resources.memory.value.text == "64Mi")
        #expect(resolved.resources.memoryLimit.value.text == "64Mi")
    }

    @Test func startsWithNoMoreReplicasThanAreWanted() throws {
        let resolved = try resolve("scale: { max: 1 }", tier: "critical")
        #expect(resolved.scale.min.value == 1)
        #expect(resolved.scale.isFixed)
    }

    @Test func promisesNothingForTheLowestTier() throws {
        let resolved = try resolve("", tier: "low")
        #expect(resolved.slo == nil)
        #expect(resolved.scale.min.value == 1)
    }

    @Test func reservesWhatTheRuntimeNeeds() throws {
        #expect(try resolve("").resources.memory == Resolved(try #require(WrittenQuantity("256Mi")), .schema))
        let java = try resolve("", runtime: "java")
        #expect(java.resources.memory.value.text == "512Mi")
        #expect(java.resources.memoryLimit.origin == .runtime("java"))
        #expect(java.resources.cpu.value.millicores == 100)
        #expect(java.resources.cpuLimit == nil)
        #expect(java.health.budget.value == .seconds(120))
    }

    @Test func understandsShorthands() throws {
        let resolved = try resolve(
            """
            scale: 3
            provides: [{ http: 8080 }]
            consumes: [{ api: a/v1, timeout: 1s, retries: 2, breaker: true }]
            health: { live: off, ready: /ping }
            events: { subscribes: [{ topic: t, dlq: true }, { topic: u, dlq: dead }] }
            """
        )
        #expect(resolved.scale.isFixed)
        #expect(resolved.manifest.build?.value.context.value == ".")
        #expect(resolved.manifest.provides.first?.api.value == "orders")
        #expect(resolved.calls.first?.attempts.value == 3)
        #expect(resolved.calls.first?.breaker.value == true)
        #expect(resolved.health.live == nil)
        #expect(resolved.health.ready?.path.value == "/ping")
        #expect(resolved.health.ready?.port?.value == 8080)
        #expect(resolved.manifest.subscribes.map(\.dlq?.value) == [.standard, .named("dead")])
    }

    @Test func saysWhereEachValueComesFrom() throws {
        let shop = try ShippedManifests.shop()
        let (system, _) = ServiceSystem.resolve(shop, environment: shop.environment(named: "prod"))
        let catalog = try #require(system.resolvedService(named: "catalog"))
        let origins = Dictionary(
            uniqueKeysWithValues: catalog.explained.map { ($0.path, ($0.text, $0.origin.description)) }
        )
        #expect(origins["scale.min"]?.0 == "4")
        #expect(origins["scale.min"]?.1 == "override, envs/prod.msctl.yaml:20:30")
        #expect(origins["scale.max"]?.1 == "services/catalog/msctl.yaml:18:25")
        #expect(origins["observe.runbook"]?.0 == "https://runbooks.example/catalog")
        #expect(origins["observe.runbook"]?.1.hasPrefix("system, system.msctl.yaml:") == true)
        #expect(origins["deploy.strategy"]?.1 == "tier high")
        #expect(origins["run.resources.cpu.request"]?.1 == "default")
        #expect(catalog.namespace.value == "shop")
    }

    @Test func resolvesBuildPathsFromTheFolderOfTheManifest() throws {
        let shop = try ShippedManifests.shop()
        #expect(
            shop.services.map(\.buildContext)
                == ["cart", "catalog", "gateway", "orders", "payments"].map { "services/\($0)" }
        )
    }

    @Test(arguments: ManifestKind.allCases)
    func describesEveryKind(kind: ManifestKind) {
        let fields = ManifestSchema.fields(of: kind)
        #expect(fields.map(\.name) == ["apiVersion", "kind", "metadata", "spec"])
        #expect(ManifestSchema.specFields(of: kind).count >= 8)
    }

    @Test func describesNestedFields() throws {
        let consumes = try #require(ManifestSchema.specFields(of: .service).first { $0.name == "consumes" })
        guard case .list(.object(let fields)) = consumes.shape else {
            Issue.record("`consumes` is described as \(consumes.shape)")
            return
        }
        #expect(fields.first?.name == "api")
        #expect(fields.first?.isRequired == true)
        #expect(fields.map(\.name).contains("maxConcurrent"))
    }
}
