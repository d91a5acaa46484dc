// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Testing

@testable import KubernetesClient

@Suite struct ClusterErrorTests {
    private func error(_ code: Int, _ body: JSONValue, _ fields: HTTPFields = [:]) -> ClusterError {
        let head = HTTPResponse(status: HTTPResponse.Status(code: code), headerFields: fields)
        return ClusterError(
            reply: HTTPReply(head: head, body: body.bytes()),
            doing: "applying Deployment shop/web",
            object: nil
        )
    }

    @Test(arguments: [
        (400, "BadRequest", ClusterError.Code.invalid), (401, "Unauthorized", .unauthorized),
        (403, "Forbidden", .forbidden),
        (404, "NotFound", .notFound), (405, "MethodNotAllowed", .unsupported),
        (409, "AlreadyExists", .alreadyExists),
        (409, "Conflict", .conflict), (409, "", .conflict), (410, "Gone", .expired),
        (500, "Expired", .expired),
        (422, "Invalid", .invalid), (429, "TooManyRequests", .throttled),
        (500, "InternalError", .serverFailure),
        (503, "ServiceUnavailable", .serverFailure), (504, "Timeout", .timedOut), (302, "", .malformedReply),
    ])
    func theReasonDecidesBeforeTheCode(code: Int, reason: String, expected: ClusterError.Code) {
        // C1.7
        #expect(error(code, status(code, reason)).code == expected)
    }

    @Test func howLongToWaitIsReadFromTheHeaderAndElseFromTheWords() {
        // C1.7
        var fields = HTTPFields()
        fields[.constant("Retry-After")] = "7"
        let words = status(503, "ServiceUnavailable", details: ["retryAfterSeconds": 4])
        #expect(error(503, words, fields).retryAfter == .seconds(7))
        #expect(error(503, words).retryAfter == .seconds(4))
        #expect(error(503, "a page of a proxy", fields).retryAfter == .seconds(7))
        #expect(error(503, "a page of a proxy").retryAfter == nil)
    }

    @Test func aConflictNamesManagersAndFields() {
        // C6.2, C6.3
        let causes: JSONValue = [
            [
                "reason": "FieldManagerConflict", "field": ".spec.replicas",
                "message":
                    "conflict with \"kube controller\" with subresource \"scale\" using apps/v1 at 2026-01-02T03:04:05Z",
            ],
            ["reason": "FieldManagerConflict", "field": ".spec.paused", "message": "conflict with \"helm\""],
        ]
        let value = status(409, "Conflict", "Apply failed with 2 conflicts", details: ["causes": causes])
        #expect(
            error(409, value).fieldConflicts == [
                FieldConflict(
                    manager: "kube controller",
                    operation: "Update",
                    apiVersion: "apps/v1",
                    subresource: "scale",
                    field: ".spec.replicas"
                ),
                FieldConflict(manager: "helm", operation: "Apply", field: ".spec.paused"),
            ]
        )
    }

    @Test func saysWhatWasDoneWhatTheServerSaidAndWhatToTry() {
        #expect(
            error(403, status(403, "Forbidden", "forbidden: User \"jo\" cannot patch it")).description == """
                applying Deployment shop/web: not allowed (403)
                  server: forbidden: User "jo" cannot patch it
                  try: `msctl doctor` lists the rights that are needed
                """
        )
    }

    /// Rights do not help where a namespace goes.
    @Test func aNamespaceThatGoesIsNoLackOfRights() {
        var body = status(403, "Forbidden", "unable to create new content in namespace shop").object ?? [:]
        body["details"] = ["causes": [["reason": "NamespaceTerminating", "message": "it is going"]]]
        let hint = error(403, .object(body)).hint
        #expect(hint?.hasPrefix("wait until the namespace is gone") == true)
    }

    @Test func throttlingIsTheServersAndNamesTheFlowSchema() {
        // C1.6
        var fields = HTTPFields()
        fields[.flowSchema] = "service-accounts"
        let text = error(429, status(429, "TooManyRequests"), fields).description
        #expect(text.contains("server is throttling"))
        #expect(text.contains("service-accounts"))
    }

    @Test func noDescriptionShowsASecret() {
        let marker = "MARKER-9f3"
        let secrets: [Any] = [
            Redacted(marker), Credentials(.bearer(Redacted(marker))),
            Credentials(.basic(user: "u", password: Redacted(marker))),
            ClientIdentity(certificate: [], key: Redacted(Array(marker.utf8))),
            TransportSettings(proxy: Redacted("http://u:\(marker)@proxy")),
            FixedCredentials(Credentials(.bearer(Redacted(marker)))),
        ]
        for secret in secrets {
            var dumped = ""
            dump(secret, to: &dumped)
            for text in ["\(secret)", String(reflecting: secret), dumped] {
                #expect(!text.contains(marker), "\(type(of: secret))")
            }
        }
    }
}
