// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes

/// What the API server answers.
enum APIResponse: Sendable {
    /// A whole reply.
    case reply(Reply)
    /// A stream of events.
    case watch(WatchPlan)
    /// The output of a container that runs.
    case log(LogPlan)

    /// Status, headers and bytes.
    struct Reply: Sendable {
        var status: Int
        var headers: [(HTTPField.Name, String)] = []
        var contentType: String = "application/json"
        var body: [UInt8]

        /// Writes a JSON body as YAML, with names in order as a server does it.
        mutating func inYAML() {
            do throws(JSONReader.Failure) {
                body = Array(YAMLWriter.write(try JSONReader.read(body).sortedByName).utf8)
                contentType = "application/yaml"
            } catch {
                // No JSON: a text stays what it is.
                return
            }
        }
    }

    static func json(_ status: Int, _ value: JSONValue, warnings: [String] = []) -> APIResponse {
        let headers = warnings.compactMap { warning in
            HTTPField.Name("Warning").map { ($0, "299 - \(JSONValue.string(warning).text())") }
        }
        return .reply(Reply(status: status, headers: headers, body: value.bytes()))
    }

    static func text(_ status: Int, _ text: String) -> APIResponse {
        .reply(Reply(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8)))
    }

    static func failure(_ failure: StatusFailure) -> APIResponse {
        .reply(Reply(status: failure.code, headers: failure.headers, body: failure.json.bytes()))
    }

    /// What an unknown path gets.
    static let pageNotFound = APIResponse.text(404, "404 page not found\n")
}

/// What a watcher wants to see.
struct WatchPlan: Sendable {
    var resource: GroupResource
    var namespace: String?
    var filter: ObjectFilter
    /// The changes and states to send at once.
    var backlog: [WatchEvent]
    var wantsBookmarks: Bool
    /// In seconds.
    var timeout: Int?
    var format: Representation
    /// The type of the bookmarks.
    var apiVersion: String
    var kind: String
    /// The version of the objects, where it is not the one that is stored.
    var version: ConvertedVersion?
    /// Whether the stream ends after the backlog.
    var endsAtOnce = false
}

/// The output of a container that somebody reads while it grows.
struct LogPlan: Sendable {
    var key: ObjectKey
    var uid: String
    var container: String
    /// Whether every line says when it was written.
    var isStamped: Bool
    /// The lines that the reader need not be told of any more.
    var seen: [String]
    /// What to send at once.
    var text: [UInt8]
}

/// One line of a watch.
struct WatchEvent: Sendable {
    var type: String
    var object: JSONValue

    var line: [UInt8] {
        JSONValue.object(["type": .string(type), "object": object]).bytes() + [UInt8(ascii: "\n")]
    }
}
