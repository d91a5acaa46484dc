// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// What runs in a pod.
package struct PodSpec: Emittable {
    /// The containers, the main one first.
    package var containers: [ContainerSpec]
    /// What runs before; with a restart policy of `Always` beside the main one, as a sidecar.
    package var initContainers: [ContainerSpec] = []
    /// `Always` when absent.
    package var restartPolicy: String? = nil
    /// The account that it runs as.
    package var serviceAccountName: String? = nil
    /// Whether it gets a token of the API server.
    package var automountsToken: Bool? = nil
    /// How long it may take to stop.
    package var terminationGracePeriodSeconds: Int? = nil
    /// Whether the environment lists every Service.
    package var enablesServiceLinks: Bool? = nil
    /// The user and the confinement.
    package var security: PodSecurity? = nil
    /// How pods are spread over nodes and zones.
    package var spread: [SpreadConstraint] = []
    /// What containers mount.
    package var volumes: [VolumeSpec] = []

    /// Takes what must be there; the rest is set afterwards.
    package init(containers: [ContainerSpec]) {
        self.containers = containers
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "serviceAccountName": .optional(serviceAccountName),
            "automountServiceAccountToken": .optional(automountsToken),
            "enableServiceLinks": .optional(enablesServiceLinks),
            "restartPolicy": .optional(restartPolicy),
            "terminationGracePeriodSeconds": .optional(terminationGracePeriodSeconds),
            "securityContext": .optional(security),
            "topologySpreadConstraints": .optional(spread),
            "initContainers": .optional(initContainers),
            "containers": .optional(containers),
            "volumes": .optional(volumes),
        ]
    }
}

/// The user of a pod: never root, always with the seccomp profile of the runtime.
package struct PodSecurity: Emittable {
    /// The user; that of the image when absent.
    package var user: Int? = nil
    /// The group; that of the image when absent.
    package var group: Int? = nil
    /// The group that owns mounted volumes.
    package var fileGroup: Int? = nil

    /// Nothing set.
    package init() {}

    /// The fields that are set.
    package var json: JSONObject {
        [
            "runAsNonRoot": true,
            "runAsUser": .optional(user),
            "runAsGroup": .optional(group),
            "fsGroup": .optional(fileGroup),
            "fsGroupChangePolicy": .when(fileGroup != nil, "OnRootMismatch"),
            "seccompProfile": ["type": "RuntimeDefault"],
        ]
    }
}

/// How pods are spread over one kind of place.
package struct SpreadConstraint: Emittable {
    /// The node label that tells places apart.
    package var topologyKey: String
    /// The pods that count.
    package var selector: [String: String]
    /// Whether a pod waits rather than break it.
    package var isRequired: Bool = false

    /// Takes what must be there; the rest is set afterwards.
    package init(topologyKey: String, selector: [String: String]) {
        self.topologyKey = topologyKey
        self.selector = selector
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "maxSkew": 1,
            "topologyKey": .string(topologyKey),
            "whenUnsatisfiable": isRequired ? "DoNotSchedule" : "ScheduleAnyway",
            "labelSelector": ["matchLabels": .sorted(selector)],
            "matchLabelKeys": ["pod-template-hash"],
        ]
    }
}
