// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import Kubernetes
import Testing

@testable import KubernetesClient

/// A refusal speaks of an object only where one was sent.
@Suite struct RefusalTextTests {
    private static let pod = ObjectReference(
        type: GroupVersionKind(apiVersion: "v1", kind: "Pod"),
        namespace: "shop",
        name: "web"
    )

    private func refusing(_ message: String) -> ClusterClient {
        client(ScriptedTransport([.reply(400, status(400, "BadRequest", message))]))
    }

    private func text(_ body: () async throws(ClusterError) -> Void) async -> String? {
        await failure(body)?.description
    }

    @Test func aRefusedListIsAboutNoObject() async {
        let text = await text { () async throws(ClusterError) in
            _ = try await refusing("unable to parse the selector").list(Self.pod.type, namespace: "shop")
        }
        #expect(
            text == """
                listing Pod in shop: the server refuses the request (400)
                  server: unable to parse the selector
                """
        )
    }

    @Test func aRefusedLogIsAboutNoObjectThatWasSent() async {
        let message = "a container name must be specified"
        let expected = """
            reading the log of Pod shop/web: the server refuses the request (400)
              server: \(message)
            """
        let whole = await text { () async throws(ClusterError) in
            _ = try await refusing(message).logs(of: Self.pod)
        }
        #expect(whole == expected)
        let followed = await text { () async throws(ClusterError) in
            _ = try await refusing(message).followLogs(of: Self.pod)
        }
        #expect(followed == expected)
    }

    @Test func whatWasPatchedOrDeletedIsNotWhatWasRendered() async {
        let patched = await text { () async throws(ClusterError) in
            _ = try await refusing("no").patch(Self.pod, .merge([:]))
        }
        let deleted = await text { () async throws(ClusterError) in
            _ = try await refusing("no").delete(Self.pod, options: DeleteOptions(uid: "u"))
        }
        for text in [patched, deleted] {
            #expect(text?.contains("the server refuses the request (400)") == true)
            #expect(text?.contains("try:") == false)
        }
    }

    @Test(arguments: [
        (
            "Client sent an HTTP request to an HTTPS server.",
            "Client sent an HTTP request to an HTTPS server."
        ),
        (
            "<html>\n<title>400 The plain HTTP request was sent to HTTPS port</title>",
            "<html> <title>400 The plain HTTP request was sent to HTTPS port</title>"
        ),
    ])
    func whoSpeaksHTTPToTLSIsToldTheAddress(page: String, words: String) async throws {
        let object = KubernetesObject(type: Self.pod.type, metadata: ["name": "web", "namespace": "shop"])
        let strayed = ClusterClient(
            transport: ScriptedTransport([.text(400, page + "\n")]),
            address: ServerAddress(scheme: "http", authority: "one:6443")
        )
        let error = try #require(
            await failure { () async throws(ClusterError) in try await strayed.apply(object) }
        )
        #expect(error.code == .unreachable)
        #expect(
            error.description == """
                applying Pod shop/web: the API server cannot be reached (400)
                  server: \(words)
                  try: `http://one:6443` takes HTTPS only: write `https://one:6443` as `server` in the kubeconfig
                """
        )
    }

    @Test func whoSpeaksTLSToHTTPIsToldToo() {
        let words = "error:0A00010B:SSL routines::wrong version number"
        let error = ClusterError(transport: TransportError(.tlsFailure, words), doing: "", object: nil)
        #expect(error.hint?.contains("does not speak TLS") == true)
    }
}
