// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
import Documents
import Kubernetes
package import Manifest

/// What a rule about Kubernetes objects may look at: all of them, and how they refer to each other.
package struct ObjectContext: Sendable {
    /// The objects by file and place, without patches.
    package let objects: [LintedObject]
    /// The pods that they make.
    let pods: [LintedPodTemplate]
    /// Everything in which the objects do not fit their schema.
    let schemaFindings: SchemaFindings
    /// How many objects are of a kind that no schema is known of, by kind.
    package let withoutSchema: [String: Int]
    /// The rules of definitions that were not run, with what in them is not read here.
    package let leftRules: [SourceSpan: String]
    /// How many objects were not checked to their end, because their definitions ask for too much.
    package let unfinished: Int
    /// How many documents are patches of a kustomization, which are no whole objects.
    package let patches: Int
    /// Names of ConfigMaps and Secrets that a kustomization generates.
    let generatedNames: Set<String>
    /// Images that a kustomization gives another name or tag.
    let replacedImages: Set<String>

    /// The custom kinds that the objects themselves define.
    let definitions: CustomDefinitions

    private let byName: [ObjectName: [Int]]
    private let podsByLabel: [PodLabel: [Int]]

    private struct ObjectName: Hashable {
        var kind: String
        var name: String
    }

    private struct PodLabel: Hashable {
        var name: String
        var value: String
    }

    /// Looks at the Kubernetes objects among manifests.
    package init(_ manifests: ManifestSet) {
        let kustomizations = manifests.kustomizations.map(KustomizationFacts.init)
        let patchFiles = Set(kustomizations.flatMap(\.patchFiles))
        generatedNames = Set(kustomizations.flatMap(\.generatedNames))
        replacedImages = Set(kustomizations.flatMap(\.replacedImages))
        var objects: [LintedObject] = []
        var patches = 0
        for source in manifests.kubernetes {
            if patchFiles.contains(source.file.path) {
                patches += 1
            } else {
                Self.collect(source.document.root, in: source, into: &objects)
            }
        }
        self.patches = patches
        self.objects = objects
        var byName: [ObjectName: [Int]] = [:]
        for (index, object) in objects.enumerated() {
            byName[ObjectName(kind: object.type.kind, name: object.name), default: []].append(index)
        }
        self.byName = byName
        pods = objects.compactMap { LintedPodTemplate($0) }
        var podsByLabel: [PodLabel: [Int]] = [:]
        for (index, pod) in pods.enumerated() {
            for label in pod.labels {
                podsByLabel[PodLabel(name: label.key, value: label.value), default: []].append(index)
            }
        }
        self.podsByLabel = podsByLabel
        definitions = CustomDefinitions(objects)
        let check = ObjectSchemaCheck(objects, labelledFolders: kustomizations.compactMap(\.labelledFolder))
        schemaFindings = check.findings
        withoutSchema = check.withoutSchema
        leftRules = check.leftRules
        unfinished = check.unfinished
    }

    /// Takes lists apart: `kind: List` of kubectl, and lists of a kind.
    private static func collect(
        _ node: YAMLNode,
        in source: ManifestSource,
        into objects: inout [LintedObject]
    ) {
        guard let version = node["apiVersion"]?.text, let kind = node["kind"]?.text else { return }
        if kind.hasSuffix("List"), let items = node["items"]?.sequence {
            for item in items { collect(item, in: source, into: &objects) }
            return
        }
        let type = GroupVersionKind(apiVersion: version, kind: kind)
        objects.append(LintedObject(node, type: type, in: source))
    }

    /// The objects of a kind and name that can be in one namespace with another object.
    func objects(_ kind: String, named name: String, near object: LintedObject) -> [LintedObject] {
        (byName[ObjectName(kind: kind, name: name)] ?? []).map { objects[$0] }
            .filter { $0.mayShareNamespace(with: object) }
    }

    /// The pods that have every one of some labels and can be in one namespace with an object.
    func pods(with labels: [String: String], near object: LintedObject) -> [LintedPodTemplate] {
        pods(LabelSelector(labels: labels), narrowedBy: labels, near: object)
    }

    /// The pods that a selector such as `spec.selector` selects; `nil` when it cannot be read.
    func pods(selectedBy selector: YAMLNode, near object: LintedObject) -> [LintedPodTemplate]? {
        guard case .object(let json) = JSONValue(selector),
            let parsed = try? LabelSelector(object: json)
        else { return nil }
        return pods(parsed, narrowedBy: selector["matchLabels"]?.texts ?? [:], near: object)
    }

    private func pods(
        _ selector: LabelSelector,
        narrowedBy labels: [String: String],
        near object: LintedObject
    ) -> [LintedPodTemplate] {
        let lists = labels.map { podsByLabel[PodLabel(name: $0.key, value: $0.value)] ?? [] }
        let candidates = lists.min { $0.count < $1.count } ?? Array(pods.indices)
        return candidates.map { pods[$0] }.filter {
            $0.owner.mayShareNamespace(with: object) && selector.matches($0.labels)
        }
    }
}
