// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// A Secret that somebody has deleted is missed by the next pod that starts, and by nobody before.
@Suite struct AbsentConfigurationTests {
    private static let headline = "Secret `tokens` does not exist"
    private let secret = KubernetesObject(
        type: GroupVersionKind(apiVersion: "v1", kind: "Secret"),
        metadata: ["name": "tokens", "namespace": "shop"],
        members: ["stringData": ["key": "value"]]
    )

    private func service(_ name: String) -> DesiredService {
        Fixture.service(name) {
            $0.container = [
                "envFrom": [
                    ["configMapRef": ["name": .string("\(name)-a")]], ["secretRef": ["name": "tokens"]],
                ]
            ]
        }
    }

    private var options: DeployOptions {
        var options = Rig.options
        options.checksConfiguration = true
        return options
    }

    /// A rig with services that run, and whose Secret is there or not.
    private func rig(_ names: [String], keepsSecret: Bool = false) async throws -> Rig {
        let rig = Rig()
        _ = try await rig.client.create(Fixture.namespace.object)
        _ = try await rig.client.create(secret)
        let report = try await rig.deploy(names.map(service), options: options)
        try #require(report.outcome == .succeeded)
        if !keepsSecret { try await rig.client.delete(secret.reference, options: DeleteOptions(uid: nil)) }
        return rig
    }

    @Test func statusAndWhySayIt() async throws {
        let rig = try await rig(["cart"])
        _ = try await rig.deploy([Fixture.service("orders")], options: options)
        let status = try await rig.deployer.status(in: rig.scope).services
        #expect(status.map(\.service) == ["cart", "orders"])
        #expect(status.map(\.isReady) == [false, true])
        let cause = try #require(status.first?.cause)
        #expect(cause.code == .missingSecret)
        #expect(cause.headline == Self.headline)
        #expect(cause.remedy == "create it in the namespace `shop`")
        #expect(status.first?.deviations == [Self.headline])
        let why = try await rig.deployer.why("cart", in: rig.scope)
        #expect(!why.isReady)
        #expect(why.cause == cause)
        #expect(try await rig.deployer.why("orders", in: rig.scope).isReady)
    }

    @Test func nothingIsSaidWhileItIsThere() async throws {
        let rig = try await rig(["cart"], keepsSecret: true)
        #expect(try await rig.deployer.status(in: rig.scope).services.map(\.isReady) == [true])
        #expect(try await rig.deployer.why("cart", in: rig.scope).isReady)
        let report = try await rig.deploy([service("cart")], options: options)
        #expect(report.services.map(\.outcome) == [.unchanged])
        #expect(report.notes == [])
    }

    @Test func aPlanAndADeployWithoutChangesWarn() async throws {
        let rig = try await rig(["cart"])
        let words =
            "\(Self.headline): what runs goes on without it; a pod that starts anew cannot; "
            + "create it in the namespace `shop`"
        let request = rig.request([service("cart")], options: options)
        let forecast = try await rig.whileTimePasses { try await rig.deployer.forecast(request) }
        #expect(forecast.refusal == nil)
        #expect(forecast.plan.entries.flatMap(\.notes) == [words])
        rig.transport.forget()
        let report = try await rig.deploy([service("cart")], options: options)
        #expect(report.outcome == .succeeded)
        #expect(report.notes == ["`cart`: \(words)"])
        #expect(rig.transport.writes == [])
    }

    /// A service whose pods pull with the Secret, and do nothing else with it.
    private func pulling(_ version: String = "1") -> DesiredService {
        var service = Fixture.service("cart") { $0.version = version }
        for index in service.objects.indices where service.objects[index].object.kind == "Deployment" {
            guard case .object(var spec)? = service.objects[index].object["spec"],
                case .object(var template)? = spec["template"], case .object(var pod)? = template["spec"]
            else { continue }
            pod["imagePullSecrets"] = [["name": "tokens"]]
            template["spec"] = .object(pod)
            spec["template"] = .object(template)
            service.objects[index].object["spec"] = .object(spec)
        }
        return service
    }

    /// A node pulls with what else it has.
    @Test func theSecretOfARegistryIsNotMissed() async throws {
        let rig = Rig()
        _ = try await rig.client.create(Fixture.namespace.object)
        _ = try await rig.client.create(secret)
        let service = pulling()
        try #require(try await rig.deploy([service], options: options).outcome == .succeeded)
        try await rig.client.delete(secret.reference, options: DeleteOptions(uid: nil))
        let report = try await rig.deploy([service], options: options)
        #expect(report.services.map(\.outcome) == [.unchanged])
        #expect(report.notes == [])
        #expect(try await rig.deployer.status(in: rig.scope).services.map(\.isReady) == [true])
    }

    /// A kubelet tries without it, so that nothing says yet that the image will not come.
    @Test func aChangeWhoseSecretOfARegistryIsNotThereIsDeployedWithAWarning() async throws {
        let rig = Rig()
        _ = try await rig.client.create(Fixture.namespace.object)
        let words =
            "\(Self.headline): images are pulled without it, which a registry may refuse; "
            + "create it in the namespace `shop`"
        let request = rig.request([pulling()], options: options)
        let forecast = try await rig.whileTimePasses { try await rig.deployer.forecast(request) }
        #expect(forecast.refusal == nil)
        #expect(forecast.plan.entries.flatMap(\.notes) == [words])
        let report = try await rig.deploy([pulling()], options: options)
        #expect(report.outcome == .succeeded)
        #expect(report.notes == ["`cart`: \(words)"])
        // With a right to look that is missing nothing is known.
        let silent = try await rig.deploy(
            [pulling("2")],
            options: options,
            striking: { request in
                let isRead = request.method == .get && request.path?.contains("/secrets/tokens") == true
                return isRead ? .status(403, reason: "Forbidden") : nil
            }
        )
        #expect(silent.outcome == .succeeded)
        #expect(silent.notes == [])
    }

    /// What is also mounted or read cannot be done without.
    @Test func aSecretThatIsAlsoReadStillRefuses() async throws {
        let rig = Rig()
        _ = try await rig.client.create(Fixture.namespace.object)
        var both = pulling()
        let reading = service("cart").objects.first { $0.object.kind == "Deployment" }?.object
        let containers = reading?["spec"]?[path: "template", "spec", "containers"]
        for index in both.objects.indices where both.objects[index].object.kind == "Deployment" {
            guard case .object(var spec)? = both.objects[index].object["spec"],
                case .object(var template)? = spec["template"], case .object(var pod)? = template["spec"]
            else { continue }
            pod["containers"] = containers
            template["spec"] = .object(pod)
            spec["template"] = .object(template)
            both.objects[index].object["spec"] = .object(spec)
        }
        let report = try await rig.deploy([both], options: options)
        #expect(report.outcome == .preflightRefused)
        #expect(report.services.first?.cause?.headline == Self.headline)
        #expect(report.notes == [])
    }

    /// However many services there are, and however often they name it.
    @Test func itTakesOneListOfNames() async throws {
        let rig = try await rig(["a", "b", "c", "d"])
        let asked = Shared<[String]>([])
        let report = try await rig.deploy(
            ["a", "b", "c", "d"].map(service),
            options: options,
            striking: { request in
                let path = request.path ?? ""
                if path.contains("/secrets") { asked.change { $0.append(path) } }
                return nil
            }
        )
        #expect(report.notes.count == 4)
        // The records of revisions, and the names of the others.
        #expect(asked.value.count == 2)
    }

    @Test func nothingIsSaidWithoutTheRightToListThem() async throws {
        let rig = try await rig(["cart"])
        let report = try await rig.deploy(
            [service("cart")],
            options: options,
            striking: { request in
                let path = request.path ?? ""
                let isList = path.contains("/secrets?")
                let isOfRecords = ["record%3Drevision", "record=revision"].contains { path.contains($0) }
                return isList && !isOfRecords ? .status(403, reason: "Forbidden") : nil
            }
        )
        #expect(report.outcome == .succeeded)
        #expect(report.notes == [])
        let status = try await rig.deployer(without: "/secrets").status(in: rig.scope)
        #expect(status.services.map(\.isReady) == [true])
        #expect(status.unread.count == 1)
    }
}
