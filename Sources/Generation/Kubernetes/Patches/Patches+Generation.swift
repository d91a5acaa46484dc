// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension ServiceRendering {
    /// Applies the patches of the manifest in order, and holds the result against the field table.
    mutating func patched(_ objects: [DesiredObject]) -> [DesiredObject] {
        var objects = objects
        for patch in facts.manifest.patches {
            let target = patch.target.value
            let matching = objects.indices.filter { matches(objects[$0].object, target) }
            if matching.isEmpty {
                report(
                    "patch-without-target",
                    "no object of `\(name)` is `\(target)`",
                    at: patch.target.span,
                    patch,
                    help: "the objects are \(list(objects))"
                )
            }
            for index in matching { objects[index] = apply(patch, to: objects[index]) }
        }
        return objects
    }

    /// A name matches with or without the hash of its content.
    private func matches(_ object: KubernetesObject, _ target: PatchTarget) -> Bool {
        guard object.kind == target.kind else { return false }
        guard let name = target.name, name != object.name else { return true }
        return [.configMap, .job].contains(object.type) && object.name.hasPrefix("\(name)-")
    }

    private func list(_ objects: [DesiredObject]) -> String {
        objects.map { "`\($0.object.kind)/\($0.object.name)`" }.joined(separator: ", ")
    }

    private mutating func apply(_ patch: ManifestPatch, to desired: DesiredObject) -> DesiredObject {
        let value = JSONValue(patch.value)
        var tree = JSONValue.object(desired.object.json)
        var steps: [(operation: JSONPatchOperation, before: JSONValue)] = []
        switch patch.operation.value {
        case .merge: tree = JSONMergePatch.apply(value, to: tree)
        case .json6902:
            do {
                for step in value.array ?? [value] {
                    let operation = try JSONPatchOperation(step)
                    steps.append((operation, tree))
                    tree = try operation.apply(to: tree)
                }
            } catch {
                report("patch-does-not-apply", error.message, at: patch.value.span, patch)
                return desired
            }
        }
        guard let json = tree.object, let object = try? KubernetesObject(json),
            object.reference == desired.object.reference
        else {
            report(
                "patch-does-not-apply",
                "a patch cannot change what an object is: its kind, its name or its namespace",
                at: patch.value.span,
                patch
            )
            return desired
        }
        for violation in SchemaValidator().validate(object) {
            report("patch-does-not-fit", "\(object.kind) \(violation.message)", at: patch.value.span, patch)
        }
        var result = desired
        result.object = object
        let origins = PatchOrigins(span: patch.span)
        result.origins =
            switch patch.operation.value {
            case .merge: origins.merging(value, into: desired.origins)
            case .json6902: origins.following(steps, from: desired.origins)
            }
        return result
    }

    private mutating func report(
        _ id: String,
        _ headline: String,
        at span: SourceSpan,
        _ patch: ManifestPatch,
        help: String? = nil
    ) {
        diagnostics.append(
            Diagnostic(
                id: id,
                severity: .error,
                headline: headline,
                primary: .init(span),
                help: help,
                service: name,
                pointer: patch.pointer
            )
        )
    }
}
