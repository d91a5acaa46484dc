// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Testing

@testable import KubernetesClient

/// What is known of a write, or of the trial of one, when its answer says little or does not come.
@Suite struct OutcomeTests {
    private static let deployment = GroupVersionKind(group: "apps", version: "v1", kind: "Deployment")
    private static let web = ObjectReference(type: deployment, namespace: "shop", name: "web")
    private static let live: JSONValue = [
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": ["name": "web", "namespace": "shop", "uid": "u1"], "spec": ["replicas": 3],
    ]
    private static let object = KubernetesObject(
        type: deployment,
        metadata: ["name": "web", "namespace": "shop"],
        members: ["spec": ["replicas": 3]]
    )

    @Test func aDryRunAgainstASilentServerEndsAsEarlyAsARead() async throws {
        // C1.2: each attempt lasts as long as a request may.
        let dryRuns: [@Sendable (ClusterClient) async -> ClusterError?] = [
            { client in
                await failure { () async throws(ClusterError) in
                    try await client.apply(Self.object, options: ApplyOptions(dryRun: true))
                }
            },
            { client in
                await failure { () async throws(ClusterError) in
                    try await client.create(Self.object, options: WriteOptions(dryRun: true))
                }
            },
            { client in
                await failure { () async throws(ClusterError) in
                    try await client.delete(Self.web, options: DeleteOptions(uid: "u1", dryRun: true))
                }
            },
            { client in
                await failure { () async throws(ClusterError) in
                    try await client.patch(
                        Self.web,
                        .merge([:]),
                        options: WriteOptions(dryRun: true, isRepeatable: true)
                    )
                }
            },
            { client in
                await failure { () async throws(ClusterError) in
                    try await client.review(AccessQuestion(verb: "get", group: "", resource: "pods"))
                }
            },
        ]
        for (index, dryRun) in dryRuns.enumerated() {
            let silent = ScriptedTransport(Array(repeating: .broken(.timedOut), count: 100))
            let error = await dryRun(client(silent))
            #expect(error?.code == .timedOut)
            #expect(silent.asked.count == 1, "request \(index)")
            // It has begun nothing that would go on.
            #expect(error?.hint?.contains("VPN, proxy or firewall") == true, "request \(index)")
        }
    }

    @Test(arguments: [
        "etcdserver: request timed out", "etcdserver: leader changed", "context deadline exceeded",
    ])
    func whatTheStoreMayHaveDoneIsLookedUpOrSaidToBeUnknown(message: String) async throws {
        // C1.9
        let unsure = ScriptedTransport.Answer.reply(500, status(500, "", message))
        let created = ScriptedTransport([unsure, .reply(200, Self.live)])
        #expect(try await client(created).create(Self.object).uid == "u1")
        #expect(created.asked.map { $0.request.method.rawValue } == ["POST", "GET"])
        let applied = ScriptedTransport([unsure, .reply(200, Self.live)])
        #expect(try await client(applied).apply(Self.object).uid == "u1")
        let patched = ScriptedTransport([unsure])
        let error = await failure { () async throws(ClusterError) in
            try await client(patched).patch(Self.web, .merge(["spec": ["paused": true]]))
        }
        #expect(error?.isOutcomeUnknown == true)
        #expect(patched.asked.count == 1)
    }

    @Test func aCreateThatCannotBeLookedUpStaysUnknown() async {
        // C1.9: that looking is not allowed says nothing about the object.
        let transport = ScriptedTransport([
            .broken(.connectionLost), .reply(403, status(403, "Forbidden")),
        ])
        let error = await failure { () async throws(ClusterError) in
            try await client(transport).create(Self.object)
        }
        #expect(error?.code == .connectionLost)
        #expect(error?.isOutcomeUnknown == true)
        #expect(error?.doing == "creating Deployment shop/web")
    }

    @Test func aCreateThatArrivesLateIsOurs() async throws {
        // C1.9
        let late: [ScriptedTransport.Answer] = [
            .broken(.connectionLost), .reply(404, status(404, "NotFound")),
            .reply(409, status(409, "AlreadyExists")),
        ]
        let ours = ScriptedTransport(late + [.reply(200, Self.live)])
        #expect(try await client(ours).create(Self.object).uid == "u1")
        #expect(ours.asked.map { $0.request.method.rawValue } == ["POST", "GET", "POST", "GET"])
        var other = Self.object
        other["spec"] = ["replicas": 4]
        let foreign = ScriptedTransport(late + [.reply(200, Self.live)])
        let error = await failure { [other] () async throws(ClusterError) in
            try await client(foreign).create(other)
        }
        #expect(error?.code == .alreadyExists)
    }

    @Test(arguments: [
        "nil pointer", "Internal error occurred: failed calling webhook \"x\": context deadline exceeded",
    ])
    func aServerThatFailsBeforeItStoresHasDoneNothing(message: String) async throws {
        // C1.9
        let failed = ScriptedTransport([.reply(500, status(500, "InternalError", message))])
        let error = await failure { () async throws(ClusterError) in
            try await client(failed).patch(Self.web, .merge(["spec": ["paused": true]]))
        }
        #expect(error?.code == .serverFailure)
        #expect(error?.isOutcomeUnknown == false)
    }
}
