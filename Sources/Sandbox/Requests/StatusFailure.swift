// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes

/// A request that the API server refuses, worded as a real one words it.
struct StatusFailure: Error, Sendable {
    var code: Int
    var reason: String?
    var message: String
    var details: JSONObject?
    var headers: [(HTTPField.Name, String)] = []
    /// Where an expired list can go on.
    var continueToken: String?

    /// The body of the reply.
    var json: JSONValue {
        [
            "kind": "Status", "apiVersion": "v1", "metadata": ["continue": continueToken.map { .string($0) }],
            "status": "Failure",
            "message": .string(message), "reason": reason.map { .string($0) },
            "details": details.map { .object($0) }, "code": .integer(Int64(code)),
        ]
    }
}

extension StatusFailure {
    /// What one field of an invalid object has wrong.
    struct Cause: Sendable, Hashable {
        var field: String
        var reason: String
        var message: String

        static func required(_ field: String, _ detail: String = "") -> Cause {
            let message = detail.isEmpty ? "Required value" : "Required value: \(detail)"
            return Cause(field: field, reason: "FieldValueRequired", message: message)
        }

        static func invalid(_ field: String, _ value: JSONValue, _ detail: String) -> Cause {
            Cause(
                field: field,
                reason: "FieldValueInvalid",
                message: "Invalid value: \(value.text()): \(detail)"
            )
        }

        static func unsupported(_ field: String, _ value: String, _ supported: [String]) -> Cause {
            Cause(
                field: field,
                reason: "FieldValueNotSupported",
                message: "Unsupported value: \"\(value)\": supported values: "
                    + supported.map { "\"\($0)\"" }.joined(separator: ", ")
            )
        }

        static func duplicate(_ field: String, _ value: JSONValue) -> Cause {
            Cause(field: field, reason: "FieldValueDuplicate", message: "Duplicate value: \(value.text())")
        }

        static func forbidden(_ field: String, _ detail: String) -> Cause {
            Cause(field: field, reason: "FieldValueForbidden", message: "Forbidden: \(detail)")
        }
    }

    static func notFound(_ type: ResourceType, _ name: String) -> StatusFailure {
        StatusFailure(
            code: 404,
            reason: "NotFound",
            message: "\(type.qualifiedPlural) \"\(name)\" not found",
            details: type.details(name)
        )
    }

    /// For a version, resource or subresource that does not exist.
    static let noSuchResource = StatusFailure(
        code: 404,
        reason: "NotFound",
        message: "the server could not find the requested resource",
        details: [:]
    )

    static func alreadyExists(_ type: ResourceType, _ name: String) -> StatusFailure {
        StatusFailure(
            code: 409,
            reason: "AlreadyExists",
            message: "\(type.qualifiedPlural) \"\(name)\" already exists",
            details: type.details(name)
        )
    }

    static func conflict(_ type: ResourceType, _ name: String, _ why: String = modified) -> StatusFailure {
        StatusFailure(
            code: 409,
            reason: "Conflict",
            message: "Operation cannot be fulfilled on \(type.qualifiedPlural) \"\(name)\": \(why)",
            details: type.details(name)
        )
    }

    /// 409 for a write that is meant for an object with another uid, or for one that does not exist.
    static func otherUID(
        _ type: ResourceType,
        _ key: ObjectKey,
        wanted: String,
        found: String = ""
    ) -> StatusFailure {
        // Where a server keeps a kind, which for the oldest ones is not what it is called.
        let folder =
            switch type {
            case .services: "services/specs"
            case .endpoints: "services/endpoints"
            default: type.plural
            }
        let place = "/registry/\(folder)/\(type.isNamespaced ? key.namespace + "/" : "")\(key.name)"
        return conflict(
            type,
            key.name,
            "StorageError: invalid object, Code: 4, Key: \(place), ResourceVersion: 0, AdditionalErrorMsg: "
                + "Precondition failed: UID in precondition: \(wanted), UID in object meta: \(found)"
        )
    }

    static let modified =
        "the object has been modified; please apply your changes to the latest version and try again"

    static func badRequest(_ message: String) -> StatusFailure {
        StatusFailure(code: 400, reason: "BadRequest", message: message)
    }

    static func internalError(_ message: String) -> StatusFailure {
        StatusFailure(code: 500, message: message)
    }

    static func forbidden(_ type: ResourceType, _ name: String, _ why: String) -> StatusFailure {
        StatusFailure(
            code: 403,
            reason: "Forbidden",
            message: "\(type.qualifiedPlural) \"\(name)\" is forbidden: \(why)",
            details: type.details(name)
        )
    }

    /// 422 about an object; one cause stands alone in the message, several are bracketed.
    static func invalid(_ type: GroupVersionKind, _ name: String, _ causes: [Cause]) -> StatusFailure {
        let qualified = type.group.isEmpty ? type.kind : "\(type.kind).\(type.group)"
        // What is found twice is said once, though both are among the causes.
        var texts: [String] = []
        for cause in causes.map({ "\($0.field): \($0.message)" }) where !texts.contains(cause) {
            texts.append(cause)
        }
        let text = texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
        return StatusFailure(
            code: 422,
            reason: "Invalid",
            message: "\(qualified) \"\(name)\" is invalid: \(text)",
            details: [
                "name": name.isEmpty ? nil : .string(name),
                "group": type.group.isEmpty ? nil : .string(type.group),
                "kind": .string(type.kind),
                "causes": .array(
                    causes.map {
                        [
                            "reason": .string($0.reason), "message": .string($0.message),
                            "field": .string($0.field),
                        ]
                    }
                ),
            ]
        )
    }

    /// 422 about the options of a request.
    static func invalidOptions(_ kind: String, _ causes: [Cause]) -> StatusFailure {
        invalid(GroupVersionKind(group: "meta.k8s.io", version: "v1", kind: kind), "", causes)
    }

    static func expired(_ message: String) -> StatusFailure {
        StatusFailure(code: 410, reason: "Expired", message: message)
    }

    static let methodNotAllowed = StatusFailure(
        code: 405,
        reason: "MethodNotAllowed",
        message: "the server does not allow this method on the requested resource",
        details: [:]
    )

    static let unsupportedPatch = StatusFailure(
        code: 415,
        reason: "UnsupportedMediaType",
        message: "415: Unsupported Media Type",
        details: [:]
    )

    static let unsupportedPatchOfCustomResource = StatusFailure(
        code: 415,
        reason: "UnsupportedMediaType",
        message: "the body of the request was in an unknown format - accepted media types include: "
            + "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"
    )
}

extension ResourceType {
    /// The details of a Status about an object of this resource.
    func details(_ name: String) -> JSONObject {
        [
            "name": .string(name), "group": type.group.isEmpty ? nil : .string(type.group),
            "kind": .string(plural),
        ]
    }
}
