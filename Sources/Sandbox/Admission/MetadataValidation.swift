// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The rules of finalizers and owner references.
enum MetadataValidation {
    private static let standard: Set<String> = ["kubernetes", "orphan", "foregroundDeletion"]

    static func finalizers(_ finalizers: [JSONValue]) -> [StatusFailure.Cause] {
        finalizers.enumerated().compactMap { index, finalizer in
            let name = finalizer.string ?? ""
            if standard.contains(name) || name.contains("/") { return nil }
            return .invalid(
                "metadata.finalizers[\(index)]",
                finalizer,
                "name is neither a standard finalizer name nor is it fully qualified"
            )
        }
    }

    static func owners(_ owners: [JSONValue]) -> [StatusFailure.Cause] {
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
