// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// The rights that are said to be needed are enough, and what a deploy writes was asked about first.
@Suite struct RestrictedAccountTests {
    /// What is tried where it is allowed, and done without where it is not.
    private static let dispensable: Set = [
        "create pods in shop", "delete secrets in shop",
    ]

    private func service(_ kind: String, _ change: (inout Fixture.Variant) -> Void = { _ in })
        -> DesiredService
    {
        Fixture.service("cart") {
            $0.kind = kind
            change(&$0)
        }
    }

    @Test(arguments: ["Deployment", "StatefulSet"])
    func theRightsOfADeployAreEnoughForAllOfIt(kind: String) async throws {
        let rig = Rig()
        let first = service(kind) {
            $0.autoscaler = (2, 4)
            $0.replicas = nil
        }
        let granted = DeployRights.questions(
            first.objects.map(\.object),
            namespace: "shop",
            makesNamespace: true
        )
        let transport = GrantingTransport(base: rig.transport, granted: granted)
        let deployer = rig.deployer(over: transport)
        var ends: [DeployOutcome] = []
        let steps = [
            first,
            // Its autoscaler goes, and comes back on the way back.
            service(kind) {
                $0.version = "2"
                $0.fault = "image-not-found"
            },
            service(kind) { $0.version = "3" },
            service(kind) {
                $0.version = "4"
                $0.setting = "b"
                $0.autoscaler = (2, 4)
                $0.replicas = nil
                $0.fault = "crash-loop"
            },
        ]
        for step in steps {
            let request = rig.request([step])
            ends.append(try await rig.whileTimePasses { try await deployer.deploy(request) }.outcome)
        }
        #expect(ends == [.succeeded, .failedRolledBack, .succeeded, .failedRolledBack])
        #expect(transport.refused == [])
        let writes = transport.used.filter { right in
            ["create ", "delete ", "patch ", "update "].contains { right.hasPrefix($0) }
        }
        #expect(writes.subtracting(transport.reviewed).subtracting(Self.dispensable) == [])
        #expect(transport.reviewed.subtracting(granted.map(\.description)) == [])
    }

    @Test func whoMayNotReadSecretsMayStillScale() async throws {
        let rig = Rig()
        _ = try await rig.deploy([service("Deployment")])
        let transport = ForbiddingTransport(base: rig.transport, text: "/secrets")
        _ = try await rig.deployer(over: transport).scale("cart", in: rig.scope, least: 5)
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 5)
    }

    /// But for the one that is about scales.
    @Test(arguments: ["Deployment", "StatefulSet"])
    func theRightsOfADeployAreEnoughToScale(kind: String) async throws {
        let rig = Rig()
        _ = try await rig.deploy([service(kind)])
        var granted = DeployRights.questions(
            service(kind).objects.map(\.object),
            namespace: "shop",
            makesNamespace: true
        )
        let scaling = DeployRights.scaling(service(kind).objects.map(\.object), namespace: "shop")
        #expect(scaling.map(\.description) == ["patch \(kind.lowercased())s.apps/scale in shop"])
        let unable = GrantingTransport(base: rig.transport, granted: granted)
        await #expect(throws: DeployError.self) {
            _ = try await rig.deployer(over: unable).scale("cart", in: rig.scope, least: 5)
        }
        #expect(unable.refused == Set(scaling.map(\.description)))
        granted += scaling
        let transport = GrantingTransport(base: rig.transport, granted: granted)
        _ = try await rig.deployer(over: transport).scale("cart", in: rig.scope, least: 5)
        #expect(transport.refused == [])
        #expect(try await rig.live(kind, "cart")?["spec"]?["replicas"] == 5)
    }

    @Test func asksToLookAtAnAutoscalerThatGoes() async throws {
        let rig = Rig()
        _ = try await rig.deploy([service("Deployment") { $0.autoscaler = (2, 4) }])
        let prepared = try await rig.deployer.prepare(rig.request([service("Deployment")]))
        let questions = AccessCheck.questions(prepared, locks: false)
        let verbs = questions.filter { $0.resource == "horizontalpodautoscalers" }.map(\.verb)
        #expect(Set(verbs) == ["create", "delete", "get", "patch"])
    }

    /// Another port of its Service makes no pod anew, so that none can be stuck.
    private func otherPort(_ service: DesiredService) -> DesiredService {
        var service = service
        for index in service.objects.indices where service.objects[index].object.kind == "Service" {
            service.objects[index].object["spec"] = [
                "selector": ["app.kubernetes.io/name": .string(service.name)], "ports": [["port": 81]],
            ]
        }
        return service
    }

    private func asksForPods(_ rig: Rig, _ service: DesiredService) async throws -> Bool {
        let prepared = try await rig.deployer.prepare(rig.request([service]))
        try #require(prepared.resolvedPlan.plan.hasChanges)
        return AccessCheck.questions(prepared, locks: false).contains {
            $0.resource == "pods" && $0.verb == "delete"
        }
    }

    @Test func asksToDeletePodsOnlyWhereAStatefulSetIsWritten() async throws {
        let rig = Rig()
        _ = try await rig.deploy([service("StatefulSet")])
        #expect(try await !asksForPods(rig, otherPort(service("StatefulSet"))))
        #expect(try await asksForPods(rig, service("StatefulSet") { $0.version = "2" }))
    }

    /// The pods of a revision that has failed are stuck whoever has written it.
    @Test func asksToDeletePodsAfterARevisionThatWasLeftAsItIs() async throws {
        let rig = Rig()
        _ = try await rig.deploy([service("StatefulSet")])
        let broken = service("StatefulSet") {
            $0.version = "2"
            $0.fault = "crash-loop"
        }
        var options = Rig.options
        options.rollsBack = false
        _ = try await rig.deploy([broken], options: options)
        #expect(try await asksForPods(rig, otherPort(broken)))
    }
}
