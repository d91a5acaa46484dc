// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Foundation
import HTTP
import HTTPTypes
import NIOConcurrencyHelpers
import Support
import Testing

@testable import KubernetesClient

@Suite struct CurlTransportTests {
    private func request(_ port: Int, _ path: String = "/version", method: HTTPRequest.Method = .get)
        -> HTTPRequest
    {
        HTTPRequest(method: method, scheme: "http", authority: "127.0.0.1:\(port)", path: path)
    }

    @Test func sendsMethodHeadersAndBodyAndReadsTheReply() async throws {
        let seen = NIOLockedValueBox<SocketServer.Request?>(nil)
        let server = try SocketServer { request, connection in
            seen.withLockedValue { $0 = request }
            connection.respond(201, ["Warning: 299 - \"old\"", "X-Empty:"], #"{"a":1}"#)
        }
        var patch = request(server.port, "/apis/apps/v1/x%20y?force=true", method: .patch)
        patch.headerFields[.contentType] = "application/apply-patch+yaml"
        patch.headerFields[.userAgent] = "msctl/1 (linux/amd64)"
        let reply = try await CurlTransport().send(patch, body: Array("{}".utf8))
        #expect(reply.head.status.code == 201)
        #expect(reply.body == Array(#"{"a":1}"#.utf8))
        #expect(reply.head.headerFields[.warning] == "299 - \"old\"")
        let got = try #require(seen.withLockedValue { $0 })
        #expect(got.method == "PATCH")
        #expect(got.target == "/apis/apps/v1/x%20y?force=true")
        #expect(got.headers["content-type"] == "application/apply-patch+yaml")
        #expect(got.headers["user-agent"] == "msctl/1 (linux/amd64)")
        #expect(got.headers["accept-encoding"] == "gzip")
        #expect(got.headers["expect"] == nil)
        #expect(got.body == Array("{}".utf8))
    }

    @Test func aFieldIsSentThoughItIsEmptyAndIsOneFieldWhateverItHolds() async throws {
        // C4.8: an empty group is asked for as well, and no name of a user makes a second field.
        let seen = NIOLockedValueBox<[String: String]>([:])
        let server = try SocketServer { request, connection in
            // Whatever else calls at a port that was another test's before is not looked at.
            if request.target == "/impersonated" { seen.withLockedValue { $0 = request.headers } }
            connection.respond(200)
        }
        var get = request(server.port, "/impersonated")
        let user = Impersonation(user: "jo\r\nImpersonate-Group: system:masters", groups: [""])
        for field in Credentials(.none, impersonation: user).headerFields { get.headerFields.append(field) }
        _ = try await CurlTransport().send(get, body: [])
        let headers = seen.withLockedValue { $0 }
        #expect(headers["impersonate-group"] == "")
        #expect(headers["impersonate-user"]?.hasPrefix("jo") == true)
    }

    @Test func aRedirectIsNotFollowed() async throws {
        // C4.6: whoever answers must not choose who gets the token.
        let other = try SocketServer { _, connection in connection.respond(200) }
        let server = try SocketServer { _, connection in
            connection.respond(307, ["Location: http://127.0.0.1:\(other.port)/version"])
        }
        var get = request(server.port)
        get.headerFields[.authorization] = "Bearer marker"
        #expect(try await CurlTransport().send(get, body: []).head.status.code == 307)
        #expect(other.connections == 0)
    }

    @Test(arguments: ["GET", "DELETE", "POST", "PUT"])
    func sendsEveryMethodWithAndWithoutABody(name: String) async throws {
        let server = try SocketServer { request, connection in
            connection.respond(200, [], "\(request.method) \(request.body.count)")
        }
        let method = try #require(HTTPRequest.Method(name))
        let transport = CurlTransport()
        let empty = try await transport.send(request(server.port, method: method), body: [])
        #expect(String(decoding: empty.body, as: UTF8.self) == "\(name) 0")
        let full = try await transport.send(
            request(server.port, method: method),
            body: Array(repeating: 65, count: 70_000)
        )
        #expect(String(decoding: full.body, as: UTF8.self) == "\(name) 70000")
        #expect(server.connections == 1)
    }

    /// The connection ends just when it is used again: the server may have acted, and libcurl would send it once more.
    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"], [false, true])
    func aWriteIsSentOnceOnAConnectionThatWasUsedBefore(name: String, isReset: Bool) async throws {
        // C1.2
        let server = try SocketServer { request, connection in
            guard request.method != "GET" else { return connection.respond(200) }
            if isReset { connection.reset() } else { connection.close() }
        }
        let transport = CurlTransport()
        _ = try await transport.send(request(server.port), body: [])
        let method = try #require(HTTPRequest.Method(name))
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(request(server.port, method: method), body: Array("{}".utf8))
        }
        #expect(error?.code == .connectionLost)
        #expect(server.requests == 2)
        // Nothing is wrong with the next one.
        #expect(try await transport.send(request(server.port), body: []).head.status == 200)
    }

    @Test func aReplyThatIsTooLargeIsCutOff() async throws {
        let zeros = """
            H4sIAAAAAAACA+3BMQEAAADCoPVPbQ0PoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIBXA32VEdSghgEA
            """
        let packed = try #require(Base64.decode(zeros))
        let server = try SocketServer { request, connection in
            guard request.target != "/head" else {
                connection.write("HTTP/1.1 200 OK\r\n")
                let line = "X-A: \(String(repeating: "x", count: 10_000))\r\n"
                while connection.write(line) {}
                return
            }
            // A hundred thousand zeros in some two hundred bytes.
            connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n")
            connection.write("Content-Length: \(packed.count)\r\n\r\n")
            connection.write(packed)
        }
        var settings = TransportSettings()
        settings.largestReply = 100_000
        let whole = try await CurlTransport(settings: settings).send(request(server.port), body: [])
        #expect(whole.body == [UInt8](repeating: 0, count: 100_000))
        settings.largestReply = 99_999
        for path in ["/version", "/head"] {
            let error = await #expect(throws: TransportError.self) {
                try await CurlTransport(settings: settings).send(request(server.port, path), body: [])
            }
            #expect(error?.code == .tooLarge || path == "/head" && error?.code == .connectionLost, "\(path)")
        }
        // A stream has no size.
        let stream = try await CurlTransport(settings: settings).stream(request(server.port), body: [])
        var count = 0
        for try await piece in stream.body { count += piece.count }
        #expect(count == 100_000)
    }

    @Test func keepsItsConnection() async throws {
        // C2.2
        let server = try SocketServer { _, connection in connection.respond(200) }
        let transport = CurlTransport()
        for _ in 0..<20 { _ = try await transport.send(request(server.port), body: []) }
        #expect(server.requests == 20)
        #expect(server.connections == 1)
    }

    @Test func aStreamArrivesPieceByPiece() async throws {
        let gate = DispatchSemaphore(value: 0)
        let server = try SocketServer { _, connection in
            connection.startStream()
            connection.chunk("one\n")
            gate.wait()
            connection.chunk("two\n")
            connection.write("0\r\n\r\n")
        }
        let reply = try await CurlTransport().stream(request(server.port), body: [])
        var iterator = reply.body.makeAsyncIterator()
        #expect(try await iterator.next() == Array("one\n".utf8))
        gate.signal()
        #expect(try await iterator.next() == Array("two\n".utf8))
        #expect(try await iterator.next() == nil)
    }

    @Test func cancellingAnIdleStreamClosesItAtOnce() async throws {
        let server = try SocketServer { _, connection in
            connection.startStream()
            connection.chunk("one\n")
            connection.waitForClose()
        }
        let transport = CurlTransport()
        let hasBegun = NIOLockedValueBox(false)
        let task = Task {
            let reply = try await transport.stream(request(server.port), body: [])
            for try await _ in reply.body { hasBegun.withLockedValue { $0 = true } }
        }
        #expect(try await eventually { hasBegun.withLockedValue { $0 } })
        let start = ContinuousClock.now
        task.cancel()
        _ = await task.result
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(try await eventually { server.closedConnections == 1 })
    }

    @Test func leavingAStreamClosesIt() async throws {
        let server = try SocketServer { _, connection in
            connection.startStream()
            connection.chunk("one\n")
            connection.waitForClose()
        }
        let transport = CurlTransport()
        for try await _ in try await transport.stream(request(server.port), body: []).body { break }
        #expect(try await eventually { server.closedConnections == 1 })
    }

    @Test func cancellingBeforeTheReplyEndsTheRequest() async throws {
        let server = try SocketServer { _, connection in connection.waitForClose() }
        let transport = CurlTransport()
        let task = Task { () -> TransportError? in
            do throws(TransportError) {
                _ = try await transport.send(request(server.port), body: [])
                return nil
            } catch {
                return error
            }
        }
        #expect(try await eventually { server.requests == 1 })
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }

    @Test func aReaderThatLagsMakesTheServerWaitAndMissesNothing() async throws {
        let sent = NIOLockedValueBox(0)
        let megabyte = String(repeating: "x", count: 1 << 20)
        let server = try SocketServer { request, connection in
            // A stream that says nothing for long makes the client ask whether the server is there.
            guard request.target == "/version" else { return connection.respond(200) }
            connection.startStream()
            for _ in 0..<64 {
                guard connection.chunk(megabyte) else { return }
                sent.withLockedValue { $0 += 1 }
            }
            connection.write("0\r\n\r\n")
        }
        let reply = try await CurlTransport().stream(request(server.port), body: [])
        // The server stalls: as much as the queue and the sockets' buffers hold, far from everything.
        let seen = NIOLockedValueBox((count: 0, times: 0))
        #expect(
            try await eventually {
                let count = sent.withLockedValue { $0 }
                return seen.withLockedValue { seen in
                    seen = (count, count == seen.count ? seen.times + 1 : 0)
                    return count > 0 && seen.times >= 20
                }
            }
        )
        #expect(sent.withLockedValue { $0 } < 40)
        var total = 0
        for try await piece in reply.body { total += piece.count }
        #expect(total == 64 << 20)
    }

    @Test func sixtyWatchesOverHTTP1DoNotStarveEachOther() async throws {
        let server = try SocketServer { _, connection in
            connection.startStream()
            connection.chunk("one\n")
            connection.waitForClose()
        }
        let transport = CurlTransport()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    for try await _ in try await transport.stream(self.request(server.port), body: []).body {
                        return
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(server.requests == 60)
    }

    @Test func saysWhyThereIsNoReply() async throws {
        let refused = try TLSFront.freePort()
        let server = try SocketServer { _, connection in shutdown(connection.socket, Int32(SHUT_RDWR)) }
        let cases: [(HTTPRequest, TransportError.Code)] = [
            (request(refused), .connectionRefused),
            (request(server.port), .connectionLost),
            (
                HTTPRequest(method: .get, scheme: "http", authority: "no.such.host.invalid", path: "/"),
                .nameNotResolved
            ),
            (HTTPRequest(method: .get, scheme: "http", authority: "a b", path: "/"), .notSent),
        ]
        for (request, code) in cases {
            do throws(TransportError) {
                _ = try await CurlTransport().send(request, body: [])
                Issue.record("there was a reply to \(request)")
            } catch {
                #expect(error.code == code, "\(error)")
                #expect(!error.message.isEmpty)
            }
        }
    }

    @Test(arguments: [403, 407, 503])
    func aProxyThatMakesNoConnectionHasSentNothing(status: Int) async throws {
        // C1.3
        let proxy = try SocketServer { _, connection in connection.respond(status) }
        var settings = TransportSettings()
        settings.proxy = Redacted("http://127.0.0.1:\(proxy.port)")
        let request = HTTPRequest(method: .post, scheme: "https", authority: "shop.example:6443", path: "/")
        let error = await #expect(throws: TransportError.self) {
            try await CurlTransport(settings: settings).send(request, body: [])
        }
        #expect(error?.code == .connectionRefused)
        #expect(error?.message.hasPrefix("the proxy answers \(status)") == true)
        #expect(error?.message.contains("password") == (status == 407))
    }

    /// What of an address libcurl quotes in its errors, and what it cuts off where that is long.
    @Test(arguments: [
        "http://user:s3c/ret@proxy:3128", "http://us er:s3cret@proxy:3128", "http://user:s3cret@proxy:99999",
        "gopher://user:s3cret@proxy:3128", "http://s3cret@a@proxy:3128", "http://user:s3cret@:3128",
        "http://\(String(repeating: "u", count: 220)):s3cret\(String(repeating: "x", count: 99))@:3128",
    ])
    func whatLibcurlQuotesOfAProxyIsNotHandedOn(proxy: String) async throws {
        // C2.3
        let traces = NIOLockedValueBox<[String]>([])
        var options = ClientOptions(
            hooks: ClientHooks(trace: { trace in traces.withLockedValue { $0.append("\(trace)") } })
        )
        options.maximumRetries = 0
        let client = ClusterClient(
            transport: CurlTransport(settings: TransportSettings(proxy: Redacted(proxy))),
            address: ServerAddress(scheme: "https", authority: "shop.example:6443"),
            options: options
        )
        let error = try #require(
            await failure { () async throws(ClusterError) in try await client.version() }
        )
        var dumped = ""
        dump(error, to: &dumped)
        let texts = ["\(error)", dumped] + traces.withLockedValue { $0 }
        #expect(texts.count == 3)
        for text in texts {
            #expect(!text.contains("s3c") && !text.contains("user:"), "\(text)")
            #expect(text.contains("proxy") || text.contains("connect"), "\(text)")
        }
    }

    @Test func whatIsLeftOfASecretIsNothing() throws {
        // C2.3
        let secrets = try #require(ProxySecrets(Redacted("http://jo:p%40ss%2Fword@proxy:3128")))
        func said(_ text: String) -> String { secrets.removed(from: text, else: "general words") }
        #expect(said("in 'http://jo:p%40ss%2Fword@proxy:3128'") == "in '‹redacted›'")
        #expect(said("user jo:p%40ss%2Fword is refused") == "user ‹redacted› is refused")
        #expect(said("p@ss/word and p%40ss%2Fword") == "‹redacted› and ‹redacted›")
        #expect(said("could not resolve proxy: proxy") == "could not resolve proxy: proxy")
        #expect(said(String(repeating: "x", count: 250)) == "general words")
        #expect(ProxySecrets(nil) == nil)
    }

    @Test func theRequestTimeoutEndsARequestButNotAStream() async throws {
        // C2.3
        let gate = DispatchSemaphore(value: 0)
        let server = try SocketServer { request, connection in
            guard request.target == "/watch" else { return connection.waitForClose() }
            connection.startStream()
            gate.wait()
            connection.chunk("late\n")
            connection.write("0\r\n\r\n")
        }
        var settings = TransportSettings()
        settings.requestTimeout = .milliseconds(200)
        let transport = CurlTransport(settings: settings)
        let reply = try await transport.stream(request(server.port, "/watch"), body: [])
        // When this one has run out of time, so would the stream have that was opened before it.
        await #expect(throws: TransportError.self) {
            try await transport.send(request(server.port), body: [])
        }
        gate.signal()
        var bytes: [UInt8] = []
        for try await piece in reply.body { bytes += piece }
        #expect(bytes == Array("late\n".utf8))
    }

    @Test func theSystemsProxyVariablesAreNotLibcurlsBusiness() async throws {
        // C2.3
        let proxy = try SocketServer { _, connection in connection.respond(418) }
        let server = try SocketServer { _, connection in connection.respond(200) }
        var settings = TransportSettings()
        #expect(
            try await CurlTransport(settings: settings).send(request(server.port), body: []).head.status
                == 200
        )
        settings.proxy = Redacted("http://127.0.0.1:\(proxy.port)")
        #expect(
            try await CurlTransport(settings: settings).send(request(server.port), body: []).head.status.code
                == 418
        )
    }

    @Test func aSettingThatLibcurlDoesNotTakeIsNotLeftOut() async throws {
        // libcurl takes no text of more than eight million bytes; without the proxy the way would be another.
        let server = try SocketServer { _, connection in connection.respond(200) }
        var settings = TransportSettings()
        settings.proxy = Redacted("http://" + String(repeating: "p", count: 8_000_001))
        let error = await #expect(throws: TransportError.self) {
            try await CurlTransport(settings: settings).send(request(server.port), body: [])
        }
        #expect(error?.code == .notSent)
        #expect(server.requests == 0)
    }

    /// Settings under which nobody waits long.
    private var impatient: TransportSettings {
        var settings = TransportSettings()
        settings.patience.silence = .milliseconds(300)
        settings.patience.answer = .milliseconds(300)
        settings.patience.pause = .milliseconds(300)
        return settings
    }

    @Test func aServerThatStopsAnsweringIsNoticed() async throws {
        // C2.2: the socket stays open, and nobody is behind it any more.
        let isDead = NIOLockedValueBox(false)
        let server = try SocketServer { request, connection in
            if isDead.withLockedValue({ $0 }) { return connection.waitForClose() }
            isDead.withLockedValue { $0 = true }
            connection.startStream()
            connection.chunk("one\n")
            connection.waitForClose()
        }
        let reply = try await CurlTransport(settings: impatient).stream(request(server.port), body: [])
        var iterator = reply.body.makeAsyncIterator()
        #expect(try await iterator.next() == Array("one\n".utf8))
        let error = await #expect(throws: TransportError.self) { try await iterator.next() }
        #expect(error?.code == .connectionLost)
        #expect(server.requests == 2)
    }

    @Test func streamsThatAreOpenedAnewAreNoSignOfLife() async throws {
        // C2.2
        let server = try SocketServer { _, connection in connection.waitForClose() }
        let transport = CurlTransport(settings: impatient)
        let anew = Task { [self] in
            while !Task.isCancelled {
                let before = server.requests
                let other = Task { [self] in try await transport.stream(request(server.port), body: []) }
                _ = try await eventually { server.requests > before }
                other.cancel()
                _ = await other.result
            }
        }
        let error = await #expect(throws: TransportError.self) {
            try await transport.stream(request(server.port), body: [])
        }
        anew.cancel()
        #expect(error?.code == .connectionLost)
    }

    @Test func aStreamWhoseHeadNeverComesIsNoticedIfNobodyIsThere() async throws {
        // C2.2
        let server = try SocketServer { _, connection in connection.waitForClose() }
        let error = await #expect(throws: TransportError.self) {
            try await CurlTransport(settings: impatient).stream(request(server.port), body: [])
        }
        #expect(error?.code == .connectionLost)
        #expect(server.requests == 2)
    }

    /// Blocks the thread of a connection until a condition holds; after a minute it never will, and the connection ends.
    private static func waits(until isMet: () -> Bool) -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while !isMet() {
            guard ContinuousClock.now < deadline else { return false }
            usleep(1000)
        }
        return true
    }

    @Test func aStreamWhoseHeadComesLateIsWaitedForAsLongAsTheServerLives() async throws {
        // The log of a container that writes nothing has no head until it does.
        let questions = NIOLockedValueBox(0)
        let server = try SocketServer { request, connection in
            guard request.target != "/version" else {
                guard Self.waits(until: { questions.withLockedValue { $0 } >= 3 }) else { return }
                connection.startStream()
                connection.chunk("late\n")
                return connection.waitForClose()
            }
            questions.withLockedValue { $0 += 1 }
            connection.respond(401)
        }
        let reply = try await CurlTransport(settings: impatient).stream(request(server.port), body: [])
        var iterator = reply.body.makeAsyncIterator()
        #expect(try await iterator.next() == Array("late\n".utf8))
    }

    @Test func anIdleStreamOfALivingServerIsLeftAlone() async throws {
        // C2.2: the question is answered, with whatever status, and says nothing about us.
        let questions = NIOLockedValueBox<[SocketServer.Request]>([])
        let server = try SocketServer { request, connection in
            guard request.target != "/version" else {
                connection.startStream()
                connection.chunk("one\n")
                guard Self.waits(until: { questions.withLockedValue { $0.count } >= 3 }) else { return }
                connection.chunk("two\n")
                return connection.waitForClose()
            }
            questions.withLockedValue { $0.append(request) }
            connection.respond(401)
        }
        var watch = request(server.port)
        watch.headerFields[.authorization] = "Bearer marker"
        let reply = try await CurlTransport(settings: impatient).stream(watch, body: [])
        var text = ""
        for try await piece in reply.body {
            text += String(decoding: piece, as: UTF8.self)
            if text.hasSuffix("two\n") { break }
        }
        #expect(text == "one\ntwo\n")
        #expect(questions.withLockedValue { $0 }.allSatisfy { $0.headers["authorization"] == nil })
    }

    @Test func aReplyThatStopsInItsMidstIsALostConnection() async throws {
        // C1.3
        let server = try SocketServer { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            connection.waitForClose()
        }
        let error = await #expect(throws: TransportError.self) {
            try await CurlTransport(settings: impatient).send(request(server.port), body: [])
        }
        #expect(error?.code == .connectionLost)
        #expect(try await eventually { server.closedConnections == 1 })
    }

    @Test(.timeLimit(.minutes(1)))
    func theWordsOfARefusalAreNotWaitedForForEver() async throws {
        // C1.3: the server lives and answers other questions, so nothing else would end this.
        let server = try SocketServer { request, connection in
            guard request.target == "/version" else { return connection.respond(200) }
            connection.write("HTTP/1.1 403 X\r\nContent-Length: 100\r\n\r\n{")
            connection.waitForClose()
        }
        let reply = try await CurlTransport(settings: impatient).stream(request(server.port), body: [])
        #expect(reply.head.status == .forbidden)
        let error = await #expect(throws: TransportError.self) { for try await _ in reply.body {} }
        #expect(error?.message == "the reply stopped in its midst")
    }

    @Test func theKernelIsToldToNoticeADeadPath() async throws {
        // C2.2: what no question can tell, that the very connection of a stream has died, the kernel finds out.
        let server = try SocketServer { _, connection in
            connection.startStream()
            connection.chunk("one\n")
            connection.waitForClose()
        }
        let reply = try await CurlTransport().stream(request(server.port), body: [])
        var iterator = reply.body.makeAsyncIterator()
        _ = try await iterator.next()
        let ours = try #require(Self.socket(connectedTo: server.port))
        #expect(Self.option(ours, SOL_SOCKET, SO_KEEPALIVE) == 1)
        #expect(Self.option(ours, Int32(IPPROTO_TCP), TCP_KEEPIDLE) == 15)
        #expect(Self.option(ours, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT) == 45_000)
        withExtendedLifetime(reply) {}
    }

    private static func socket(connectedTo port: Int) -> Int32? {
        (3..<1024).first { descriptor in
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isConnected = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getpeername(descriptor, $0, &length) == 0
                }
            }
            return isConnected && Int(UInt16(bigEndian: address.sin_port)) == port
        }
    }

    private static func option(_ socket: Int32, _ level: Int32, _ name: Int32) -> Int32 {
        var value: Int32 = -1
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(socket, level, name, &value, &length)
        return value
    }

    @Test func compressedRepliesAreReadUnlessTheClusterForbidsThem() async throws {
        // C4.5: `{"a":1}` as gzip writes it.
        let packed: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0xAB, 0x56, 0x4A, 0x54, 0xB2, 0x32, 0xAC, 5, 0, 0xAF, 0xAC,
            0x1B, 0x56, 7, 0, 0, 0,
        ]
        let server = try SocketServer { request, connection in
            guard request.headers["accept-encoding"] == "gzip" else {
                return connection.respond(200, [], "plain")
            }
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
            )
            connection.write(packed)
        }
        let reply = try await CurlTransport().send(request(server.port), body: [])
        #expect(String(decoding: reply.body, as: UTF8.self) == #"{"a":1}"#)
        var settings = TransportSettings()
        settings.disablesCompression = true
        let plain = try await CurlTransport(settings: settings).send(request(server.port), body: [])
        #expect(String(decoding: plain.body, as: UTF8.self) == "plain")
    }

    @Test(arguments: [
        // 7.88.1, 8.10.0 and 8.13.0 let streams stall; 8.14.0 is the first of which no such case is known.
        (0x075801, true, false), (0x080A00, true, false), (0x080D00, true, false), (0x080E00, true, true),
        (0x080E00, false, false),
    ])
    func onlyLibcurlThatDoesItWellSpeaksHTTP2(version: UInt32, isBuiltIn: Bool, expected: Bool) {
        // C2.2
        #expect(CurlLibrary.hasReliableHTTP2(version, isBuiltIn) == expected)
    }

    @Test func saysWhatIsMissingWhenThereIsNoLibcurl() {
        let error = #expect(throws: TransportError.self) { try CurlLibrary(file: "libcurl-of-nowhere.so.4") }
        #expect(
            error
                == TransportError(
                    .notSent,
                    "`libcurl-of-nowhere.so.4` is not installed; on Debian and Ubuntu it is in the package libcurl4"
                )
        )
        // A library without what is needed.
        let other = #expect(throws: TransportError.self) { try CurlLibrary(file: "libm.so.6") }
        #expect(other?.message == "the installed libcurl is too old: it has no `curl_global_init`")
    }
}
