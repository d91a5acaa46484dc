// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import Support
import Testing

@testable import Rollout

/// A value that stands in every place of a service where secrets stand is never said, shown or written down.
@Suite struct SecretMarkerTests {
    static let marker = "m4rk3r-of-secrets"

    private typealias Witness = SecretWitness

    private func service(_ version: String, fault: String? = nil) -> DesiredService {
        let marker = Self.marker
        var service = Fixture.service("orders") {
            $0.version = version
            $0.fault = fault
            $0.log = "cannot log in with \(marker)"
            $0.container = [
                "env": [
                    ["name": "DB_PASSWORD", "value": .string("\(marker)-\(version)")],
                    ["name": "DATABASE_URL", "value": .string("postgres://u:\(marker)@db/\(version)")],
                ]
            ]
        }
        let encoded = Base64.encode(Array(marker.utf8))
        service.objects.append(
            DesiredObject(
                KubernetesObject(
                    type: RevisionSecret.type,
                    metadata: [
                        "name": "orders-keys", "namespace": "shop",
                        "labels": .object(Fixture.labels("orders")),
                    ],
                    members: [
                        "data": ["key": .string(encoded)],
                        "stringData": ["plain-\(version)": .string(marker)],
                    ]
                ),
                service: "orders"
            )
        )
        service.objects.append(
            DesiredObject(
                KubernetesObject(
                    type: GroupVersionKind(apiVersion: "v1", kind: "ConfigMap"),
                    metadata: [
                        "name": "orders-more", "namespace": "shop",
                        "labels": .object(Fixture.labels("orders")),
                    ],
                    members: ["data": ["api-token": .string("\(marker)-\(version)")]]
                ),
                service: "orders"
            )
        )
        return service
    }

    @Test(arguments: ["crash-loop", "image-not-found", "never-ready", "oom"])
    func aFailureDoesNotSayIt(fault: String) async throws {
        let rig = Rig()
        let witness = Witness()
        witness.hear(try await rig.deploy([service("1")]) { witness.hear($0) })
        let next = service("2", fault: fault)
        witness.hear("plan", try await rig.deployer.plan(rig.request([next])).json.text())
        let report = try await rig.deploy([next]) { witness.hear($0) }
        #expect(report.outcome == .failedRolledBack)
        witness.hear(report)
        witness.check()
        // The values of Secrets are in no revision; what a Deployment says in plain text is its own to keep.
        let records = try await rig.list("Secret").filter { $0.labels[Label.record] != nil }
        #expect(records.count == 2)
        for secret in records {
            let payload = try #require(secret["data"]?["objects"]?.string.flatMap(Base64.decode))
            let objects = try #require(try JSONReader.read(payload).array)
            let kept = objects.filter { $0["kind"] == "Secret" }
            #expect(kept.count == 1)
            for object in kept { #expect(!object.text().contains(Base64.encode(Array(Self.marker.utf8)))) }
        }
    }

    /// A service that prints what its Secret holds; `name` is the Secret's.
    private func printing(_ version: String, secret name: String, value: String, fault: String?)
        -> DesiredService
    {
        var service = Fixture.service("orders") {
            $0.version = version
            $0.fault = fault
            $0.log = "logged in with \(Self.marker)"
        }
        service.objects.append(
            DesiredObject(
                KubernetesObject(
                    type: RevisionSecret.type,
                    metadata: [
                        "name": .string(name), "namespace": "shop",
                        "labels": .object(Fixture.labels("orders")),
                    ],
                    members: ["data": ["key": .string(Base64.encode(Array(value.utf8)))]]
                ),
                service: "orders"
            )
        )
        return service
    }

    @Test func aRecordedRevisionThatFailsDoesNotSayIt() async throws {
        let rig = Rig()
        let witness = Witness()
        let scope = rig.scope
        _ = try await rig.deploy([printing("1", secret: "orders-keys", value: Self.marker, fault: nil)])
        var options = Rig.options
        options.rollsBack = false
        let broken = printing("2", secret: "orders-keys", value: Self.marker, fault: "crash-loop")
        _ = try await rig.deploy([broken], options: options)
        _ = try await rig.deploy([printing("3", secret: "orders-keys", value: Self.marker, fault: nil)])
        // The values are in no record; what is in place tells them.
        let report = try await rig.whileTimePasses {
            try await rig.deployer.rollback("orders", in: scope, to: 2, options: Rig.options) {
                witness.hear($0)
            }
        }
        #expect(report.services.first?.cause?.code == .crashLoop)
        #expect(report.services.first?.cause?.logTail.isEmpty == false)
        witness.hear(report)
        witness.check()
    }

    @Test func theSecretOfTheVersionBeforeIsNotSaidEither() async throws {
        let rig = Rig()
        let witness = Witness()
        _ = try await rig.deploy([printing("1", secret: "orders-keys-a", value: Self.marker, fault: nil)])
        let next = printing("2", secret: "orders-keys-b", value: "another-secret", fault: "image-not-found")
        let files = Shared<[EvidenceBundle.File]>([])
        let report = try await rig.deploy([next]) { event in
            witness.hear(event)
            if case .witnessed(let bundle, _) = event.what { files.set(bundle.files) }
        }
        #expect(report.outcome == .failedRolledBack)
        let logs = files.value.filter { $0.path.hasPrefix("logs/") }
        #expect(logs.contains { $0.text.contains("logged in with") })
        witness.hear(report)
        witness.check()
    }

    @Test func aWayBackThatIsRefusedDoesNotSayIt() async throws {
        let rig = Rig()
        let witness = Witness()
        _ = try await rig.deploy([service("1")])
        let quoting = QuotingTransport(base: rig.transport, path: "/deployments/orders")
        let isGoingBack = Shared(false)
        let deployer = rig.deployer(
            over: GatedTransport(quoting: quoting, base: rig.transport, isOpen: isGoingBack)
        )
        let request = rig.request([service("2", fault: "image-not-found")])
        let report = try await rig.whileTimePasses {
            try await deployer.deploy(request) { event in
                if case .rollingBack = event.what { isGoingBack.set(true) }
                witness.hear(event)
            }
        }
        #expect(report.outcome == .rollbackFailed)
        witness.hear(report)
        witness.check()
    }

    @Test func aPodThatIsRefusedBeforehandDoesNotSayIt() async throws {
        let rig = Rig()
        let witness = Witness()
        _ = try await rig.deploy([service("1")])
        let quoting = QuotingTransport(base: rig.transport, path: "/pods", method: .post)
        quoting.isAboutDryRuns.set(true)
        let deployer = rig.deployer(over: quoting)
        let request = rig.request([service("2")])
        let report = try await rig.whileTimePasses {
            try await deployer.deploy(request) { witness.hear($0) }
        }
        #expect(report.outcome == .preflightRefused)
        #expect(report.services.first?.cause != nil)
        witness.hear(report)
        witness.check()
    }

    @Test func whatRunsDoesNotSayIt() async throws {
        let rig = Rig()
        let witness = Witness()
        var options = Rig.options
        options.rollsBack = false
        _ = try await rig.deploy([service("1", fault: "crash-loop")], options: options)
        let desired = service("1").objects
        let why = try await rig.deployer.why("orders", in: rig.scope, desired: desired)
        #expect(why.cause?.logTail.isEmpty == false)
        witness.hear("why", JSONValue.object(why.json).text())
        for status in try await rig.deployer.status(in: rig.scope).services { witness.hear("status", status) }
        for event in try await rig.deployer.events(of: "orders", in: rig.scope) {
            witness.hear("event", event)
        }
        for revision in try await rig.deployer.history(of: "orders", in: rig.scope).revisions {
            witness.hear("history", JSONValue.object(revision.json).text())
        }
        witness.check()
    }

    @Test func aConflictDoesNotSayIt() async throws {
        let rig = Rig()
        let witness = Witness()
        _ = try await rig.deploy([service("1")])
        for name in ["Deployment", "Secret", "ConfigMap"] {
            let patch: JSONValue =
                switch name {
                case "Deployment":
                    [
                        "spec": [
                            "template": [
                                "spec": [
                                    "containers": [
                                        [
                                            "name": "orders",
                                            "env": [
                                                ["name": "DB_PASSWORD", "value": .string("\(Self.marker)-x")]
                                            ],
                                        ]
                                    ]
                                ]
                            ]
                        ]
                    ]
                case "Secret": ["stringData": ["plain-2": .string(Self.marker)]]
                default: ["data": ["api-token": .string("\(Self.marker)-x")]]
                }
            let objects = ["Deployment": "orders", "Secret": "orders-keys", "ConfigMap": "orders-more"]
            let object = try #require(try await rig.live(name, objects[name] ?? ""))
            _ = try await rig.client.patch(
                object.reference,
                .strategic(patch),
                options: WriteOptions(fieldManager: "kubectl-edit")
            )
        }
        let report = try await rig.deploy([service("2")]) { witness.hear($0) }
        #expect(report.outcome == .conflict)
        #expect(report.services.first?.conflicts.isEmpty == false)
        witness.hear(report)
        let desired = rig.request([service("2")])
        let adopted = try await rig.whileTimePasses { try await rig.deployer.adopt(desired) }
        for result in adopted { witness.hear("adoption", JSONValue.object(result.json).text()) }
        witness.hear("plan", try await rig.deployer.plan(desired).json.text())
        witness.check()
    }

    @Test func anElementInThePlaceOfOursDoesNotSayIt() async throws {
        let rig = Rig()
        let witness = Witness()
        var service = Fixture.service("orders")
        for index in service.objects.indices where service.objects[index].object.kind == "Service" {
            service.objects[index].object["spec"] = [
                "selector": ["app.kubernetes.io/name": "orders"],
                "ports": [["name": "http", "port": 80, "appProtocol": .string(Self.marker)]],
            ]
        }
        _ = try await rig.deploy([service])
        let live = try #require(try await rig.live("Service", "orders")?.reference)
        _ = try await rig.client.patch(
            live,
            .json([["op": "replace", "path": "/spec/ports/0/port", "value": 9999]]),
            options: WriteOptions(fieldManager: "kubectl-patch")
        )
        let report = try await rig.deploy([service]) { witness.hear($0) }
        #expect(report.outcome == .conflict)
        witness.hear(report)
        witness.hear("plan", try await rig.deployer.plan(rig.request([service])).json.text())
        witness.check()
    }

    @Test(arguments: ["/deployments/", "/secrets/orders-keys", "/configmaps/orders-more"])
    func aRefusalThatQuotesItDoesNotSayIt(path: String) async throws {
        let rig = Rig()
        let witness = Witness()
        let quoting = QuotingTransport(base: rig.transport, path: path)
        let deployer = rig.deployer(over: quoting)
        for dryRun in [false, true] {
            quoting.isAboutDryRuns.set(dryRun)
            let request = rig.request([service("1")])
            let report = try await rig.whileTimePasses {
                try await deployer.deploy(request) { witness.hear($0) }
            }
            #expect(report.outcome != .succeeded)
            witness.hear(report)
        }
        witness.check()
    }
}

/// Refuses writes below a path, and quotes what was to be written, as admission often does.
private struct QuotingTransport: HTTPTransport {
    let base: any HTTPTransport
    let path: String
    var method = HTTPRequest.Method.patch
    let isAboutDryRuns = Shared(false)

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        let target = request.path ?? ""
        let isDryRun = target.contains("dryRun=All")
        guard request.method == method, target.contains(path), isDryRun == isAboutDryRuns.value else {
            return try await base.send(request, body: body)
        }
        let status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Invalid", "code": 422,
            "message": .string(
                #"x is invalid: value: Invalid value: "\#(SecretMarkerTests.marker)-1": too short"#
            ),
        ]
        return HTTPReply(head: HTTPResponse(status: .unprocessableContent), body: status.bytes())
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}

/// Quotes from a moment on.
private struct GatedTransport: HTTPTransport {
    let quoting: QuotingTransport
    let base: any HTTPTransport
    let isOpen: Shared<Bool>

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        isOpen.value
            ? try await quoting.send(request, body: body) : try await base.send(request, body: body)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}
