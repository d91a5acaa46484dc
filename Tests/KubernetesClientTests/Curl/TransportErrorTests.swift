// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import CCurl
import HTTP
import Testing

@testable import KubernetesClient

@Suite struct TransportErrorTests {
    @Test(arguments: [
        CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2,
        CURLE_HTTP2_STREAM,
    ])
    func aConnectionThatEndedEarlyIsLost(code: CURLcode) {
        // C1.3: EOF, an unexpected EOF, a write on a broken connection, GOAWAY, a reset.
        #expect(TransportError(curl: code, message: "x", wasConnected: true).code == .connectionLost)
    }

    @Test func silenceBeforeThereIsAConnectionHasSentNothing() {
        // C1.3
        let code = CURLE_OPERATION_TIMEDOUT
        #expect(TransportError(curl: code, message: "x", wasConnected: true).code == .timedOut)
        #expect(TransportError(curl: code, message: "x", wasConnected: false).code == .connectionRefused)
    }

    @Test func aRefusedCertificateIsNoLostConnection() {
        // C1.3
        let alert = "OpenSSL SSL_read: error:0A000412:SSL routines::sslv3 alert bad certificate, errno 0"
        let code = CURLE_RECV_ERROR
        #expect(TransportError(curl: code, message: alert, wasConnected: true).code == .tlsFailure)
    }
}
