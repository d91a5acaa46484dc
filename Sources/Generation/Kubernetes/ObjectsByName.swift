// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// The objects of a system in the order generated, each name used once.
struct ObjectsByName {
    private(set) var all: [DesiredObject] = []
    private var positions: [ObjectReference: Int] = [:]

    /// Appends an object; returns the one that has its name already, and then appends nothing.
    mutating func add(_ desired: DesiredObject) -> DesiredObject? {
        let reference = desired.object.reference
        if let position = positions[reference] { return all[position] }
        positions[reference] = all.count
        all.append(desired)
        return nil
    }
}
