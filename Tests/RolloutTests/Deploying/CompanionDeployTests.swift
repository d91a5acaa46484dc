// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes
import KubernetesClient
import Sandbox
import Testing

@testable import Rollout

/// Whole deploys of services that have more than workloads.
@Suite struct CompanionDeployTests {
    // C7 (g)
    /// A service with one more object, which a controller of the sandbox plays with, or does not.
    private func service(
        _ version: String,
        _ apiVersion: String,
        _ kind: String,
        fault: String?,
        spec: JSONObject
    ) -> DesiredService {
        var service = Fixture.service("cart") { $0.version = version }
        service.objects.append(
            DesiredObject(
                KubernetesObject(
                    type: GroupVersionKind(apiVersion: apiVersion, kind: kind),
                    metadata: [
                        "name": "cart-edge", "namespace": "shop", "labels": .object(Fixture.labels("cart")),
                        "annotations": fault.map { ["sandbox.msctl.dev/fail": .string($0)] },
                    ],
                    members: ["spec": .object(spec)]
                ),
                service: "cart"
            )
        )
        return service
    }

    private func routed(_ version: String, host: String = "a.example", fault: String? = nil) -> DesiredService
    {
        service(
            version,
            "gateway.networking.k8s.io/v1",
            "HTTPRoute",
            fault: fault,
            spec: [
                "parentRefs": [["name": "edge"]], "hostnames": [.string(host)],
                "rules": [["backendRefs": [["name": "cart", "port": 80]]]],
            ]
        )
    }

    private func ingress(_ version: String, fault: String? = nil) -> DesiredService {
        service(
            version,
            "networking.k8s.io/v1",
            "Ingress",
            fault: fault,
            spec: [
                "ingressClassName": "edge",
                "defaultBackend": ["service": ["name": "cart", "port": ["number": 80]]],
            ]
        )
    }

    private func balanced(_ version: String, fault: String? = nil) -> DesiredService {
        service(
            version,
            "v1",
            "Service",
            fault: fault,
            spec: [
                "type": "LoadBalancer", "selector": ["app.kubernetes.io/name": "cart"],
                "ports": [["port": 80]],
            ]
        )
    }

    private func image(_ rig: Rig) async throws -> String? {
        let cart = try await rig.live("Deployment", "cart")
        return FieldPath(".spec.template.spec.containers[0].image")?
            .value(in: .object(cart?.json ?? [:]))?.string
    }

    @Test func waitsForWhatTheGatewaySays() async throws {
        let rig = Rig()
        let report = try await rig.deploy([routed("1")])
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.notes == [])
    }

    @Test(arguments: ["not-accepted", "backend-missing"])
    func goesBackFromARouteThatIsRefused(fault: String) async throws {
        let rig = Rig()
        _ = try await rig.deploy([routed("1")])
        let report = try await rig.deploy([routed("2", host: "b.example", fault: fault)])
        #expect(report.outcome == .failedRolledBack)
        let cart = try #require(report.services.first)
        #expect(cart.cause?.code == .routeRefused)
        #expect(cart.rollback?.isVerified == true)
        #expect(try await image(rig) == "registry.example/cart:1")
    }

    @Test func goesBackFromALoadBalancerThatCannotBeMade() async throws {
        let rig = Rig()
        #expect(try await rig.deploy([Fixture.service("cart")]).outcome == .succeeded)
        let report = try await rig.deploy([balanced("2", fault: "no-address")])
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.cause?.code == .noAddress)
        #expect(try await rig.live("Service", "cart-edge") == nil)
    }

    @Test(arguments: [nil, "no-controller"])
    func aLoadBalancerGetsItsAddressOrAWord(fault: String?) async throws {
        let rig = Rig()
        let report = try await rig.deploy([balanced("1", fault: fault)])
        #expect(report.outcome == .succeeded)
        let notes = report.services.first?.notes ?? []
        #expect(notes.isEmpty == (fault == nil), "\(notes)")
    }

    @Test func nobodyWhoReportsDoesNotHangTheDeploy() async throws {
        let rig = Rig()
        let noted = Shared<[String]>([])
        let report = try await rig.deploy([ingress("1", fault: "no-controller")]) { event in
            if case .noted(let text) = event.what { noted.change { $0.append(text) } }
        }
        #expect(report.outcome == .succeeded)
        #expect(report.duration < .seconds(45))
        let note =
            "no controller has reported on `Ingress cart-edge`: it has no address, so that it may not be served"
        #expect(report.services.first?.notes == [note])
        #expect(noted.value == [note])
        #expect(try await rig.deployer.history(of: "cart", in: rig.scope).current?.isProven == true)
        // The next version does not touch it, and does not wait for it.
        let second = try await rig.deploy([ingress("2", fault: "no-controller")])
        #expect(second.outcome == .succeeded)
        #expect(second.services.first?.notes == [])
    }

    @Test func namesTheClaimThatPodsWaitFor() async throws {
        let rig = Rig()
        var broken = service(
            "1",
            "v1",
            "PersistentVolumeClaim",
            fault: "never-bound",
            spec: ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]
        )
        let index = try #require(broken.objects.firstIndex { $0.object.kind == "Deployment" })
        var template = try #require(broken.objects[index].object["spec"]?["template"])
        template["spec"]?["volumes"] = [
            ["name": "data", "persistentVolumeClaim": ["claimName": "cart-edge"]]
        ]
        broken.objects[index].object["spec"]?["template"] = template
        let report = try await rig.deploy([broken])
        #expect(report.outcome == .failedNotRolledBack)
        #expect(report.services.first?.cause?.code == .claimPending)
        #expect(report.services.first?.cause?.object.name == "cart-edge")
    }

    @Test func watchesThemOnlyWhereThereAreSome() async throws {
        let rig = Rig()
        let watched = Shared<[String]>([])
        let strike: @Sendable (HTTPRequest) -> StrikingTransport.Strike? = { request in
            if request.isWatch { watched.change { $0.append("\(request.path?.prefix { $0 != "?" } ?? "")") } }
            return nil
        }
        _ = try await rig.deploy([Fixture.service("cart")], striking: strike)
        #expect(!watched.value.contains { $0.hasSuffix("/services") || $0.hasSuffix("/httproutes") })
        _ = try await rig.deploy([routed("2")], striking: strike)
        #expect(watched.value.contains { $0.hasSuffix("/httproutes") })
        #expect(!watched.value.contains { $0.hasSuffix("/services") || $0.hasSuffix("/ingresses") })
    }

    @Test func asksForTheRightToWatchThem() {
        func rights(_ service: DesiredService) -> [String] {
            DeployRights.questions(service.objects.map(\.object), namespace: "shop").map(\.description)
        }
        #expect(rights(routed("1")).contains("watch httproutes.gateway.networking.k8s.io in shop"))
        #expect(rights(balanced("1")).contains("watch services in shop"))
        #expect(!rights(Fixture.service("cart")).contains("watch services in shop"))
    }
}
