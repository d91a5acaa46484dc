// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import CCurl
import HTTP
import Testing

@testable import KubernetesClient

@Suite struct TransportErrorTests {
    @Test(arguments: [
        CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2,
        CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND,
    ])
    func aConnectionThatEndedEarlyIsLost(code: CURLcode) {
        // C1.3: EOF, an unexpected EOF, a write on a broken connection, GOAWAY, a reset.
        #expect(TransportError(curl: code, message: "x", wasConnected: true).code == .connectionLost)
    }

    @Test(arguments: [CURLE_COULDNT_CONNECT, CURLE_PROXY])
    func whoeverMakesNoConnectionHasSentNothing(code: CURLcode) {
        // C1.3: a SOCKS proxy is told by the second.
        #expect(TransportError(curl: code, message: "x", wasConnected: false).code == .connectionRefused)
    }

    @Test func silenceBeforeThereIsAConnectionHasSentNothing() {
        // C1.3
        let code = CURLE_OPERATION_TIMEDOUT
        #expect(TransportError(curl: code, message: "x", wasConnected: true).code == .timedOut)
        #expect(TransportError(curl: code, message: "x", wasConnected: false).code == .connectionRefused)
    }

    @Test(arguments: [
        "OpenSSL SSL_connect: Connection reset by peer in connection to shop:6443 ",
        "OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to shop:6443 ",
        "OpenSSL/3.0.17: error:0A000126:SSL routines::unexpected eof while reading",
        "Recv failure: Connection reset by peer",
    ])
    func aHandshakeThatIsCutIsNoMatterOfTrust(message: String) {
        // C1.3
        let code = CURLE_SSL_CONNECT_ERROR
        #expect(TransportError(curl: code, message: message, wasConnected: false).code == .handshakeBroken)
    }

    @Test func aCertificateOfOurOwnThatIsNoneIsNoMatterOfTrust() {
        // C4.6
        let error = TransportError(
            curl: CURLE_SSL_CERTPROBLEM,
            message: "unable to set private key file: '(memory blob)' type PEM",
            wasConnected: false
        )
        #expect(error.code == .identityUnusable)
        #expect(
            ClusterError(transport: error, doing: "listing Pod in shop", object: nil).description == """
                listing Pod in shop: the client certificate cannot be used
                  because: unable to set private key file: '(memory blob)' type PEM
                  try: check `client-certificate` and `client-key` of this context's user in the kubeconfig, or what its \
                exec plugin gives: both in PEM, made for each other, the key without a passphrase
                """
        )
    }

    @Test(arguments: [
        "OpenSSL/3.0.17: error:0A000410:SSL routines::sslv3 alert handshake failure",
        "OpenSSL/3.0.17: error:0A00010B:SSL routines::wrong version number",
    ])
    func aHandshakeThatOneSideRefusesIs(message: String) {
        let code = CURLE_SSL_CONNECT_ERROR
        #expect(TransportError(curl: code, message: message, wasConnected: false).code == .tlsFailure)
    }

    @Test(arguments: [
        "OpenSSL/3.0.19: error:0A00042E:SSL routines::tlsv1 alert protocol version",
        "OpenSSL/3.0.19: error:0A000102:SSL routines::unsupported protocol",
    ])
    func aServerWithoutTLS12IsSaidToBeSo(message: String) {
        // C2.2
        let error = TransportError(curl: CURLE_SSL_CONNECT_ERROR, message: message, wasConnected: false)
        #expect(error.code == .tlsFailure)
        #expect(error.message.hasSuffix("msctl speaks TLS 1.2 and newer, and the server only what is older"))
    }

    @Test func aRefusedCertificateIsNoLostConnection() {
        // C1.3
        let alert = "OpenSSL SSL_read: error:0A000412:SSL routines::sslv3 alert bad certificate, errno 0"
        let code = CURLE_RECV_ERROR
        #expect(TransportError(curl: code, message: alert, wasConnected: true).code == .tlsFailure)
    }
}
