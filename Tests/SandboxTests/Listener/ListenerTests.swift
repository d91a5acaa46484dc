// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Sandbox
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct ListenerTests {
    private static let maps = "/api/v1/namespaces/default/configmaps"

    private static func request(_ method: String, _ path: String, _ body: String = "", close: Bool = false)
        -> String
    {
        "\(method) \(path) HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/json\r\n"
            + (close ? "Connection: close\r\n" : "") + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func answersSeveralRequestsOnOneConnection() async throws {
        try await ListeningSandbox.run { sandbox in
            let connection = try RawConnection(port: sandbox.port)
            _ = await connection.send(
                Self.request("POST", Self.maps, #"{"metadata":{"name":"a"}}"#)
                    + Self.request("GET", Self.maps + "/a", close: true)
            )
            let text = await connection.receiveAll()
            #expect(text.hasPrefix("HTTP/1.1 201"))
            #expect(text.contains("HTTP/1.1 200"))
        }
    }

    @Test func forgetsTheWatchOfAClientThatLeaves() async throws {
        try await ListeningSandbox.run { sandbox in
            let connection = try RawConnection(port: sandbox.port)
            _ = await connection.send(Self.request("GET", Self.maps + "?watch=true"))
            #expect(await connection.receive(until: "kube-root-ca.crt").contains("200 OK"))
            #expect(await sandbox.server.openWatches == 1)
            connection.abort()
            #expect(await sandbox.eventually { await $0.openWatches == 0 })
        }
    }

    @Test func endsOpenWatchesWhenItStops() async throws {
        let server = SandboxServer()
        let listener = try await SandboxListener.bind(server)
        let connection = try RawConnection(port: listener.port)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await listener.run() }
            _ = await connection.send(Self.request("GET", Self.maps + "?watch=true"))
            _ = await connection.receive(until: "kube-root-ca.crt")
            group.cancelAll()
        }
        // The group ends only when the listener has; the client sees the end of the connection.
        _ = await connection.receiveAll()
        #expect(throws: RawConnection.Failure.self) { try RawConnection(port: listener.port) }
    }

    @Test func mayBeBoundAndNeverRun() async throws {
        let listener = try await SandboxListener.bind(SandboxServer())
        // It has the port, and takes connections that nobody serves.
        _ = try RawConnection(port: listener.port)
        let error = await #expect(throws: SandboxListener.StartError.self) {
            try await SandboxListener.bind(SandboxServer(), port: listener.port)
        }
        #expect(error?.isInUse == true)
    }

    @Test func closesConnectionsThatItHasNotBegunToServe() async throws {
        let listener = try await SandboxListener.bind(SandboxServer())
        let connection = try RawConnection(port: listener.port)
        let run = Task {
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask { await listener.run() }
            }
        }
        await run.value
        // Whether it was begun or not, the client sees the end, and nothing before.
        #expect(await connection.receiveAll().isEmpty)
    }

    @Test func endsTheWatchOfAReaderThatLagsTooFarBehind() async throws {
        var options = SandboxOptions()
        options.watchBuffer = 50
        try await ListeningSandbox.run(options) { sandbox in
            let slow = try RawConnection(port: sandbox.port)
            _ = await slow.send(Self.request("GET", Self.maps + "?watch=true"))
            #expect(await sandbox.eventually { await $0.openWatches == 1 })
            let busy = try RawConnection(port: sandbox.port)
            let data = String(repeating: "x", count: 500_000)
            // Nobody reads the watch: once the sockets are full, the buffer is, and then the server lets go.
            for number in 0..<200 {
                let body = #"{"metadata":{"name":"m\#(number)"},"data":{"k":"\#(data)"}}"#
                _ = await busy.send(Self.request("POST", Self.maps, body))
                _ = await busy.receive(until: "\"k\":")
                if await sandbox.server.openWatches == 0 { break }
            }
            #expect(await sandbox.server.openWatches == 0)
            // The server itself is well.
            let other = try RawConnection(port: sandbox.port)
            _ = await other.send(Self.request("GET", "/healthz", close: true))
            #expect(await other.receiveAll().hasSuffix("ok"))
        }
    }

    private static let noHTTP = [
        "words": "this is no HTTP\r\n\r\n", "no target": "GET\r\n\r\n",
        "a length that is none": "POST /api HTTP/1.1\r\nContent-Length: minus\r\n\r\n",
        "a huge header": "GET / HTTP/1.1\r\nA: " + String(repeating: "x", count: 200_000) + "\r\n\r\n",
    ]

    @Test(arguments: noHTTP.keys.sorted())
    func refusesWhatIsNoHTTP(what: String) async throws {
        let text = try #require(Self.noHTTP[what])
        try await ListeningSandbox.run { sandbox in
            let connection = try RawConnection(port: sandbox.port)
            _ = await connection.send(text)
            let answer = await connection.receive(until: "\r\n")
            #expect(answer.isEmpty || answer.contains(" 400 ") || answer.contains(" 431 "))
            let next = try RawConnection(port: sandbox.port)
            _ = await next.send(Self.request("GET", "/healthz", close: true))
            #expect(await next.receiveAll().hasSuffix("ok"))
        }
    }

    @Test func refusesABodyThatIsTooLarge() async throws {
        try await ListeningSandbox.run { sandbox in
            let connection = try RawConnection(port: sandbox.port)
            let body = String(repeating: " ", count: 4_000_000)
            _ = await connection.send(Self.request("POST", Self.maps, body, close: true))
            let answer = await connection.receiveAll()
            #expect(answer.hasPrefix("HTTP/1.1 413"))
            #expect(answer.contains("Request entity too large: limit is 3145728"))
        }
    }

    @Test func aHeadRequestHasNoBody() async throws {
        try await ListeningSandbox.run { sandbox in
            let connection = try RawConnection(port: sandbox.port)
            _ = await connection.send(Self.request("HEAD", Self.maps, close: true))
            let answer = await connection.receiveAll()
            #expect(answer.hasPrefix("HTTP/1.1 405"))
            #expect(answer.hasSuffix("\r\n\r\n"))
        }
    }
}
