// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTPTypes

extension Credentials {
    /// The header fields that carry these credentials.
    var headerFields: [HTTPField] {
        var fields: [HTTPField] = []
        switch identity {
        case .none: break
        case .bearer(let token):
            fields.append(secret(.authorization, "Bearer \(token.secret)"))
        case .basic(let user, let password):
            let pair = Base64.encode(Array("\(user):\(password.secret)".utf8))
            fields.append(secret(.authorization, "Basic \(pair)"))
        }
        guard let impersonation else { return fields }
        fields.append(HTTPField(name: .constant("Impersonate-User"), value: impersonation.user))
        if let uid = impersonation.uid {
            fields.append(HTTPField(name: .constant("Impersonate-Uid"), value: uid))
        }
        for group in impersonation.groups {
            fields.append(HTTPField(name: .constant("Impersonate-Group"), value: group))
        }
        for extra in impersonation.extra {
            let name = HTTPField.Name.constant("Impersonate-Extra-\(PercentEncoding.encode(extra.key))")
            fields += extra.values.map { HTTPField(name: name, value: $0) }
        }
        return fields
    }

    /// Kept out of HTTP/2's compression tables.
    private func secret(_ name: HTTPField.Name, _ value: String) -> HTTPField {
        var field = HTTPField(name: name, value: value)
        field.indexingStrategy = .disallow
        return field
    }
}
