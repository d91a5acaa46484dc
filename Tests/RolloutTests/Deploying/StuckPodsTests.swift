// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// The controller of an ordered StatefulSet waits for a pod that will never be ready, whatever is written: C7 (f).
@Suite struct StuckPodsTests {
    private static func store(_ change: (inout Fixture.Variant) -> Void = { _ in }) -> DesiredService {
        Fixture.service("store") {
            $0.kind = "StatefulSet"
            change(&$0)
        }
    }

    private static let both = ReadyCount(ready: 2, desired: 2)

    /// A cluster in which a second version does not run, and nobody has gone back.
    private func broken(_ fault: String) async throws -> Rig {
        let rig = Rig()
        _ = try await rig.deploy([Self.store()])
        var options = Rig.options
        options.rollsBack = false
        let report = try await rig.deploy(
            [
                Self.store {
                    $0.version = "2"
                    $0.fault = fault
                }
            ],
            options: options
        )
        #expect(report.outcome == .failedNotRolledBack)
        return rig
    }

    @Test(arguments: ["crash-loop", "image-not-found", "never-ready"])
    func aRollbackByHandFreesThem(fault: String) async throws {
        let rig = try await broken(fault)
        let report = try await rig.whileTimePasses {
            try await rig.deployer.rollback("store", in: rig.scope, options: Rig.options)
        }
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.ready == Self.both)
        #expect(
            report.services.first?.notes.contains { $0.contains("`StatefulSet shop/store` waited for it") }
                == true
        )
    }

    @Test(arguments: ["crash-loop", "image-not-found", "never-ready"])
    func aBetterVersionFreesThem(fault: String) async throws {
        let rig = try await broken(fault)
        let report = try await rig.deploy([Self.store { $0.version = "3" }])
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.ready == Self.both)
        let images = try await rig.list("Pod").compactMap {
            $0["spec"]?["containers"]?.array?.first?["image"]?.string
        }
        #expect(images == ["registry.example/store:3", "registry.example/store:3"])
    }

    @Test func goesBackFromARevisionThatWasInPlaceEverywhere() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Self.store()])
        var options = Rig.options
        options.soak = .seconds(120)
        let transport = rig.transport
        let report = try await rig.deploy([Self.store { $0.version = "2" }], options: options) { event in
            guard case .ready = event.what else { return }
            _ = rig.task {
                // By now the set calls what is about to fail its current revision.
                for ordinal in 0..<2 { try await Self.crash("store-\(ordinal)", transport) }
            }
        }
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.rollback?.ready == Self.both)
    }

    @Test(arguments: [
        ("updateStrategy", ["type": "OnDelete"] as JSONValue), ("podManagementPolicy", "Parallel"),
    ])
    func leavesPodsThatNoControllerWaitsFor(field: String, value: JSONValue) async throws {
        func store(_ version: String, _ fault: String? = nil) -> DesiredService {
            var service = Self.store {
                $0.version = version
                $0.fault = fault
            }
            for index in service.objects.indices where service.objects[index].object.kind == "StatefulSet" {
                guard var spec = service.objects[index].object["spec"]?.object else { continue }
                spec[field] = value
                service.objects[index].object["spec"] = .object(spec)
            }
            return service
        }
        let rig = Rig()
        var options = Rig.options
        options.rollsBack = false
        options.deadline = .seconds(120)
        _ = try await rig.deploy([store("1", "never-ready")], options: options)
        let report = try await rig.deploy([store("2", "never-ready")], options: options)
        #expect(report.services.first?.notes.contains { $0.contains("was deleted") } == false)
    }

    /// Says of a running pod what the kubelet of a node says of one that crashes again and again.
    private static func crash(_ pod: String, _ transport: any HTTPTransport) async throws {
        let status: JSONValue = [
            "conditions": [["type": "Ready", "status": "False"]],
            "containerStatuses": [
                [
                    "name": "store", "ready": false, "restartCount": 3, "image": "", "imageID": "",
                    "state": ["waiting": ["reason": "CrashLoopBackOff"]],
                    "lastState": ["terminated": ["exitCode": 1, "reason": "Error"]],
                ]
            ],
        ]
        let request = HTTPRequest(
            method: .patch,
            scheme: "http",
            authority: "sandbox",
            path: "/api/v1/namespaces/shop/pods/\(pod)/status",
            headerFields: [.contentType: "application/merge-patch+json"]
        )
        let reply = try await transport.send(request, body: (["status": status] as JSONValue).bytes())
        #expect(reply.head.status == .ok)
    }

    @Test func aPodThatIsOnlyStartingIsLeftAlone() async throws {
        let rig = Rig()
        let slow = Self.store { $0.readyAfter = "20s" }
        _ = try await rig.deploy([slow])
        let pod = ObjectReference(type: .pod, namespace: "shop", name: "store-0")
        let clock = rig.clock
        try await rig.whileTimePasses {
            _ = try await rig.client.delete(pod, options: DeleteOptions(uid: nil))
            // The one in its place is there by then, and not ready.
            try await clock.sleep(for: .seconds(5))
        }
        let report = try await rig.deploy([
            Self.store {
                $0.version = "2"
                $0.readyAfter = "20s"
            }
        ])
        #expect(report.outcome == .succeeded)
        #expect(report.services.first?.notes == [])
    }
}
