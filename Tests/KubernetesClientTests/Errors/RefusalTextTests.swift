// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
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
            "400 The plain HTTP request was sent to HTTPS port"
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

    @Test(arguments: [
        (
            "<html>\r\n<head><title>502 Bad Gateway</title><style>p {color: red}</style></head>\r\n<body>\r\n"
                + "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>",
            "502 Bad Gateway nginx"
        ),
        ("  upstream connect error\n or 1 < 2", "upstream connect error  or 1 < 2"),
        ("<html><script>go('x')", "<html><script>go('x')"), ("<", "<"), ("\n", nil),
        (String(repeating: "ü", count: 400), String(repeating: "ü", count: 300)),
    ])
    func thePageOfABalancerIsItsWords(page: String, words: String?) {
        let reply = HTTPReply(head: HTTPResponse(status: .badGateway), body: Array(page.utf8))
        let error = ClusterError(reply: reply, doing: "reading", object: nil)
        #expect((error.cause as? UnstructuredReply)?.text == words)
    }

    @Test func whoIsSentElsewhereIsToldWhere() async {
        let place = "https://login.example/start"
        let transport = ScriptedTransport([.reply(302, [:], ["Location": "\(place)?state=MARKER"])])
        let error = await failure { () async throws(ClusterError) in
            try await client(transport).list(Self.pod.type)
        }
        #expect(error?.code == .malformedReply)
        #expect(error?.hint?.hasPrefix("`http://sandbox` sends elsewhere, to `\(place)`: ") == true)
    }

    @Test(arguments: [
        (#"pods is forbidden: User "jo" cannot list resource "pods""#, "`msctl doctor`"),
        (#"forbidden: User "system:anonymous" cannot get path "/""#, "the server was told nobody's name"),
        (#"pods "a" is forbidden: exceeded quota: small, requested: pods=1"#, nil),
        (#"admission webhook "policy.example" denied the request: no"#, nil),
    ])
    func onlyWhoLacksARightIsToldOfRights(message: String, hint: String?) async {
        let transport = ScriptedTransport([.reply(403, status(403, "Forbidden", message))])
        let error = await failure { () async throws(ClusterError) in
            try await client(transport).list(Self.pod.type)
        }
        let begin = error?.hint?.prefix(hint?.count ?? 0)
        #expect(begin.map(String.init) == hint)
    }

    @Test(arguments: [
        ("SSL certificate problem: certificate is not yet valid", "the clock of this machine"),
        ("SSL certificate problem: certificate has expired", "the clock of this machine"),
        ("OpenSSL SSL_read: sslv3 alert certificate expired, errno 0", "the client certificate"),
        ("OpenSSL SSL_read: tlsv13 alert certificate required, errno 0", "the client certificate"),
        ("OpenSSL SSL_read: tlsv1 alert unknown ca, errno 0", "the client certificate"),
        ("SSL certificate problem: self-signed certificate", "`certificate-authority`"),
    ])
    func whatIsNotTrustedSaysWhereToLook(words: String, place: String) {
        let error = ClusterError(transport: TransportError(.tlsFailure, words), doing: "", object: nil)
        #expect(error.hint?.contains(place) == true)
    }

    @Test func whoSpeaksTLSToHTTPIsToldToo() {
        let words = "error:0A00010B:SSL routines::wrong version number"
        let error = ClusterError(transport: TransportError(.tlsFailure, words), doing: "", object: nil)
        #expect(error.hint?.contains("does not speak TLS") == true)
    }
}
