// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A Job to render: only the fields that are set are written, a server fills in the rest.
package struct JobObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// What it runs; a server refuses to change most of it later.
    package var spec: JobSpec

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata, spec: JobSpec) {
        self.metadata = metadata
        self.spec = spec
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .job,
            metadata: metadata.json,
            members: ["spec": .object(spec.json)]
        )
    }
}

/// What a Job runs, and how long it tries.
package struct JobSpec: Emittable {
    /// What its pods are made from; their restart policy must be `Never` or `OnFailure`.
    package var template: PodTemplate
    /// How many failed pods are replaced before the Job fails; a server takes 6.
    package var backoffLimit: Int? = nil
    /// After how many seconds it is ended as failed, whatever it does; `nil` means never.
    package var activeDeadlineSeconds: Int? = nil
    /// How many seconds after its end it is deleted; `nil` means never.
    package var ttlSecondsAfterFinished: Int? = nil

    /// Takes what must be there; the rest is set afterwards.
    package init(template: PodTemplate) {
        self.template = template
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "backoffLimit": .optional(backoffLimit),
            "activeDeadlineSeconds": .optional(activeDeadlineSeconds),
            "ttlSecondsAfterFinished": .optional(ttlSecondsAfterFinished),
            "template": .object(template.json),
        ]
    }
}
