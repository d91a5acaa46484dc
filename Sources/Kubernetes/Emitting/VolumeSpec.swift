// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A volume of a pod, which its containers mount.
package struct VolumeSpec: Emittable {
    /// Where the content of a volume comes from.
    package enum Source: Sendable, Hashable {
        /// Empty at start, gone with the pod.
        case scratch(limit: Quantity?)
        case configMap(String)
        /// The keys of a Secret as files; all of them when none are named.
        case secret(String, items: [Item], isOptional: Bool = false)
    }

    /// One key as a file.
    package struct Item: Sendable, Hashable {
        /// The key of the Secret.
        package var key: String
        /// The file below the mount point.
        package var path: String

        /// A file with the content of a key.
        package init(key: String, path: String) {
            self.key = key
            self.path = path
        }
    }

    /// The name, unique in the pod.
    package var name: String
    /// Where its content comes from.
    package var source: Source

    /// A volume of a source.
    package init(_ name: String, _ source: Source) {
        self.name = name
        self.source = source
    }

    /// The fields that are set.
    package var json: JSONObject {
        switch source {
        case .scratch(let limit):
            ["name": .string(name), "emptyDir": ["sizeLimit": .optional(limit)]]
        case .configMap(let configMap):
            ["name": .string(name), "configMap": ["name": .string(configMap)]]
        case .secret(let secret, let items, let isOptional):
            [
                "name": .string(name),
                "secret": [
                    "secretName": .string(secret),
                    "optional": .when(isOptional, true),
                    "items": .when(
                        !items.isEmpty,
                        .array(items.map { ["key": .string($0.key), "path": .string($0.path)] })
                    ),
                ],
            ]
        }
    }
}

/// Where a container sees a volume.
package struct VolumeMount: Emittable {
    /// The name of the volume.
    package var name: String
    /// The directory where it appears, or the file if ``subPath`` is one.
    package var mountPath: String
    /// The part of the volume that appears; `nil` for all of it, as what changes in a ConfigMap does not reach
    /// a part.
    package var subPath: String? = nil
    /// Whether it cannot be written; a server takes false.
    package var readOnly: Bool? = nil

    /// Takes what must be there; the rest is set afterwards.
    package init(name: String, mountPath: String) {
        self.name = name
        self.mountPath = mountPath
    }

    /// The fields that are set.
    package var json: JSONObject {
        [
            "name": .optional(name),
            "mountPath": .optional(mountPath),
            "subPath": .optional(subPath),
            "readOnly": .optional(readOnly),
        ]
    }
}
