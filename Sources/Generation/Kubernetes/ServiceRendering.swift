// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

/// Writes the objects of one service.
struct ServiceRendering {
    let facts: ServiceFacts
    let options: KubernetesOptions
    var diagnostics: [Diagnostic] = []

    init(service: ResolvedService, topology: SystemTopology, options: KubernetesOptions) {
        facts = ServiceFacts(service, in: topology)
        self.options = options
    }

    var topology: SystemTopology { facts.topology }
    var name: String { facts.name }

    /// The objects in the order in which they are applied: account, configuration, network, workload, entry, scale.
    mutating func objects() -> [DesiredObject] {
        let settings = EnvironmentSettings(facts)
        let configMap = environmentConfigMap(settings)
        let files = configFiles()
        var objects = [serviceAccount(), configMap, files?.object].compactMap(\.self)
        objects += externalSecrets(settings)
        objects.append(networkPolicy())
        let pod = podTemplate(
            settings: settings,
            configMap: configMap?.object.name,
            files: files
        )
        objects += workload(pod)
        objects += services()
        objects += entry()
        objects += [autoscaler(), disruptionBudget()].compactMap(\.self)
        return patched(objects)
    }

    /// Adds an object unless another has its name: two gateways may lead to one old system, anything else is a mistake.
    mutating func add(_ desired: DesiredObject, to objects: inout ObjectsByName) {
        let object = desired.object
        guard let taken = objects.add(desired) else { return }
        guard object.json["spec"] != taken.object.json["spec"] || object.type != .service else { return }
        diagnostics.append(
            Diagnostic(
                id: "object-name-taken",
                severity: .error,
                headline:
                    "`\(name)` needs a \(object.kind) `\(object.name)`, and `\(taken.service ?? name)` has one",
                primary: .init(facts.nameSpan),
                notes: ["one object of a kind has a name, and the later one would replace the earlier"],
                help: "rename the service, or the external system of that name",
                service: name
            )
        )
    }

    /// What stands at the head of every object of the service.
    func metadata(_ name: String? = nil, annotations: [String: String] = [:]) -> Metadata {
        var metadata = Metadata(name: name ?? facts.name)
        metadata.namespace = topology.namespace
        metadata.labels = facts.labels
        metadata.annotations = facts.annotations.merging(annotations) { _, own in own }
        return metadata
    }

    /// An object of the service; without a nearer origin its fields lead to the service's name.
    func desired(_ object: KubernetesObject, origins: [String: SourceSpan?] = [:]) -> DesiredObject {
        var spans = origins.compactMapValues(\.self)
        spans[""] = facts.nameSpan
        spans["/metadata/labels/msctl.dev~1owner"] = facts.manifest.owner?.span
        spans["/metadata/labels/msctl.dev~1domain"] = facts.manifest.domain?.span
        return DesiredObject(object, service: name, origins: spans)
    }
}
