// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// The objects of an initial stream, in the order in which they came (C3.7).
struct InitialBurst: Sendable {
    private var positions: [String: Int] = [:]
    private var slots: [KubernetesObject?] = []

    /// Those that there are now.
    var objects: [KubernetesObject] { slots.compactMap(\.self) }

    /// Takes one that is there, or a later state of it.
    mutating func keep(_ object: KubernetesObject) {
        let key = Self.key(object)
        if let position = positions[key] {
            slots[position] = object
        } else {
            positions[key] = slots.count
            slots.append(object)
        }
    }

    /// Takes away one that is gone.
    mutating func drop(_ object: KubernetesObject) {
        guard let position = positions.removeValue(forKey: Self.key(object)) else { return }
        slots[position] = nil
    }

    private static func key(_ object: KubernetesObject) -> String {
        "\(object.namespace ?? "")/\(object.name)"
    }
}
