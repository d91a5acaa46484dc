// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The rules of what every object has: name, labels, annotations, finalizers and owners.
enum MetadataValidation {
    private static let standard: Set<String> = ["kubernetes", "orphan", "foregroundDeletion"]

    static func causes(_ metadata: JSONValue, _ type: ResourceType) -> [StatusFailure.Cause] {
        SelectorValidation.labels(metadata["labels"], at: "metadata.labels")
            + SelectorValidation.annotations(metadata["annotations"], at: "metadata.annotations")
            + owners(metadata["ownerReferences"]?.elements ?? [])
            + finalizers(metadata["finalizers"]?.elements ?? [], type)
    }

    /// What is wrong with the name of a new object; that of an old one cannot change.
    static func name(_ name: String, _ type: ResourceType) -> [StatusFailure.Cause] {
        let words =
            switch type {
            // Since Kubernetes 1.36 the name of a Service may begin with a digit.
            case .namespaces, .services, .statefulSets: Format.label(name)
            case .events: Format.pathSegment(name)
            case _ where type.type.group == "rbac.authorization.k8s.io": Format.pathSegment(name)
            default: Format.subdomain(name)
            }
        var causes: [StatusFailure.Cause] = []
        causes.add(words, at: "metadata.name", name)
        return causes
    }

    private static func finalizers(_ finalizers: [JSONValue], _ type: ResourceType) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for name in finalizers.compactMap(\.string) {
            causes.add(Format.labelKey(name), at: "metadata.finalizers", name)
        }
        // Custom resources may have names without a domain, as Argo CD's do.
        if type.isCustom { return causes }
        for (index, finalizer) in finalizers.enumerated() {
            let name = finalizer.string ?? ""
            if standard.contains(name) || name.contains("/") { continue }
            causes.append(
                .invalid(
                    "metadata.finalizers[\(index)]",
                    finalizer,
                    "name is neither a standard finalizer name nor is it fully qualified"
                )
            )
        }
        return causes
    }

    private static func owners(_ owners: [JSONValue]) -> [StatusFailure.Cause] {
        let field = "metadata.ownerReferences"
        var causes: [StatusFailure.Cause] = []
        for owner in owners {
            if owner["apiVersion"]?.string?.isEmpty ?? true {
                causes.append(.invalid("\(field).apiVersion", "", "version must not be empty"))
            }
            for name in ["kind", "name", "uid"] where owner[name]?.string?.isEmpty ?? true {
                causes.append(.invalid("\(field).\(name)", "", "must not be empty"))
            }
        }
        let controllers = owners.filter { $0["controller"]?.bool ?? false }.map {
            "\($0["kind"]?.string ?? "")/\($0["name"]?.string ?? "")"
        }
        if controllers.count > 1 {
            causes.append(
                .invalid(
                    field,
                    .array(owners),
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                        + controllers.prefix(2).joined(separator: " and ")
                )
            )
        }
        return causes
    }
}
