// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// What a LimitRange says of containers where it says less.
enum LimitRangeDefaulting {
    static func apply(to object: inout JSONValue) {
        object.update("spec") { spec in
            spec.update("limits") { $0 = .array($0.elements.map(item)) }
        }
    }

    /// The default limit is the maximum, the default request that limit, or else the minimum.
    private static func item(_ item: JSONValue) -> JSONValue {
        guard item["type"]?.string == "Container" else { return item }
        let limits = filling(item["default"], from: item["max"])
        let requests = filling(filling(item["defaultRequest"], from: limits), from: item["min"])
        var item = item
        if !limits.members.isEmpty { item["default"] = limits }
        if !requests.members.isEmpty { item["defaultRequest"] = requests }
        return item
    }

    private static func filling(_ amounts: JSONValue?, from others: JSONValue?) -> JSONValue {
        var result = amounts ?? [:]
        for other in others?.members ?? [:] { result.fill(other.key, other.value) }
        return result
    }
}
