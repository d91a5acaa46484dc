// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Tells whether values that a plan does not show are still the same, without telling what they are.
///
/// The key is the UID of the live object, 122 random bits that no plan contains: who has the file alone cannot try values,
/// however short they are, and who may read the UID may read the object, so the value in place as well. An object that
/// is yet to be made has no UID: of what is hidden in it nothing is sealed.
enum HiddenSeal {
    /// Enough of the digest to tell values apart.
    private static let length = 16

    /// The seal of one field.
    static func of(_ before: JSONValue?, _ after: JSONValue?, at pointer: String, key: String) -> String {
        let message: JSONValue = [.string(pointer), before ?? .null, after ?? .null]
        let digest = SHA256.authenticate(message.bytes(), key: Array(key.utf8))
        let digits = Array("0123456789abcdef".utf8)
        let text = digest.prefix(length).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

extension KubernetesObject {
    /// A fingerprint of all that a plan may show of the object: no value of a Secret, no literal under a telling name.
    var shownContent: String {
        var object = self
        if type == .secret {
            for member in ["data", "stringData"] {
                guard let values = object[member]?.object else { continue }
                object[member] = .object(JSONObject(values.map { ($0.key, FieldDiff.hidden) }))
            }
        }
        var mask = SecretMask()
        return ContentHash(mask.clean(object)).description
    }
}
