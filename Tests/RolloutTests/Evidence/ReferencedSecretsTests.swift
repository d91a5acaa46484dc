// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import KubernetesClient
import NIOConcurrencyHelpers
import Testing

@testable import Rollout

/// How the values of Secrets are read that many services refer to.
@Suite struct ReferencedSecretsTests {
    private static let reference = ObjectReference(type: .secret, namespace: "shop", name: "regcred")

    private static let pod = KubernetesObject(
        type: GroupVersionKind.pod,
        metadata: ["name": "orders", "namespace": "shop"],
        members: ["spec": ["containers": [["name": "orders"]], "imagePullSecrets": [["name": "regcred"]]]]
    )

    private func secrets(_ rig: Rig, _ transport: any HTTPTransport) -> ReferencedSecrets {
        let time = DeployTime(clock: ContinuousClock(), now: { Timestamp(seconds: 0) })
        return ReferencedSecrets(client: ClusterClient(transport: transport), time: time, scope: rig.scope)
    }

    @Test func oneRequestServesAllWhoAskAtOnce() async throws {
        let rig = Rig()
        _ = try await rig.client.create(Fixture.namespace.object)
        let secret = KubernetesObject(
            type: .secret,
            metadata: ["name": "regcred", "namespace": "shop"],
            members: ["stringData": ["password": "s3cr3t-of-all"]]
        )
        _ = try await rig.client.create(secret)
        let transport = SecretCountingTransport(base: rig.transport)
        let secrets = secrets(rig, transport)
        let mask = SecretMask(of: [Self.pod])
        let texts = await withTaskGroup(of: String.self) { group in
            for _ in 0..<200 {
                group.addTask { await secrets.filling(mask).clean(text: "it is s3cr3t-of-all") }
            }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(texts == ["it is ‹redacted›"])
        #expect(transport.sent.withLockedValue { $0 } == 1)
    }

    @Test func whatWasRefusedIsNotAskedForAtOnceAgain() async throws {
        let rig = Rig()
        let transport = SecretCountingTransport(
            base: ForbiddingTransport(base: rig.transport, text: "/secrets/")
        )
        let secrets = secrets(rig, transport)
        for _ in 0..<3 {
            #expect(await secrets.filling(SecretMask(of: [Self.pod])).unread == ["regcred"])
        }
        #expect(transport.sent.withLockedValue { $0 } == 1)
    }

    /// Whoever is cancelled has learned nothing of the Secret, and who comes later reads it.
    @Test func aCancelledReadingIsNoAnswer() async throws {
        let rig = Rig()
        _ = try await rig.client.create(Fixture.namespace.object)
        let secrets = secrets(rig, rig.transport)
        let mask = SecretMask(of: [Self.pod])
        let first = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await secrets.filling(mask)
        }
        _ = await first.value
        #expect(await secrets.filling(mask).unread == [])
    }
}

/// Counts the requests for Secrets.
private struct SecretCountingTransport: HTTPTransport {
    let base: any HTTPTransport
    let sent = NIOLockedValueBox(0)

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        if request.path?.contains("/secrets/") == true { sent.withLockedValue { $0 += 1 } }
        return try await base.send(request, body: body)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await base.stream(request, body: body)
    }
}
