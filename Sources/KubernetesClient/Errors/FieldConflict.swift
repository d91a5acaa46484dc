// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A field that another manager owns with a different value, as a refused server-side apply reports it.
package struct FieldConflict: Sendable, Hashable {
    /// The manager that owns the field.
    package var manager: String
    /// How that manager last wrote, if the server says: `Apply` or `Update`.
    package var operation: String?
    /// The apiVersion under which that manager wrote, if the server says.
    package var apiVersion: String?
    /// The subresource through which that manager wrote, such as `scale`.
    package var subresource: String?
    /// The field in the server's spelling, such as `.spec.replicas`.
    package var field: String

    /// Names a conflict.
    package init(
        manager: String,
        operation: String? = nil,
        apiVersion: String? = nil,
        subresource: String? = nil,
        field: String
    ) {
        self.manager = manager
        self.operation = operation
        self.apiVersion = apiVersion
        self.subresource = subresource
        self.field = field
    }

    /// Reads a cause with the reason `FieldManagerConflict`.
    ///
    /// The text is made by the API server's `printManager`: `conflict with "kubectl" with subresource "scale" using
    /// apps/v1 at 2026-01-02T03:04:05Z`, where every part after the name is optional.
    init?(_ cause: KubernetesStatus.Cause) {
        guard cause.reason == "FieldManagerConflict", let field = cause.field else { return nil }
        guard let name = Self.quoted(after: "conflict with ", in: cause.message) else { return nil }
        manager = name
        subresource = Self.quoted(after: "subresource ", in: cause.message)
        apiVersion = Self.word(after: " using ", in: cause.message)
        operation = apiVersion == nil ? "Apply" : "Update"
        self.field = field
    }

    private static func rest(after marker: String, in text: String) -> Substring? {
        var rest = text[...]
        while !rest.isEmpty {
            if rest.hasPrefix(marker) { return rest.dropFirst(marker.count) }
            rest = rest.dropFirst()
        }
        return nil
    }

    private static func quoted(after marker: String, in text: String) -> String? {
        guard let rest = rest(after: marker, in: text), rest.first == "\"" else { return nil }
        var result = ""
        var isEscaped = false
        for character in rest.dropFirst() {
            if isEscaped {
                result.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                return result
            } else {
                result.append(character)
            }
        }
        return nil
    }

    private static func word(after marker: String, in text: String) -> String? {
        guard let rest = rest(after: marker, in: text) else { return nil }
        let word = rest.prefix { $0 != " " && $0 != ":" }
        return word.isEmpty ? nil : String(word)
    }
}
