// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What somebody has put in the place of an element of ours, where a list is merged by keys.
@Suite struct ReplacedElementTests {
    private let cart: DesiredService = {
        var service = Fixture.service("cart")
        for index in service.objects.indices where service.objects[index].object.kind == "Service" {
            service.objects[index].object["spec"] = [
                "selector": ["app.kubernetes.io/name": "cart"], "ports": [["name": "http", "port": 80]],
            ]
        }
        return service
    }()

    /// A cluster where a person has changed the port of the Service by hand.
    private func patched() async throws -> Rig {
        let rig = Rig()
        #expect(try await rig.deploy([cart]).outcome == .succeeded)
        let service = try #require(try await rig.live("Service", "cart")?.reference)
        _ = try await rig.client.patch(
            service,
            .json([["op": "replace", "path": "/spec/ports/0/port", "value": 9999]]),
            options: WriteOptions(fieldManager: "kubectl-patch")
        )
        return rig
    }

    /// A cluster where a person has added a port beside ours.
    private func extended() async throws -> Rig {
        let rig = Rig()
        _ = try await rig.deploy([cart])
        let service = try #require(try await rig.live("Service", "cart")?.reference)
        _ = try await rig.client.patch(
            service,
            .json([["op": "add", "path": "/spec/ports/-", "value": ["name": "debug", "port": 9999]]]),
            options: WriteOptions(fieldManager: "kubectl-patch")
        )
        return rig
    }

    private func ports(_ rig: Rig) async throws -> [JSONValue] {
        (try await rig.live("Service", "cart")?["spec"]?["ports"]?.array ?? []).compactMap { $0["port"] }
    }

    @Test func isAConflictWithWhoeverDidIt() async throws {
        // C6.2
        let rig = try await patched()
        rig.transport.forget()
        let report = try await rig.deploy([cart])
        #expect(report.outcome == .conflict, "\(report.stopped ?? "") \(report.causes) \(report.plan)")
        let field = try #require(report.services.first?.conflicts.first)
        #expect(field.manager == "kubectl-patch")
        #expect(field.owner == .person)
        #expect(field.path == "spec.ports[port=9999,protocol=TCP]")
        #expect(field.wanted?["port"] == 80)
        let entry = report.plan.entries.first { $0.object.type.kind == "Service" }
        let theirs = "spec.ports[port=9999,protocol=TCP]"
        #expect(entry?.notes.first == "`kubectl-patch` has put `\(theirs)` in place of `name=http,port=80`")
        #expect(rig.transport.writes == [])
    }

    @Test func goesWithATakeOver() async throws {
        let rig = try await patched()
        var options = Rig.options
        options.takesOver = true
        let report = try await rig.deploy([cart], options: options)
        #expect(report.outcome == .succeeded)
        let entry = report.plan.entries.first { $0.object.type.kind == "Service" }
        guard case .update(let changes)? = entry?.change else {
            Issue.record("nothing changes")
            return
        }
        #expect(changes.map(\.field) == ["spec.ports[name=http].port"])
        #expect(try await ports(rig) == [80])
        rig.transport.forget()
        #expect(try await rig.deploy([cart]).services.first?.outcome == .unchanged)
        #expect(rig.transport.writes == [])
    }

    @Test(arguments: [false, true])
    func anotherRefusalOfTheListIsTheServers(takesOver: Bool) async throws {
        // C6.2
        let rig = try await extended()
        var next = cart
        for index in next.objects.indices where next.objects[index].object.kind == "Service" {
            next.objects[index].object["spec"] = [
                "selector": ["app.kubernetes.io/name": "cart"],
                "ports": [["name": "http", "port": 80], ["name": "more", "port": 81]],
            ]
        }
        let deployer = rig.deployer(over: RefusingTransport(base: rig.transport))
        var options = Rig.options
        options.takesOver = takesOver
        let request = rig.request([next], options: options)
        let report = try await rig.whileTimePasses { try await deployer.deploy(request) }
        let entry = report.plan.entries.first { $0.object.type.kind == "Service" }
        #expect(entry?.change == .refused(RefusingTransport.message), "\(report.plan)")
        #expect(entry?.notes.contains { $0.contains("in place of") } == false)
        #expect(try await ports(rig) == [80, 9999])
    }

    @Test func whatTheServerWouldNotTakeInItsPlaceIsNotPromised() async throws {
        let rig = try await patched()
        let deployer = rig.deployer(over: RefusingTransport(base: rig.transport, isAboutPatches: true))
        var options = Rig.options
        options.takesOver = true
        let request = rig.request([cart], options: options)
        rig.transport.forget()
        let report = try await rig.whileTimePasses { try await deployer.deploy(request) }
        let entry = report.plan.entries.first { $0.object.type.kind == "Service" }
        #expect(entry?.change == .refused(RefusingTransport.message), "\(report.plan)")
        #expect(rig.transport.writes == [])
        #expect(try await ports(rig) == [9999])
    }

    @Test func severalAreToldApartByWhatIsDoubled() throws {
        let ports: JSONValue = [
            ["name": "grpc", "port": 9998, "protocol": "TCP"],
            ["name": "http", "port": 9999, "protocol": "TCP"],
        ]
        let entry: JSONValue = [
            "manager": "kubectl-patch", "operation": "Update",
            "fieldsV1": [
                "f:spec": [
                    "f:ports": [
                        #"k:{"port":9998,"protocol":"TCP"}"#: [".": [:], "f:port": [:]],
                        #"k:{"port":9999,"protocol":"TCP"}"#: [".": [:], "f:port": [:]],
                    ]
                ]
            ],
        ]
        let type = GroupVersionKind(apiVersion: "v1", kind: "Service")
        let live = KubernetesObject(
            type: type,
            metadata: ["name": "cart", "namespace": "shop", "managedFields": [entry]],
            members: ["spec": ["ports": ports]]
        )
        let desired = KubernetesObject(
            type: type,
            metadata: ["name": "cart", "namespace": "shop"],
            members: ["spec": ["ports": [["name": "http", "port": 80], ["name": "grpc", "port": 81]]]]
        )
        func found(_ causes: JSONValue) -> [String: JSONValue] {
            var error = ClusterError(.invalid, doing: "applying", object: live.reference)
            error.status = KubernetesStatus(["kind": "Status", "details": ["causes": causes]])
            let elements = ReplacedElement.all(in: live, for: desired, refusedFor: error)
            return Dictionary(uniqueKeysWithValues: elements.map { ($0.field, $0.wanted["port"] ?? .null) })
        }
        let both: JSONValue = [
            ["reason": "FieldValueDuplicate", "field": "spec.ports[2].name"],
            ["reason": "FieldValueDuplicate", "field": "spec.ports[3].name"],
        ]
        #expect(
            found(both) == [
                #".spec.ports[port=9998,protocol="TCP"]"#: 81, #".spec.ports[port=9999,protocol="TCP"]"#: 80,
            ]
        )
        #expect(found([["reason": "FieldValueInvalid", "field": "spec.ports[2].nodePort"]]) == [:])
        #expect(found([["reason": "FieldValueDuplicate", "field": "spec.ports[2].nodePort"]]) == [:])
        #expect(found([["reason": "FieldValueDuplicate", "field": "spec.externalIPs[0].name"]]) == [:])
    }

    @Test func anElementBesideOursIsNobodysReplacement() async throws {
        let rig = try await extended()
        #expect(try await rig.deploy([cart]).outcome == .succeeded)
        #expect(try await ports(rig) == [80, 9999])
    }
}

/// Refuses to apply the Service for a port of its list that is taken.
private struct RefusingTransport: HTTPTransport {
    static let message =
        "Service \"cart\" is invalid: spec.ports[1].nodePort: Invalid value: 30080: "
        + "provided port is already allocated"

    let base: any HTTPTransport
    /// Whether only JSON patches are refused.
    var isAboutPatches = false

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        let isPatch = request.headerFields[.contentType] == "application/json-patch+json"
        guard request.method == .patch, request.path?.contains("/services/cart") == true,
            isPatch || !isAboutPatches
        else {
            return try await base.send(request, body: body)
        }
        let status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Invalid", "code": 422,
            "message": .string(Self.message),
            "details": [
                "causes": [
                    [
                        "reason": "FieldValueInvalid", "field": "spec.ports[1].nodePort",
                        "message": "Invalid value: 30080: provided port is already allocated",
                    ]
                ]
            ],
        ]
        return HTTPReply(head: HTTPResponse(status: .unprocessableContent), body: status.bytes())
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}
