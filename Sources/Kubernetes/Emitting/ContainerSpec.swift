// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A container.
package struct ContainerSpec: Emittable {
    /// The name.
    package var name: String
    /// The image reference.
    package var image: String
    /// Instead of the entry point of the image.
    package var command: [String] = []
    /// Instead of the arguments of the image.
    package var args: [String] = []
    /// `Always` for an init container makes it a sidecar.
    package var restartPolicy: String? = nil
    /// When the image is pulled.
    package var imagePullPolicy: String? = nil
    /// The ports that it listens on.
    package var ports: [ContainerPortSpec] = []
    /// Whole ConfigMaps and Secrets as environment.
    package var envFrom: [EnvSource] = []
    /// Environment variables.
    package var env: [EnvVariable] = []
    /// What it gets.
    package var resources: ResourceRequirements? = nil
    /// When it has started.
    package var startupProbe: ProbeSpec? = nil
    /// When it takes traffic.
    package var readinessProbe: ProbeSpec? = nil
    /// When it is restarted.
    package var livenessProbe: ProbeSpec? = nil
    /// How long it keeps serving after it was told to stop.
    package var preStopSleepSeconds: Int? = nil
    /// Whether it gets no privileges and a read-only root.
    package var isConfined: Bool = true
    /// What it mounts.
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
    /// The name.
    package var name: String
    /// The number.
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

/// What a container gets.
package struct ResourceRequirements: Emittable {
    /// What is set aside for it, in output order.
    package var requests: [(String, Quantity)] = []
    /// What it cannot exceed, in output order.
    package var limits: [(String, Quantity)] = []

    /// Nothing set.
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
