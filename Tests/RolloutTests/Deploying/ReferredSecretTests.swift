// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What a Secret holds that somebody else provides, as `run.secrets` asks for it, is never said, shown or written down,
/// whatever the pods that get it print.
@Suite struct ReferredSecretTests {
    static let value = "Sup3rS3cretValue"
    static let later = "An0therS3cretValue"
    private static let secrets: JSONObject = [
        "DB_PASSWORD": .string(value + "\n"),
        "KEY_FILE": "first-l1ne-of-a-key\nsecond-l1ne-of-a-key\n",
        "URL": "postgres://u:pw-in-an-4ddress@db/x",
        "config.json": #"{"auths":{"registry":{"auth":"YXV0aC1vZi1yZWdpc3RyeQ=="}}}"#,
    ]
    static let markers = [
        value, later, "first-l1ne-of-a-key", "second-l1ne-of-a-key", "pw-in-an-4ddress",
        "YXV0aC1vZi1yZWdpc3RyeQ",
    ]
    static let output = """
        cannot log in with \(value)
        tried \(Base64.encode(Array(value.utf8))) as well
        first-l1ne-of-a-key
        second-l1ne-of-a-key
        (pw-in-an-4ddress) YXV0aC1vZi1yZWdpc3RyeQ==

        """

    /// A cluster in which the Secret is, without a label of ours, and whose containers print what it holds.
    private func rig() async throws -> (Rig, SpeakingTransport) {
        let rig = Rig()
        _ = try await rig.client.create(Fixture.namespace.object)
        let secret = KubernetesObject(
            type: .secret,
            metadata: ["name": "orders-secrets", "namespace": "shop"],
            members: ["stringData": .object(Self.secrets)]
        )
        _ = try await rig.client.create(secret)
        return (rig, SpeakingTransport(base: rig.transport))
    }

    /// A service whose pods get the Secret in one of the ways that there are.
    private func service(_ version: String, fault: String? = nil, by way: String = "env") -> DesiredService {
        let name: JSONValue = ["name": "orders-secrets"]
        let containers: [String: JSONObject] = [
            "env": [
                "env": [
                    [
                        "name": "DB_PASSWORD",
                        "valueFrom": ["secretKeyRef": ["name": "orders-secrets", "key": "DB_PASSWORD"]],
                    ]
                ]
            ],
            "envFrom": ["envFrom": [["secretRef": name]]],
            "optional": ["envFrom": [["secretRef": ["name": "orders-secrets", "optional": true]]]],
        ]
        let pods: [String: JSONObject] = [
            "volume": ["volumes": [["name": "v", "secret": ["secretName": "orders-secrets"]]]],
            "projected": ["volumes": [["name": "v", "projected": ["sources": [["secret": name]]]]]],
            "imagePullSecrets": ["imagePullSecrets": [name]],
        ]
        var service = Fixture.service("orders") {
            $0.version = version
            $0.fault = fault
            $0.container = containers[way] ?? [:]
        }
        for index in service.objects.indices where service.objects[index].object.kind == "Deployment" {
            guard var spec = service.objects[index].object["spec"]?.object,
                var template = spec["template"]?.object, var pod = template["spec"]?.object
            else { continue }
            for member in pods[way] ?? [:] { pod[member.key] = member.value }
            template["spec"] = .object(pod)
            spec["template"] = .object(template)
            service.objects[index].object["spec"] = .object(spec)
        }
        return service
    }

    private func deploy(
        _ rig: Rig,
        _ transport: any HTTPTransport,
        _ service: DesiredService,
        _ witness: SecretWitness,
        _ change: (inout DeployOptions) -> Void = { _ in }
    ) async throws -> DeployReport {
        var options = Rig.options
        options.checksConfiguration = true
        change(&options)
        let deployer = rig.deployer(over: transport)
        let request = rig.request([service], options: options)
        let report = try await rig.whileTimePasses {
            try await deployer.deploy(request) { witness.hear($0) }
        }
        witness.hear(report)
        return report
    }

    @Test(
        arguments: ["env", "envFrom", "optional", "volume", "projected", "imagePullSecrets"],
        [true, false]
    )
    func aCrashDoesNotSayIt(way: String, checks: Bool) async throws {
        let (rig, transport) = try await rig()
        let witness = SecretWitness(Self.markers)
        _ = try await deploy(rig, transport, service("1", by: way), witness) {
            $0.checksConfiguration = checks
        }
        let broken = service("2", fault: "crash-loop", by: way)
        let report = try await deploy(rig, transport, broken, witness) { $0.checksConfiguration = checks }
        #expect(report.outcome == .failedRolledBack)
        #expect(report.services.first?.cause?.logTail.first == "cannot log in with ‹redacted›")
        #expect(witness.texts("logs/").contains { $0.hasPrefix("cannot log in with ‹redacted›\n") })
        #expect(witness.texts("summary.txt").contains { $0.contains("cannot log in with ‹redacted›") })
        // No record repeats it either.
        for revision in try await rig.deployer.history(of: "orders", in: rig.scope).revisions {
            witness.hear("history", JSONValue.object(revision.json).text())
        }
        for secret in try await rig.list("Secret") where secret.labels[Label.record] != nil {
            for member in secret["data"]?.object?.members ?? [] {
                let bytes = member.value.string.flatMap(Base64.decode) ?? []
                witness.hear("record \(secret.name)", String(decoding: bytes, as: UTF8.self))
            }
        }
        #expect(!witness.texts("record").isEmpty)
        witness.check()
    }

    /// Of pods that are still there from before, the logs are evidence too.
    @Test(arguments: ["image-not-found", "never-ready", "oom"])
    func noOtherFailureSaysIt(fault: String) async throws {
        let (rig, transport) = try await rig()
        let witness = SecretWitness(Self.markers)
        _ = try await deploy(rig, transport, service("1"), witness)
        let report = try await deploy(rig, transport, service("2", fault: fault), witness)
        #expect(report.outcome == .failedRolledBack)
        #expect(witness.texts("logs/").contains { $0.contains("cannot log in with ‹redacted›") })
        witness.check()
    }

    /// What is deployed refers to it no more, and the pods from before still print it.
    @Test func theSecretOfTheVersionBeforeIsNotSaidEither() async throws {
        let (rig, transport) = try await rig()
        let witness = SecretWitness(Self.markers)
        _ = try await deploy(rig, transport, service("1"), witness)
        let report = try await deploy(
            rig,
            transport,
            service("2", fault: "image-not-found", by: "no"),
            witness
        )
        #expect(report.outcome == .failedRolledBack)
        #expect(witness.texts("logs/").contains { $0.contains("cannot log in with ‹redacted›") })
        witness.check()
    }

    @Test func aRecordedRevisionThatFailsDoesNotSayIt() async throws {
        let (rig, transport) = try await rig()
        let witness = SecretWitness(Self.markers)
        _ = try await deploy(rig, transport, service("1"), witness)
        _ = try await deploy(rig, transport, service("2", fault: "crash-loop"), witness) {
            $0.rollsBack = false
        }
        _ = try await deploy(rig, transport, service("3"), witness)
        let deployer = rig.deployer(over: transport)
        let scope = rig.scope
        let report = try await rig.whileTimePasses {
            try await deployer.rollback("orders", in: scope, to: 2, options: Rig.options) { witness.hear($0) }
        }
        #expect(report.services.first?.cause?.logTail.first == "cannot log in with ‹redacted›")
        witness.hear(report)
        witness.check()
    }

    /// Who changes the Secret because the deploy crashes, does so while it waits.
    @Test func aValueThatComesMeanwhileIsNotSaidEither() async throws {
        let (rig, transport) = try await rig()
        let witness = SecretWitness(Self.markers)
        _ = try await deploy(rig, transport, service("1"), witness)
        transport.rotates.set(true)
        let report = try await deploy(rig, transport, service("2", fault: "crash-loop"), witness)
        #expect(report.outcome == .failedRolledBack)
        let tail = try #require(report.services.first?.cause?.logTail)
        #expect(tail.contains("and ‹redacted› since"))
        witness.check()
    }

    @Test func whatRunsDoesNotSayItAndTheSecretIsReadOnce() async throws {
        let (rig, transport) = try await rig()
        let witness = SecretWitness(Self.markers)
        let fine = rig.deployer(over: transport)
        _ = try await deploy(rig, transport, service("1"), witness)
        transport.asked.set(0)
        #expect(try await fine.why("orders", in: rig.scope).isReady)
        _ = try await fine.status(in: rig.scope)
        // Where nothing is said, nothing is read.
        #expect(transport.asked.value == 0)
        _ = try await deploy(rig, transport, service("2", fault: "crash-loop"), witness) {
            $0.rollsBack = false
        }
        transport.asked.set(0)
        let why = try await fine.why("orders", in: rig.scope)
        #expect(why.cause?.logTail.first == "cannot log in with ‹redacted›")
        witness.hear("why", JSONValue.object(why.json).text())
        #expect(transport.asked.value == 1)
        for status in try await fine.status(in: rig.scope).services {
            #expect(status.cause?.logTail.first == "cannot log in with ‹redacted›")
            witness.hear("status", status)
        }
        #expect(transport.asked.value == 2)
        witness.check()
    }

    @Test func withoutTheRightToReadItTheWordsOfContainersAreWithheld() async throws {
        let (rig, speaking) = try await rig()
        let transport = ForbiddingTransport(base: speaking, text: "/secrets/orders-secrets")
        let witness = SecretWitness(Self.markers)
        _ = try await deploy(rig, transport, service("1"), witness)
        let report = try await deploy(rig, transport, service("2", fault: "crash-loop"), witness) {
            $0.rollsBack = false
        }
        let cause = try #require(report.services.first?.cause)
        #expect(cause.code == .crashLoop)
        #expect(cause.logTail.count == 1)
        let words = "the values of the Secret `orders-secrets` could not be read"
        #expect(cause.logTail.first?.contains(words) == true)
        #expect(witness.texts("unread.txt").contains { $0.contains(words) })
        #expect(witness.texts("logs/").isEmpty)
        let why = try await rig.deployer(over: transport).why("orders", in: rig.scope)
        #expect(why.cause?.code == .crashLoop)
        #expect(why.cause?.logTail == cause.logTail)
        witness.hear("why", JSONValue.object(why.json).text())
        witness.check()
    }

    /// A user of a database is often called like the service, and everything that is said names that.
    @Test func namesStayNames() async throws {
        let (rig, transport) = try await rig()
        let reference = ObjectReference(type: .secret, namespace: "shop", name: "orders-secrets")
        _ = try await rig.client.patch(
            reference,
            .merge(["stringData": ["USER": "orders"]])
        )
        let witness = SecretWitness(Self.markers)
        let report = try await deploy(rig, transport, service("1", fault: "crash-loop"), witness)
        let headline = try #require(report.services.first?.cause?.headline)
        #expect(headline.hasPrefix("container `orders` exits 1 at start"), "\(headline)")
        witness.check()
    }
}

/// Answers for every container with the same output, and for the Secret with other values from its second reading on.
private struct SpeakingTransport: HTTPTransport {
    let base: any HTTPTransport
    let rotates = Shared(false)
    /// How often the Secret was read.
    let asked = Shared(0)

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        let path = request.path ?? ""
        if path.contains("/log?") {
            let more = rotates.value ? "and \(ReferredSecretTests.later) since\n" : ""
            let text = ReferredSecretTests.output + more
            return HTTPReply(head: HTTPResponse(status: .ok), body: Array(text.utf8))
        }
        let reply = try await base.send(request, body: body)
        guard request.method == .get, path.contains("/secrets/orders-secrets") else { return reply }
        asked.change { $0 += 1 }
        guard rotates.value, asked.value > 2 else { return reply }
        let old = Base64.encode(Array((ReferredSecretTests.value + "\n").utf8))
        let new = Base64.encode(Array(ReferredSecretTests.later.utf8))
        let text = String(decoding: reply.body, as: UTF8.self).split(separator: old).joined(separator: new)
        return HTTPReply(head: reply.head, body: Array(text.utf8))
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}
