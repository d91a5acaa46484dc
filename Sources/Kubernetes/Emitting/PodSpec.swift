// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// What runs in a pod, and as whom.
package struct PodSpec: Emittable {
    /// The containers, the main one first.
    package var containers: [ContainerSpec]
    /// Containers that end before the main ones start, in this order; those that restart `Always` stay beside
    /// them as sidecars.
    package var initContainers: [ContainerSpec] = []
    /// `Always`, `OnFailure` or `Never`; a server takes `Always`.
    package var restartPolicy: String? = nil
    /// The account that it acts as towards the API server; a server takes `default`.
    package var serviceAccountName: String? = nil
    /// Whether it gets a token of the API server; `nil` leaves it to the account.
    package var automountsToken: Bool? = nil
    /// How long it may take to stop before it is killed, the wait before the signal included; a server takes
    /// 30.
    package var terminationGracePeriodSeconds: Int? = nil
    /// Whether the environment lists every Service of the namespace; a server takes true.
    package var enablesServiceLinks: Bool? = nil
    /// The user and the confinement; `nil` leaves both to the image and the namespace.
    package var security: PodSecurity? = nil
    /// How pods are spread over nodes and zones; all of it must hold.
    package var spread: [SpreadConstraint] = []
    /// What containers can mount, besides the claims of a StatefulSet.
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
    /// The numeric user; `nil` for that of the image, which must not be root either.
    package var user: Int? = nil
    /// The numeric group; `nil` for that of the image.
    package var group: Int? = nil
    /// The numeric group that mounted volumes are given to; `nil` leaves them as they are, mostly root's.
    package var fileGroup: Int? = nil

    /// Confines, and leaves user and groups to the image.
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
    /// The node label that tells places apart, such as `kubernetes.io/hostname`.
    package var topologyKey: String
    /// The labels of the pods that count, of each version for itself.
    package var selector: [String: String]
    /// Whether a pod waits rather than stand unevenly, by more than one.
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
