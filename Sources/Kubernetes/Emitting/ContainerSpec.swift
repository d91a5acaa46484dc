// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A container of a pod, main, sidecar or init container alike.
package struct ContainerSpec: Emittable {
    /// The name, unique in the pod.
    package var name: String
    /// The image, with a tag or a digest.
    package var image: String
    /// Replaces the entry point of the image; empty for the image's own.
    package var command: [String] = []
    /// Replaces the arguments of the image; empty for the image's own.
    package var args: [String] = []
    /// Only for init containers: `Always` makes it a sidecar, which starts before the main one and stops after
    /// it.
    package var restartPolicy: String? = nil
    /// `Always`, `IfNotPresent` or `Never`; a server takes `Always` for the tag `latest`, else `IfNotPresent`.
    package var imagePullPolicy: String? = nil
    /// The ports that it listens on, in the order written; for others to refer to, they open nothing.
    package var ports: [ContainerPortSpec] = []
    /// ConfigMaps and Secrets of which every key becomes a variable; the last one wins, and ``env`` over all.
    package var envFrom: [EnvSource] = []
    /// Single environment variables, in output order.
    package var env: [EnvVariable] = []
    /// What the scheduler sets aside and the kernel enforces; `nil` means neither.
    package var resources: ResourceRequirements? = nil
    /// Whether it has started: the other probes wait for it, and a failure restarts the container.
    package var startupProbe: ProbeSpec? = nil
    /// Whether it gets traffic: a failure takes the pod out of its Services.
    package var readinessProbe: ProbeSpec? = nil
    /// Whether it works: a failure restarts the container.
    package var livenessProbe: ProbeSpec? = nil
    /// How long the kubelet waits before the signal to stop, which is part of the pod's grace period.
    package var preStopSleepSeconds: Int? = nil
    /// Whether it gets no privileges and a read-only root.
    package var isConfined: Bool = true
    /// Where it sees volumes of the pod.
    package var mounts: [VolumeMount] = []

    /// Takes what must be there; the rest is set afterwards.
    package init(name: String, image: String) {
        self.name = name
        self.image = image
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "name": .string(name),
            "image": .string(image),
            "imagePullPolicy": .optional(imagePullPolicy),
            "restartPolicy": .optional(restartPolicy),
            "command": .optional(command),
            "args": .optional(args),
            "ports": .optional(ports),
            "envFrom": .optional(envFrom),
            "env": .optional(env),
            "resources": .optional(resources),
            "startupProbe": .optional(startupProbe),
            "readinessProbe": .optional(readinessProbe),
            "livenessProbe": .optional(livenessProbe),
            "lifecycle": preStopSleepSeconds.map { ["preStop": ["sleep": ["seconds": .integer(Int64($0))]]] },
            "securityContext": .when(isConfined, Self.confinement),
            "volumeMounts": .optional(mounts),
        ]
    }

    /// What the `restricted` pod security standard asks of a container, and a root file system that stays as built.
    private static let confinement: JSONValue = [
        "allowPrivilegeEscalation": false,
        "readOnlyRootFilesystem": true,
        "capabilities": ["drop": ["ALL"]],
    ]
}

/// A port that a container listens on.
package struct ContainerPortSpec: Emittable {
    /// The name by which probes and Services refer to it; at most 15 characters.
    package var name: String
    /// The number; always TCP.
    package var containerPort: Int

    /// Takes what must be there; the rest is set afterwards.
    package init(name: String, containerPort: Int) {
        self.name = name
        self.containerPort = containerPort
    }

    /// The fields that are set.
    package var json: JSONObject {
        ["name": .string(name), "containerPort": .optional(containerPort), "protocol": "TCP"]
    }
}

/// What a container is promised, and what it cannot exceed.
package struct ResourceRequirements: Emittable {
    /// What is set aside for it, in output order.
    package var requests: [(String, Quantity)] = []
    /// What it cannot exceed, in output order.
    package var limits: [(String, Quantity)] = []

    /// Promises nothing and bounds nothing.
    package init() {}

    /// The fields that are set.
    package var json: JSONObject {
        ["requests": Self.amounts(requests), "limits": Self.amounts(limits)]
    }

    private static func amounts(_ pairs: [(String, Quantity)]) -> JSONValue? {
        guard !pairs.isEmpty else { return nil }
        return .object(JSONObject(pairs.map { ($0.0, JSONValue.string($0.1.description)) }))
    }
}
