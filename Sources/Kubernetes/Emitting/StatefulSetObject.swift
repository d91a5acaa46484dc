// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A StatefulSet to render: only the fields that are set are written, a server fills in the rest.
package struct StatefulSetObject: Sendable {
    /// Name, labels and annotations.
    package var metadata: Metadata
    /// The headless Service that gives each pod a name of its own; cannot be changed later.
    package var serviceName: String
    /// The labels of its pods; cannot be changed later.
    package var selector: [String: String]
    /// What its pods are made from; its labels must match the selector.
    package var template: PodTemplate
    /// The pods wanted; absent where an autoscaler decides.
    package var replicas: Int? = nil
    /// How long a pod must be ready before it counts as available; a server takes 0.
    package var minReadySeconds: Int? = nil
    /// How many old ControllerRevisions are kept to go back to; a server takes 10.
    package var revisionHistoryLimit: Int? = nil
    /// `OrderedReady` or `Parallel`; a server takes the first, and neither can be changed later.
    package var podManagementPolicy: String? = nil
    /// The volumes that each pod gets and keeps; cannot be changed later.
    package var claims: [VolumeClaimTemplate] = []

    /// Takes what must be there; the rest is set afterwards.
    package init(_ metadata: Metadata, serviceName: String, selector: [String: String], template: PodTemplate)
    {
        self.metadata = metadata
        self.serviceName = serviceName
        self.selector = selector
        self.template = template
    }

    /// The object, with only what is set.
    package var object: KubernetesObject {
        KubernetesObject(
            type: .statefulSet,
            metadata: metadata.json,
            members: [
                "spec": [
                    "replicas": .optional(replicas),
                    "revisionHistoryLimit": .optional(revisionHistoryLimit),
                    "minReadySeconds": .optional(minReadySeconds),
                    "podManagementPolicy": .optional(podManagementPolicy),
                    "serviceName": .string(serviceName),
                    "selector": ["matchLabels": .sorted(selector)],
                    "template": .object(template.json),
                    "volumeClaimTemplates": .optional(claims),
                ]
            ]
        )
    }
}
