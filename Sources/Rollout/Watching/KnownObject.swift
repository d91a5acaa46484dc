// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// An object as it is kept for who listens later; what its pods are made of is large, and packed.
struct KnownObject: Sendable {
    /// Without the template of its pods.
    let outline: KubernetesObject
    private let template: PackedJSON?

    /// Takes an object in the place of what was known of it: a template changes with the generation only.
    init(_ object: KubernetesObject, after earlier: KnownObject?) {
        outline = object.withoutPodTemplate
        if let earlier, earlier.outline.generation == object.generation, object.generation != nil {
            template = earlier.template
        } else {
            template = object.podTemplate.map { PackedJSON($0, with: .ofObjects) }
        }
    }

    /// The whole object, made anew.
    var object: KubernetesObject {
        guard let template else { return outline }
        var object = outline
        var spec = object["spec"]?.object ?? [:]
        spec["template"] = template.value
        object["spec"] = .object(spec)
        return object
    }
}
