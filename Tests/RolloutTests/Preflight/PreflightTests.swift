// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient
import Sandbox
import Support
import Testing

@testable import Rollout

@Suite struct PreflightTests {
    @Test func refusesWhatItMayNotDo() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let transport = DenyingTransport(base: rig.transport, verb: "patch")
        let deployer = rig.deployer(over: transport)
        rig.transport.forget()
        let request = rig.request([Fixture.service("cart") { $0.version = "2" }])
        let report = try await deployer.deploy(request)
        #expect(report.outcome == .notAllowed)
        let stopped = try #require(report.stopped)
        #expect(stopped.hasPrefix("nothing was written: not allowed to "))
        #expect(stopped.contains("patch secrets in shop"))
        #expect(stopped.contains("patch deployments.apps in shop"))
        #expect(rig.transport.writes == [])
        let asked = transport.asked
        #expect(Set(asked).count == asked.count)
        _ = try await deployer.deploy(request)
        #expect(transport.asked == asked)
    }

    /// A service with a route, and a deployer for a cluster without the Gateway API.
    private func unserved(_ rig: Rig) -> (DesiredService, Deployer) {
        var service = Fixture.service("cart")
        let route = KubernetesObject(
            type: GroupVersionKind(apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute"),
            metadata: ["name": "cart", "namespace": "shop", "labels": .object(Fixture.labels("cart"))],
            members: ["spec": ["parentRefs": [["name": "edge"]]]]
        )
        service.objects.append(
            DesiredObject(
                route,
                service: "cart",
                origins: ["/spec/parentRefs": SourceSpan(file: Fixture.manifest, range: 6..<9)]
            )
        )
        let transport = UnservingTransport(base: rig.transport, group: "gateway.networking.k8s.io")
        return (service, rig.deployer(over: transport))
    }

    @Test(arguments: [false, true])
    func aKindThatTheClusterLacksIsSaidBeforeAnythingIsWritten(isThere: Bool) async throws {
        let rig = Rig()
        if isThere { _ = try await rig.deploy([Fixture.service("orders")]) }
        let (service, deployer) = unserved(rig)
        let request = rig.request([service])
        rig.transport.forget()
        let forecast = try await rig.whileTimePasses { try await deployer.forecast(request) }
        #expect(forecast.refusal?.outcome == .preflightRefused)
        let report = try await rig.whileTimePasses { try await deployer.deploy(request) }
        #expect(report.outcome == .preflightRefused)
        #expect(rig.transport.writes == [])
        let cart = try #require(report.services.first)
        #expect(cart.notes == [])
        let cause = try #require(cart.cause)
        #expect(cause.code == .kindNotServed)
        #expect(
            cause.headline
                == "the cluster does not serve gateway.networking.k8s.io/v1 HTTPRoute, which `ingress.gateway` needs"
        )
        #expect(cause.remedy?.contains("`ingress.class`") == true)
        #expect(cause.span?.start.line == 2)
    }

    @Test func aKindThatComesWithItsDefinitionNeedNotBeServedYet() async throws {
        let rig = Rig()
        let type = GroupVersionKind(apiVersion: "example.org/v1", kind: "Widget")
        let widget = KubernetesObject(type: type, metadata: ["name": "w", "namespace": "shop"])
        let definition = KubernetesObject(
            type: GroupVersionKind(apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition"),
            metadata: ["name": "widgets.example.org"],
            members: ["spec": ["group": "example.org", "names": ["kind": "Widget", "plural": "widgets"]]]
        )
        let alone = try await rig.whileTimePasses { try await ServedKinds.missing(for: [widget], rig.client) }
        #expect(alone == [type])
        let both = try await rig.whileTimePasses {
            try await ServedKinds.missing(for: [widget, definition], rig.client)
        }
        #expect(both == [])
    }

    /// As after `helm install` of an operator, and `msctl deploy` in the next line of a script.
    @Test(arguments: [("v1", 3, true), ("v1", 60, false), ("v2", 3, false)])
    func aKindWhoseDefinitionIsThereIsWaitedFor(version: String, seconds: Int, isServed: Bool) async throws {
        // C1.9
        var options = SandboxOptions()
        options.definitionDelay = .seconds(seconds)
        let rig = Rig(options)
        let type = GroupVersionKind(apiVersion: "example.org/\(version)", kind: "Widget")
        let widget = KubernetesObject(type: type, metadata: ["name": "w", "namespace": "shop"])
        let definition = KubernetesObject(
            type: GroupVersionKind(apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition"),
            metadata: ["name": "widgets.example.org"],
            members: [
                "spec": [
                    "group": "example.org", "scope": "Namespaced",
                    "names": ["kind": "Widget", "plural": "widgets"],
                    "versions": [
                        [
                            "name": "v1", "served": true, "storage": true,
                            "schema": ["openAPIV3Schema": ["type": "object"]],
                        ]
                    ],
                ]
            ]
        )
        _ = try await rig.client.create(definition)
        let start = rig.clock.now.offset
        let missing = try await rig.whileTimePasses {
            try await ServedKinds.missing(for: [widget], rig.client)
        }
        #expect(missing == (isServed ? [] : [type]))
        let waited = rig.clock.now.offset - start
        // What is not to be served is not waited for.
        #expect(version == "v1" ? waited >= .seconds(min(seconds, 10)) : waited < .seconds(1), "\(waited)")
        #expect(waited <= .seconds(11))
    }

    @Test func triesThePodAgainstQuotas() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await rig.client.create(
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: "ResourceQuota"),
                metadata: ["name": "few", "namespace": "shop"],
                members: ["spec": ["hard": ["pods": "2"]]]
            )
        )
        rig.transport.forget()
        let report = try await rig.deploy([Fixture.service("cart"), Fixture.service("orders")])
        #expect(report.outcome == .preflightRefused)
        #expect(report.services.map(\.outcome) == [.skipped, .failed])
        let cause = try #require(report.services.last?.cause)
        #expect(cause.code == .quotaExceeded)
        #expect(cause.headline == "the quota `few` leaves no room for another pod")
        #expect(rig.transport.writes == [])
    }

    @Test func triesThePodAgainstLimitRanges() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await rig.client.create(
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: "LimitRange"),
                metadata: ["name": "small", "namespace": "shop"],
                members: ["spec": ["limits": [["type": "Container", "max": ["cpu": "1"]]]]]
            )
        )
        let report = try await rig.deploy([
            Fixture.service("cart"),
            Fixture.service("orders") { $0.container = ["resources": ["limits": ["cpu": "2"]]] },
        ])
        #expect(report.outcome == .preflightRefused)
        let cause = try #require(report.services.last?.cause)
        #expect(cause.code == .limitRange)
        #expect(cause.detail?.hasSuffix("maximum cpu usage per Container is 1, but limit is 2") == true)
        #expect(cause.pointer == "/spec/template/spec/containers/0/resources")
    }

    @Test func refusesADeadlineThatCannotBeMet() async throws {
        let rig = Rig()
        var options = Rig.options
        options.deadline = .seconds(10)
        let slow = Fixture.service("orders") {
            $0.container = [
                "readinessProbe": ["httpGet": ["path": "/readyz", "port": 8080], "initialDelaySeconds": 11]
            ]
        }
        let report = try await rig.deploy([slow], options: options)
        #expect(report.outcome == .preflightRefused)
        #expect(report.services.first?.cause?.code == .deadlineTooShort)
        #expect(rig.transport.writes == [])
    }

    @Test func makesThePodWithoutAnAccountThatIsNotThereYet() throws {
        let workload = try #require(
            Fixture.service("cart").objects.first { $0.object.kind == "Deployment" }?.object
        )
        let early = PodTrial.pod(of: workload, namespace: "shop", accounts: ["default"])
        #expect(early?["spec"]?["serviceAccountName"] == nil)
        let later = PodTrial.pod(of: workload, namespace: "shop", accounts: ["cart"])
        #expect(later?["spec"]?["serviceAccountName"] == "cart")
        #expect(later?.labels["app.kubernetes.io/name"] == "cart")
    }

    @Test func givesThePodOfAStatefulSetTheVolumesOfItsClaims() {
        let set = KubernetesObject(
            type: GroupVersionKind(apiVersion: "apps/v1", kind: "StatefulSet"),
            metadata: ["name": "search", "namespace": "shop"],
            members: [
                "spec": [
                    "template": [
                        "spec": ["volumes": [["name": "tmp"], ["name": "files", "emptyDir": [:]]]]
                    ],
                    "volumeClaimTemplates": [["metadata": ["name": "files"]]],
                ]
            ]
        )
        let pod = PodTrial.pod(of: set, namespace: "shop", accounts: [])
        #expect(
            pod?["spec"]?["volumes"] == [
                ["name": "tmp"],
                ["name": "files", "persistentVolumeClaim": ["claimName": "files-search-0"]],
            ]
        )
    }

    @Test func knowsAClusterByItsFingerprint() async throws {
        let rig = Rig()
        let fingerprint = try #require(try await rig.deployer.plan(rig.request([])).cluster)
        try await rig.deployer.requireCluster(fingerprint)
        await #expect(throws: DeployError.self) { try await rig.deployer.requireCluster("another") }
    }

    private func secret(_ name: String, _ keys: [String]) -> KubernetesObject {
        KubernetesObject(
            type: RevisionSecret.type,
            metadata: ["name": .string(name), "namespace": "shop"],
            members: ["data": .object(JSONObject(keys.map { ($0, JSONValue.string("dg==")) }))]
        )
    }

    private func needing(_ secret: String, keys: [String], version: String = "1") -> DesiredService {
        Fixture.service("orders") {
            $0.version = version
            $0.container = [
                "env": .array(
                    keys.map { key in
                        let reference: JSONValue = ["name": .string(secret), "key": .string(key)]
                        return ["name": .string(key), "valueFrom": ["secretKeyRef": reference]]
                    }
                )
            ]
        }
    }

    @Test func aPlanSaysWhatADeployWouldRefuseAndWritesNothing() async throws {
        let rig = Rig()
        var options = Rig.options
        options.checksConfiguration = true
        let request = rig.request(
            [Fixture.service("cart"), needing("db", keys: ["USER", "PASSWORD"])],
            options: options
        )
        let forecast = try await rig.deployer.forecast(request)
        #expect(rig.transport.writes == [])
        #expect(forecast.reason == "Secret `db` does not exist")
        let refusal = try #require(forecast.refusal)
        #expect(refusal.outcome == .preflightRefused)
        #expect(refusal.services.map(\.outcome) == [.skipped, .failed])
        #expect(refusal.services.first?.notes == ["not begun because of `orders`"])
        let cause = try #require(refusal.services.last?.cause)
        #expect(cause.remedy == "create it in the namespace `shop` with the keys `PASSWORD` and `USER`")
        let deployed = try await rig.deploy(request.services, options: options)
        #expect(deployed.outcome == refusal.outcome)
        #expect(deployed.services.last?.cause == cause)
    }

    @Test func everyMissingKeyIsNamedBesideThoseThatAreThere() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        _ = try await rig.client.create(secret("db", ["user", "HOST"]))
        var options = Rig.options
        options.checksConfiguration = true
        let service = needing("db", keys: ["HOST", "USER", "PASSWORD"])
        let refusal = try await rig.deployer.forecast(rig.request([service], options: options)).refusal
        let cause = try #require(refusal?.services.first?.cause)
        #expect(cause.headline == "Secret `db` has no keys `PASSWORD` and `USER`")
        #expect(cause.remedy == "add them, or correct the name: it has the keys `HOST` and `user`")
        #expect(cause.pointer.hasSuffix("/env/1/valueFrom/secretKeyRef"))
    }

    @Test func aPlanOfWhatWouldGoAheadIsNotRefused() async throws {
        let rig = Rig()
        let forecast = try await rig.deployer.forecast(rig.request([Fixture.service("cart")]))
        #expect(forecast.plan.hasChanges)
        #expect(forecast.refusal == nil)
        #expect(forecast.json == forecast.plan.json)
    }

    /// Whoever deploys may be another account, and what that one would be refused for is worth knowing all the same.
    @Test func aPlanNamesRightsThatAreMissingAndIsNotRefusedForThem() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let transport = DenyingTransport(base: rig.transport, verb: "patch")
        let deployer = rig.deployer(over: transport)
        let change = Fixture.service("cart") { $0.version = "2" }
        let forecast = try await deployer.forecast(rig.request([change]))
        #expect(forecast.refusal == nil)
        #expect(forecast.denied.contains("patch secrets in shop"))
        #expect(forecast.json["denied"]?.array?.count == forecast.denied.count)
        var options = Rig.options
        options.checksConfiguration = true
        let broken = needing("db", keys: ["USER"])
        let refused = try await deployer.forecast(rig.request([change, broken], options: options))
        #expect(refused.refusal?.outcome == .preflightRefused)
        #expect(refused.reason == "Secret `db` does not exist")
    }

    @Test func aNamespaceThatIsNotThereYetIsSaidOnce() async throws {
        let rig = Rig()
        let services = [Fixture.service("cart"), Fixture.service("orders")]
        let plan = try await rig.deployer.plan(rig.request(services))
        #expect(plan.entries.flatMap(\.notes).count == 1)
        #expect(plan.entries.first?.object.type.kind == "Namespace")
        #expect(plan.entries.first?.notes.count == 1)
    }
}
