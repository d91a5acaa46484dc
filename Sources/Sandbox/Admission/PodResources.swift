// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What pods ask for.
enum PodResources {
    /// The sum over a pod's containers of a request or limit.
    static func total(of spec: JSONValue, _ group: String, _ name: String) -> Quantity {
        (spec["containers"]?.elements ?? []).reduce(Quantity.milli(0)) { sum, container in
            sum
                + (container[path: "resources", group, name]?.string.flatMap { Quantity($0) }
                    ?? Quantity.milli(0))
        }
    }
}
