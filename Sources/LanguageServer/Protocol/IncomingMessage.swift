// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A message from the editor (JSON-RPC 2.0).
struct IncomingMessage: Sendable, Hashable {
    /// What kind of message it is.
    enum Kind: Sendable, Hashable {
        /// Wants an answer with its id.
        case request(id: JSONValue, method: String)
        /// Wants none.
        case notification(method: String)
        /// Answers a request of ours.
        case response(id: JSONValue)
    }

    let kind: Kind
    /// What the message is about; `null` when it says nothing.
    let params: JSONValue

    /// Reads a message; `nil` when it has no form that JSON-RPC knows.
    init?(_ value: JSONValue) {
        guard let object = value.object else { return nil }
        params = object["params"] ?? .null
        let id = object["id"].flatMap { id -> JSONValue? in
            switch id {
            case .string, .integer, .decimal: id
            default: nil
            }
        }
        if let method = object["method"] {
            guard let method = method.string else { return nil }
            // An id of another type is neither a request nor a notification.
            if object["id"] != nil, id == nil { return nil }
            kind = id.map { .request(id: $0, method: method) } ?? .notification(method: method)
        } else if let id, object["result"] != nil || object["error"] != nil {
            kind = .response(id: id)
        } else {
            return nil
        }
    }
}

/// Why a request gets no result (JSON-RPC 2.0 and the Language Server Protocol).
struct ResponseError: Error, Sendable, Hashable {
    let code: Int64
    let message: String

    static func parseError(_ reason: String) -> ResponseError { .init(code: -32_700, message: reason) }
    static func invalidRequest(_ reason: String) -> ResponseError { .init(code: -32_600, message: reason) }
    static func methodNotFound(_ method: String) -> ResponseError {
        .init(code: -32_601, message: "msctl does not answer `\(method)`")
    }
    static func invalidParams(_ reason: String) -> ResponseError { .init(code: -32_602, message: reason) }
    static let notInitialized = ResponseError(code: -32_002, message: "`initialize` must come first")
    static let cancelled = ResponseError(code: -32_800, message: "cancelled")
}

/// Messages to the editor.
enum OutgoingMessage {
    static func result(_ result: JSONValue, to id: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "result": result]
    }

    static func failure(_ error: ResponseError, to id: JSONValue) -> JSONValue {
        let members: JSONValue = ["code": .integer(error.code), "message": .string(error.message)]
        return ["jsonrpc": "2.0", "id": id, "error": members]
    }

    static func notification(_ method: String, _ params: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "method": .string(method), "params": params]
    }

    static func request(_ method: String, id: String, _ params: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": .string(id), "method": .string(method), "params": params]
    }

    /// A line in the editor's log of the server.
    static func log(_ text: String, isWarning: Bool = true) -> JSONValue {
        notification("window/logMessage", ["type": isWarning ? 2 : 3, "message": .string(text)])
    }
}
