// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// The `Status` object that an API server answers with when it refuses, kept whole.
package struct KubernetesStatus: Sendable, Hashable {
    /// One reason among several for a refusal, such as one field of an invalid object.
    package struct Cause: Sendable, Hashable {
        /// A machine word such as `FieldValueInvalid` or `FieldManagerConflict`.
        package var reason: String
        /// What the server says about it.
        package var message: String
        /// The field concerned, in the server's spelling.
        package var field: String?
    }

    /// The object as the server sent it.
    package let json: JSONObject

    /// Takes a tree that is a `Status`; `nil` for anything else.
    package init?(_ value: JSONValue) {
        guard let object = value.object, object["kind"]?.string == "Status" else { return nil }
        json = object
    }

    /// Reads the body of a reply; `nil` when it is not a `Status`.
    package init?(body: [UInt8]) {
        guard body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
        do {
            self.init(try JSONReader.read(body))
        } catch {
            // A body that is not JSON (a proxy's page) is no Status; the caller keeps its text.
            return nil
        }
    }

    /// The HTTP status code.
    package var code: Int { json["code"]?.integer.map { Int(clamping: $0) } ?? 0 }
    /// The machine word that says more than the code, such as `AlreadyExists`.
    package var reason: String { json["reason"]?.string ?? "" }
    /// The server's own words.
    package var message: String { json["message"]?.string ?? "" }
    /// What kind of thing the details are about, such as `namespaces`.
    package var subjectKind: String? { json["details"]?["kind"]?.string }
    /// The name of the thing that the details are about.
    package var subjectName: String? { json["details"]?["name"]?.string }
    /// Whether the store behind the server did not say in time whether it has done what it was asked (C1.9).
    ///
    /// These are etcd's words, which the server hands on with the code 500 and no reason. Those about a webhook are not:
    /// nothing is stored before the webhooks have agreed.
    var isFromUnsureStore: Bool {
        let message = message
        guard !message.contains("failed calling webhook") else { return false }
        return message.contains("etcdserver: request timed out")
            || message.contains("etcdserver: leader changed")
            || message.contains("context deadline exceeded")
    }

    /// How long the server asks to wait, in seconds.
    package var retryAfterSeconds: Int? {
        guard let seconds = json["details"]?["retryAfterSeconds"]?.integer, seconds > 0 else { return nil }
        return Int(clamping: seconds)
    }

    /// The single reasons, if the server gave any.
    package var causes: [Cause] {
        (json["details"]?["causes"]?.array ?? []).map { cause in
            Cause(
                reason: cause["reason"]?.string ?? "",
                message: cause["message"]?.string ?? "",
                field: cause["field"]?.string
            )
        }
    }
}
