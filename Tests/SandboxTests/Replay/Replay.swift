// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Sandbox

/// Sends a recording's requests to a sandbox at the recorded moments and collects what comes out differently.
struct Replay {
    /// What one exchange did differently.
    struct Difference: Hashable, CustomStringConvertible {
        var recording: String
        var exchange: String
        var what: String
        /// The exchange's number; 0 for preparations.
        var number: Int

        var description: String { "\(recording) \(exchange): \(what)" }
    }

    private struct OpenWatch {
        var exchange: Recording.Exchange
        var stream: AsyncThrowingStream<[UInt8], any Error>
        var lastRevision: Int64?
    }

    private let recording: Recording
    private let isQuiet: Bool
    private let server: SandboxServer
    private let transport: InProcessTransport
    private let birth = Timestamp(seconds: 1_800_000_000)
    private let start: Timestamp
    private var names = (recorded: CanonicalNames(), actual: CanonicalNames())
    private var known = Correspondence()
    private var watches: [OpenWatch] = []
    /// Answers between events: names in them are known at the end only.
    private var pending: [(exchange: Recording.Exchange, recorded: JSONValue, actual: JSONValue)] = []
    private(set) var differences: [Difference] = []

    /// Where `isQuiet`, controllers do nothing, and what they wrote in the recording is not compared.
    ///
    /// The recording began `offset` after a full minute.
    init(_ recording: Recording, isQuiet: Bool = false, offset: Duration = .seconds(10)) {
        self.recording = recording
        start = birth + offset
        self.isQuiet = isQuiet
        var options = SandboxOptions()
        options.accounts = Self.accounts
        if recording.exchanges.contains(where: { $0.answer?.isHistory == true }) {
            // As fast as the simulated nodes of the recordings.
            options.nodes = 10
            options.startDelay = .milliseconds(300)
            options.readyDelay = .milliseconds(500)
            options.stopDelay = .milliseconds(300)
            options.restartDelay = .seconds(2)
        }
        if isQuiet { options.controllerDelay = .seconds(86_400) }
        server = SandboxServer(options: options, clock: .manual(birth))
        transport = InProcessTransport(server)
    }

    /// Whether the recording is about the work of controllers.
    private var isHistory: Bool { recording.exchanges.contains { $0.answer?.isHistory == true } }

    mutating func run() async throws {
        for exchange in recording.exchanges {
            try await pass(to: exchange.at)
            if exchange.compacts {
                await server.compact()
            } else if exchange.answer?.events != nil {
                try await open(exchange)
            } else {
                try await send(exchange)
            }
        }
        try await pass(to: .max)
    }

    /// Lets time pass, and closes the books of watches that ended on the way.
    private mutating func pass(to moment: Int64) async throws {
        let ends = watches.filter { $0.lastRevision == nil }.map { $0.exchange.answer?.ends ?? 0 }
        for end in Set(ends).sorted() where end < moment {
            await server.advance(to: start + .milliseconds(end))
            let revision = await server.revision
            for index in watches.indices
            where watches[index].lastRevision == nil && watches[index].exchange.answer?.ends == end {
                watches[index].lastRevision = revision
            }
        }
        if moment < .max {
            if moment < 0 { return }
            await server.advance(to: start + .milliseconds(moment))
            return
        }
        await server.closeWatches()
        var histories: [(exchange: Recording.Exchange, events: [JSONValue])] = []
        for watch in watches {
            let events = try await events(of: watch)
            if watch.exchange.answer?.isHistory == true {
                histories.append((watch.exchange, events))
                names.recorded.learn(watch.exchange.answer?.events ?? [])
                names.actual.learn(events)
            } else {
                compare(watch.exchange, .array(watch.exchange.answer?.events ?? []), .array(events))
            }
        }
        for answer in pending {
            compare(
                answer.exchange,
                HistoryComparison.visible(answer.recorded, names.recorded),
                HistoryComparison.visible(answer.actual, names.actual)
            )
        }
        for history in histories {
            var comparison = HistoryComparison(recorded: names.recorded, actual: names.actual)
            comparison.compare(history.exchange.answer?.events ?? [], history.events)
            for difference in comparison.differences { note(history.exchange, difference) }
        }
    }

    private func request(_ exchange: Recording.Exchange) -> (HTTPRequest, [UInt8]) {
        var request = HTTPRequest(
            method: HTTPRequest.Method(rawValue: exchange.method) ?? .get,
            scheme: "http",
            authority: "sandbox",
            path: known.translatePath(exchange.path)
        )
        request.headerFields[.accept] = "application/json"
        request.headerFields[.userAgent] = "example-client/1.0"
        if exchange.body != nil { request.headerFields[.contentType] = "application/json" }
        if let value = Self.credentials[exchange.account] { request.headerFields[.authorization] = value }
        for header in exchange.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            request.headerFields[name] = header.value.isEmpty ? nil : header.value
        }
        return (request, Self.bytes(exchange.body.map { known.translate($0) }))
    }

    /// A list by the age of its objects and then by what they are like: their names are made up.
    private static func inOrderOfAge(_ body: JSONValue) -> JSONValue {
        guard let items = body["items"]?.array, var list = body.object else { return body }
        func order(_ item: JSONValue) -> String {
            "\(item[path: "metadata", "creationTimestamp"]?.string ?? "") "
                + "\(item[path: "status", "phase"]?.text() ?? "") \(item[path: "spec", "replicas"]?.text() ?? "")"
        }
        list["items"] = .array(items.sorted { order($0) < order($1) })
        return .object(list)
    }

    /// Pairs the name of a pod that only a path has shown with the oldest pod that stands for no other and is to stay.
    private mutating func meet(_ exchange: Recording.Exchange) async throws {
        guard isHistory,
            let match = exchange.path.firstMatch(of: /^(.*\/pods)\/([a-z0-9-]+-[a-z0-9]{5})(\/|$)/),
            known.translate(String(match.2)).hasSuffix(String(match.2.suffix(5)))
        else { return }
        var request = HTTPRequest(method: .get, scheme: "http", authority: "sandbox", path: String(match.1))
        request.headerFields[.authorization] = Self.credentials["admin"]
        let list = try JSONReader.read(try await transport.send(request, body: []).body)
        let names = (Self.inOrderOfAge(list)["items"]?.array ?? [])
            .filter { $0[path: "metadata", "deletionTimestamp"] == nil }
            .compactMap { $0[path: "metadata", "name"]?.string }
        guard let name = names.first(where: { !known.isTaken($0) }) else { return }
        _ = known.bind(String(match.2), name, in: "text")
    }

    private mutating func send(_ exchange: Recording.Exchange) async throws {
        try await meet(exchange)
        let (request, body) = request(exchange)
        let open = await server.openWatches
        let streamed = try await transport.stream(request, body: body)
        guard await server.openWatches <= open else {
            // Reading it would not end.
            note(exchange, "opens a watch")
            return
        }
        var bytes: [UInt8] = []
        for try await piece in streamed.body { bytes += piece }
        let reply = HTTPReply(head: streamed.head, body: bytes)
        guard let answer = exchange.answer else {
            await server.advance(by: .milliseconds(50))
            if reply.head.status.code >= 400 {
                note(exchange, "refused: \(String(decoding: reply.body, as: UTF8.self))")
            }
            return
        }
        let code = reply.head.status.code
        if code != answer.status {
            note(
                exchange,
                "status \(code), should be \(answer.status): "
                    + "\(String(decoding: reply.body.prefix(300), as: UTF8.self)), should be "
                    + "\((answer.body?.text() ?? "").prefix(300))"
            )
            return
        }
        compareHeaders(exchange, answer, reply.head)
        if let recorded = answer.body {
            let text = String(decoding: reply.body, as: UTF8.self)
            let isText = if case .string = recorded { true } else { false }
            let actual = isText ? .string(text) : (try? JSONReader.read(reply.body)) ?? .string(text)
            if isHistory {
                pending.append((exchange, recorded, actual))
                // Names that later requests use have to be known now; what differs is told at the end.
                var comparison = BodyComparison(known, leavesControllersOut: true, isPartial: false)
                comparison.compare(Self.inOrderOfAge(recorded), Self.inOrderOfAge(actual))
                known = comparison.known
            } else {
                compare(exchange, recorded, actual)
            }
        } else if !reply.body.isEmpty {
            note(exchange, "body: should be empty")
        }
    }

    private mutating func compareHeaders(
        _ exchange: Recording.Exchange,
        _ answer: Recording.Answer,
        _ head: HTTPResponse
    ) {
        for name in ["Warning", "Retry-After", "Content-Type", "Location"] {
            guard let field = HTTPField.Name(name) else { continue }
            var recorded = answer.headers[name] ?? []
            if name == "Content-Type", recorded.isEmpty, answer.body != nil {
                recorded = ["application/json"]
            }
            let actual = head.headerFields[values: field]
            if name == "Content-Type", answer.body == nil { continue }
            if actual != recorded { note(exchange, "header \(name): is \(actual), should be \(recorded)") }
        }
    }

    private mutating func open(_ exchange: Recording.Exchange) async throws {
        var exchange = exchange
        if isHistory {
            // What was there before is not part of the recording.
            let now = await server.revision
            exchange.path = exchange.path.replacing(/resourceVersion=\d+/, with: "resourceVersion=\(now)")
        }
        let (request, body) = request(exchange)
        let reply = try await transport.stream(request, body: body)
        let code = reply.head.status.code
        if code != exchange.answer?.status {
            note(exchange, "status \(code), should be \(exchange.answer?.status ?? 0)")
            return
        }
        watches.append(OpenWatch(exchange: exchange, stream: reply.body, lastRevision: nil))
    }

    private func events(of watch: OpenWatch) async throws -> [JSONValue] {
        var actual: [JSONValue] = []
        for try await line in watch.stream {
            let event = try JSONReader.read(line)
            let version = event[path: "object", "metadata", "resourceVersion"]?.string.flatMap { Int64($0) }
            if let version, let last = watch.lastRevision, version > last,
                !(watch.exchange.answer?.endsByServer ?? false)
            {
                continue
            }
            actual.append(event)
        }
        // A bookmark between the end of the recorded watch and the end of the replay belongs to neither.
        let recorded = watch.exchange.answer?.events?.count ?? 0
        while actual.count > recorded, actual.last?["type"] == "BOOKMARK" { actual.removeLast() }
        return actual
    }

    private mutating func compare(_ exchange: Recording.Exchange, _ recorded: JSONValue, _ actual: JSONValue)
    {
        var comparison = BodyComparison(
            known,
            leavesControllersOut: isQuiet,
            isPartial: exchange.answer?.isPartial ?? false
        )
        comparison.compare(recorded, actual)
        known = comparison.known
        for difference in comparison.differences { note(exchange, difference) }
    }

    private mutating func note(_ exchange: Recording.Exchange, _ what: String) {
        let number = exchange.number
        let name = exchange.name
        differences.append(
            Difference(recording: recording.name, exchange: name, what: what, number: number)
        )
    }
}

extension Replay {
    /// Long bodies were recorded as a description of themselves.
    private static func bytes(_ body: JSONValue?) -> [UInt8] {
        guard let body else { return [] }
        if body == ["<10001 operations>"] {
            let one: JSONValue = ["op": "add", "path": "/data/a", "value": "1"]
            return JSONValue.array(Array(repeating: one, count: 10_001)).bytes()
        }
        let text = body.string ?? body.text()
        guard let match = text.firstMatch(of: /<(\d+) times (.)>/), let count = Int(match.1) else {
            return Array(text.utf8)
        }
        let long = String(repeating: String(match.2), count: count)
        return Array(text.replacing(match.0, with: long).utf8)
    }

    /// The accounts of the recordings.
    private static let accounts: [SandboxAccount] = [
        SandboxAccount(token: "admin-token", name: "kubernetes-admin", groups: ["system:masters"]),
        SandboxAccount(token: "viewer-token", name: "viewer", uid: "1002", groups: ["viewers"]),
        SandboxAccount(token: "nobody-token", name: "nobody", groups: ["nobodies"]),
    ]

    private static let credentials = [
        "admin": "Bearer admin-token", "viewer": "Bearer viewer-token", "nobody": "Bearer nobody-token",
        "badtoken": "Bearer unknown", "basic": "Basic dXNlcjpwYXNz",
    ]
}
