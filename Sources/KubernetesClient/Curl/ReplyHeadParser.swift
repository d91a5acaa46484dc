// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTPTypes

/// Puts the head of a reply together from the lines that libcurl hands over.
struct ReplyHeadParser {
    private var response: HTTPResponse?
    private var isComplete = false

    /// Takes a line with its line break; returns the head when the line completes it.
    ///
    /// Heads of provisional replies (1xx) are passed over, and so is what follows the body.
    mutating func receive(_ line: String) -> HTTPResponse? {
        guard !isComplete else { return nil }
        let text = line.filter { !$0.isNewline }
        if text.hasPrefix("HTTP/") {
            let parts = text.split(separator: " ", maxSplits: 2)
            guard parts.count > 1, let code = Int(parts[1]), (100...999).contains(code) else { return nil }
            response = HTTPResponse(status: HTTPResponse.Status(code: code))
        } else if text.isEmpty {
            guard let response, response.status.code >= 200 else { return nil }
            isComplete = true
            return response
        } else if let colon = text.firstIndex(of: ":"), let name = HTTPField.Name(String(text[..<colon])) {
            let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            response?.headerFields.append(HTTPField(name: name, value: String(value)))
        }
        return nil
    }
}
