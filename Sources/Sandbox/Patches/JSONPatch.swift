// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// JSON patch (RFC 6902), with the leniency and the words of an API server.
enum JSONPatch {
    /// The server says nothing about which operation did not work.
    private static let refused = StatusFailure(
        code: 422,
        reason: "Invalid",
        message: "the server rejected our request due to an error in our request",
        details: [:]
    )

    static func apply(_ patch: JSONValue, to target: JSONValue) throws(StatusFailure) -> JSONValue {
        guard let operations = patch.array else {
            throw .badRequest(
                "error decoding patch: json: cannot unmarshal object into Go value of type "
                    + "[]handlers.jsonPatchOp"
            )
        }
        if operations.count > 10_000 {
            throw StatusFailure(
                code: 413,
                reason: "RequestEntityTooLarge",
                message:
                    "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got "
                    + "\(operations.count)"
            )
        }
        var result = target
        do {
            for operation in operations {
                result = try JSONPatchOperation(operation, .apiServer).apply(to: result)
            }
        } catch {
            throw refused
        }
        return result
    }
}
