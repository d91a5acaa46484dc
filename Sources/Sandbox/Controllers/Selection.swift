// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Label selectors as objects carry them.
enum Selection {
    /// The selector of an object; `nil` when there is none or it cannot be read.
    static func of(_ selector: JSONValue?) -> LabelSelector? {
        guard let object = selector?.object else { return nil }
        do throws(LabelSelector.SyntaxError) {
            return try LabelSelector(object: object)
        } catch {
            // Validation refused such objects; one from a saved state selects nothing.
            return nil
        }
    }

    /// A hash of a pod template in the alphabet of Kubernetes' generated names.
    static func hash(_ template: JSONValue, collisions: Int = 0) -> String {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in sorted(template).bytes() + Array(String(collisions).utf8) {
            value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let alphabet = Array("bcdf2456789")
        let digits = String(UInt32(truncatingIfNeeded: value ^ (value >> 32)))
        return String(digits.utf8.map { alphabet[Int($0 - 48) % alphabet.count] })
    }

    /// The same tree with members in the order of their names.
    static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            .object(JSONObject(object.sorted { $0.key < $1.key }.map { ($0.key, sorted($0.value)) }))
        case .array(let elements): .array(elements.map(sorted))
        default: value
        }
    }
}
