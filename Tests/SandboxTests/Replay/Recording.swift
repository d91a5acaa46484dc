// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Glibc

/// A sequence of requests with the answers of a real Kubernetes 1.36 API server.
///
/// Kept as JSON Lines under `Tests/Recordings`. A line without an answer prepares what had been there before.
struct Recording: Sendable {
    /// The file's name without its ending.
    var name: String
    var exchanges: [Exchange]

    /// One request, and what came back.
    struct Exchange: Sendable {
        var name: String
        /// Milliseconds since the recording began.
        var at: Int64
        /// Who asked: an account of the replay.
        var account: String
        var method: String
        var path: String
        var headers: [(name: String, value: String)]
        /// JSON, or a text that is to be sent as it stands.
        var body: JSONValue?
        var answer: Answer?
        /// Whether it is no request: the server forgets here what has been, as a real one does every few minutes.
        var compacts: Bool
    }

    /// An answer; a watch has events and no body.
    struct Answer: Sendable {
        var status: Int
        var headers: [String: [String]]
        var body: JSONValue?
        var events: [JSONValue]?
        /// When the watch ended, in milliseconds since the recording began.
        var ends: Int64?
        var endsByServer: Bool
        /// Whether the events are controllers' work, of which only the visible parts were kept.
        var isHistory: Bool
        /// Whether only some members of the body were recorded.
        var isPartial: Bool
    }

    struct Unreadable: Error {
        var path: String
    }

    static func read(_ name: String) throws -> Recording {
        let folder = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let path = folder + "/Recordings/\(name).jsonl"
        guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        let exchanges = try bytes.split(separator: UInt8(ascii: "\n")).map {
            Exchange(try JSONReader.read(Array($0)))
        }
        return Recording(name: name, exchanges: exchanges)
    }
}

extension Recording.Exchange {
    init(_ line: JSONValue) {
        name = line["name"]?.string ?? ""
        at = line["at"]?.integer ?? -1
        account = line["as"]?.string ?? "admin"
        method = line["method"]?.string ?? "GET"
        path = line["path"]?.string ?? "/"
        headers = (line["headers"]?.object ?? [:]).map { ($0.key, $0.value.string ?? "") }
        body = line["body"]
        answer = line["answer"].map { Recording.Answer($0) }
        compacts = line["compact"] == true
    }

    /// The number that stands before the name.
    var number: Int { name.split(separator: " ").first.flatMap { Int($0) } ?? 0 }
}

extension Recording.Answer {
    init(_ json: JSONValue) {
        status = Int(json["status"]?.integer ?? 0)
        headers = [:]
        for header in json["headers"]?.object ?? [:] {
            headers[header.key] = header.value.array?.compactMap(\.string) ?? [header.value.string ?? ""]
        }
        body = json["body"]
        events = json["events"]?.array
        ends = json["ends"]?.integer
        isHistory = json["history"] == true
        isPartial = json["partial"] == true
        endsByServer = json["by"] == "server"
    }
}
