// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
package import Kubernetes
package import Manifest

/// Writes the Kubernetes objects of a system for one Environment: same input, same bytes, same order.
package struct KubernetesGenerator: Sendable {
    /// What was written and what there is to say about it.
    package struct Output: Sendable {
        /// The objects in the order in which they are applied.
        package var objects: [DesiredObject]
        /// What is wrong, or cannot be expressed.
        package var diagnostics: [Diagnostic]
    }

    let topology: SystemTopology
    let options: KubernetesOptions

    /// Prepares to write the objects of a system for the Environment that it was resolved in.
    package init(system: ServiceSystem, options: KubernetesOptions = KubernetesOptions()) {
        topology = SystemTopology(system, namespace: options.namespace)
        self.options = options
    }

    /// The files below the folder of a service's manifest that its objects contain, as paths.
    package static func files(of service: ServiceManifest) -> [String] {
        (service.run?.value.config ?? []).map { service.folder.appendingPath($0.file.value) }
    }

    /// Writes the objects: the Namespace, then service by service in the order of their names.
    package func generate() -> Output {
        var output = Output(objects: [], diagnostics: [])
        var objects = ObjectsByName()
        if let namespace = namespaceObject() { _ = objects.add(namespace) }
        for service in topology.resolved {
            var rendering = ServiceRendering(service: service, topology: topology, options: options)
            for object in rendering.objects() { rendering.add(object, to: &objects) }
            output.diagnostics += rendering.diagnostics
        }
        output.objects = objects.all
        output.diagnostics = Diagnostic.ordered(output.diagnostics)
        return output
    }
}
