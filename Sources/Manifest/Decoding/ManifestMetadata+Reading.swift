// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension ManifestMetadata: ManifestPart {
    static func read(_ fields: inout FieldReader) -> ManifestMetadata? {
        let name = fields.required("name", .label, "unique among manifests of the same kind")
        let description = fields.optional("description", .text(), "what it is, for people")
        let labels = fields.map("labels", of: .labelValue, names: .labelKey, "extra Kubernetes labels")
        let annotations = fields.map(
            "annotations",
            of: .anyText,
            names: .labelKey,
            "extra Kubernetes annotations"
        )
        guard let name else { return nil }
        return ManifestMetadata(
            name: name,
            description: description,
            labels: labels,
            annotations: annotations
        )
    }
}
