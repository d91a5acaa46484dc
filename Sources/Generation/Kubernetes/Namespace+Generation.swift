// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest

extension KubernetesGenerator {
    /// The Namespace, with the pod security standard that all generated pods keep; none for `default`.
    ///
    /// A deploy writes it only where there is none yet, or only its own.
    func namespaceObject() -> DesiredObject? {
        guard topology.namespace != "default" else { return nil }
        var metadata = Metadata(name: topology.namespace)
        metadata.labels = [
            "app.kubernetes.io/managed-by": "msctl",
            "app.kubernetes.io/name": topology.systemName,
            "app.kubernetes.io/part-of": topology.systemName,
            "pod-security.kubernetes.io/enforce": "restricted",
            "pod-security.kubernetes.io/warn": "restricted",
        ]
        var desired = DesiredObject(NamespaceObject(metadata).object, service: nil)
        // No text says what a command line does.
        if options.namespace == nil {
            desired.origins[""] =
                topology.environment?.cluster?.value.namespace?.span ?? topology.system?.metadata.name.span
        }
        return desired
    }
}
