// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

/// An object from JSON text; `head` is `apps/v1 Deployment`.
func object(_ head: String, _ members: String) throws -> KubernetesObject {
    let words = head.split(separator: " ").map(String.init)
    let text = #"{"apiVersion":"\#(words[0])","kind":"\#(words[1])",\#(members)}"#
    let json = try JSONReader.read(text)
    return try KubernetesObject(#require(json.object))
}

/// The readiness of an object given as JSON text.
func readiness(
    _ head: String,
    _ members: String,
    _ context: ReadinessContext = ReadinessContext()
) throws -> Readiness {
    try Readiness.of(object(head, members), in: context)
}
