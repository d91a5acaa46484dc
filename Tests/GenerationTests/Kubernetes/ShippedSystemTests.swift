// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Generation
import Kubernetes
import Support
import Testing

@Suite struct ShippedSystemTests {
    private static let systems: [(String, String?)] = [
        ("shop", "prod"), ("shop", "staging"), ("shop", "dev"), ("minimal", nil),
    ]

    @Test(arguments: systems)
    func keepsTheObjectsOfShippedSystems(system: String, environment: String?) throws {
        // C7 (b)
        let rendered = try RenderedSystem.shipped(system, environment: environment)
        golden(rendered.files, story: "render-\(system)" + (environment.map { "-\($0)" } ?? ""))
        #expect(!rendered.output.diagnostics.contains { $0.severity == .error })
    }

    @Test(arguments: systems)
    func writesOnlyFieldsThatKubernetesHas(system: String, environment: String?) throws {
        let rendered = try RenderedSystem.shipped(system, environment: environment)
        #expect(rendered.objects.count > 5)
        for desired in rendered.objects {
            #expect(FieldTable.builtIn.shape(of: desired.object.type) != nil, "\(desired.object.reference)")
            let violations = SchemaValidator().validate(desired.object)
            #expect(violations.map(\.message) == [], "\(desired.object.reference)")
            #expect(!hasNull(.object(desired.object.json)), "\(desired.object.reference)")
        }
    }

    @Test func writesTheSameBytesTwice() throws {
        let first = try RenderedSystem.shipped("shop", environment: "prod")
        let second = try RenderedSystem.shipped("shop", environment: "prod")
        #expect(first.files.map(\.text) == second.files.map(\.text))
    }

    @Test func ordersObjectsAsTheyAreApplied() throws {
        let rendered = try RenderedSystem.shipped("shop", environment: "prod")
        #expect(rendered.objects.first?.object.kind == "Namespace")
        let order = [
            "ServiceAccount", "ConfigMap", "NetworkPolicy", "Deployment", "Service", "Ingress",
            "HorizontalPodAutoscaler", "PodDisruptionBudget",
        ]
        for service in ["cart", "gateway", "payments"] {
            let kinds = rendered.objects.filter { $0.service == service }.map(\.object.kind)
            let positions = kinds.compactMap { order.firstIndex(of: $0) }
            #expect(kinds.count > 5 && positions.count == kinds.count)
            #expect(positions == positions.sorted())
        }
        let services = rendered.objects.compactMap(\.service)
        #expect(services == services.sorted())
    }

    @Test func labelsEveryObject() throws {
        let rendered = try RenderedSystem.shipped("shop", environment: "prod")
        let owned = rendered.objects.filter { $0.service != nil }
        #expect(Set(owned.compactMap(\.service)).count == 5)
        for desired in owned {
            let labels = desired.object.labels
            #expect(labels["app.kubernetes.io/part-of"] == "shop")
            #expect(labels["app.kubernetes.io/managed-by"] == "msctl")
            #expect(labels["msctl.dev/service"] == desired.service)
            #expect(labels["msctl.dev/owner"]?.hasPrefix("team-") == true)
            #expect(
                desired.object.annotations["msctl.dev/runbook"]?.hasSuffix(desired.service ?? "?") == true
            )
            for (key, value) in labels { #expect(LabelSyntax.isKey(key) && LabelSyntax.isValue(value)) }
        }
    }

    @Test func leadsFieldsBackToTheManifest() throws {
        let rendered = try RenderedSystem.shipped("shop", environment: "prod")
        let payments = try rendered.only("Deployment", "payments")
        let container = "/spec/template/spec/containers/0"
        #expect(payments.origin(of: "\(container)/env/0/valueFrom/secretKeyRef/key")?.text == "ACQUIRER_KEY")
        // How a container behaves follows from what was built.
        #expect(payments.origin(of: container)?.text == ".")
        #expect(payments.origin(of: "\(container)/livenessProbe/httpGet")?.text == ".")
        #expect(payments.origin(of: "\(container)/envFrom/1/secretRef/name")?.text == "postgres")
        #expect(payments.origin(of: "\(container)/image")?.text == ".")
        #expect(payments.origin(of: "\(container)/ports/0/containerPort")?.text == "8080")
        #expect(payments.origin(of: "/spec/selector")?.text == "payments")
        let catalog = try rendered.only("HorizontalPodAutoscaler", "catalog")
        #expect(catalog.origin(of: "/spec/minReplicas")?.file.path == "envs/prod.msctl.yaml")
        #expect(catalog.origin(of: "/spec/maxReplicas")?.file.path == "services/catalog/msctl.yaml")
        let gateway = try rendered.only("Ingress", "gateway")
        #expect(gateway.origin(of: "/spec/rules/0/host")?.text == "shop.example.com")
    }

    private func hasNull(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .array(let elements): elements.contains(where: hasNull)
        case .object(let members): members.contains { hasNull($0.value) }
        default: false
        }
    }
}
