// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

/// What the main container mounts, and the volumes of the pod.
struct VolumePlan {
    private(set) var mounts: [VolumeMount] = []
    private(set) var mountSpans: [Int: SourceSpan] = [:]
    private var volumes: [VolumeSpec] = []

    init(_ facts: ServiceFacts, settings: EnvironmentSettings, files: ServiceRendering.ConfigFiles?) {
        addScratch("tmp", at: "/tmp", nil)
        for (index, folder) in (facts.run?.writable ?? []).enumerated() {
            let path = folder.value.hasSuffix("/") ? String(folder.value.dropLast()) : folder.value
            // Kubernetes refuses two mounts at one path.
            guard !path.isEmpty, !mounts.contains(where: { $0.mountPath == path }) else { continue }
            addScratch("writable-\(index + 1)", at: path, folder.span)
        }
        for store in facts.localStores {
            let volume = Self.volumeName(store)
            if facts.isStateful, store.isPersistent {
                add(VolumeMount(name: volume, mountPath: "/data/\(store.name.value)"), store.name.span)
            } else {
                let limit = store.size.map { Quantity($0.value.quantity) }
                volumes.append(VolumeSpec(volume, .scratch(limit: limit)))
                add(VolumeMount(name: volume, mountPath: "/data/\(store.name.value)"), store.name.span)
            }
        }
        if let files {
            volumes.append(VolumeSpec("files", .configMap(files.object.object.name)))
            for file in files.mounts {
                var mount = VolumeMount(name: "files", mountPath: file.path)
                mount.subPath = file.key
                mount.readOnly = true
                add(mount, file.span)
            }
        }
        addSecretFiles(settings, facts)
    }

    /// Volumes of claims come with the StatefulSet, not with the pod.
    mutating func takeVolumes() -> [VolumeSpec] { volumes }

    /// The name of the volume of a store: at most 63 characters, whereas the name of a store alone may have as many.
    static func volumeName(_ store: DataStore) -> String {
        let name = "data-" + String(store.name.value.map { $0.isLetter || $0.isNumber ? $0 : "-" })
        guard name.utf8.count > DNSName.longestLabel else { return name }
        return "\(name.prefix(52))-\(ContentSuffix.of(.string(store.name.value)))"
    }

    private mutating func addScratch(_ name: String, at path: String, _ span: SourceSpan?) {
        volumes.append(VolumeSpec(name, .scratch(limit: nil)))
        add(VolumeMount(name: name, mountPath: path), span)
    }

    private mutating func add(_ mount: VolumeMount, _ span: SourceSpan?) {
        mountSpans[mounts.count] = span
        mounts.append(mount)
    }

    private mutating func addSecretFiles(_ settings: EnvironmentSettings, _ facts: ServiceFacts) {
        let keys = settings.secretKeys.filter { $0.use.path != nil }
        guard let secret = keys.first?.secret else { return }
        let items = keys.map { VolumeSpec.Item(key: $0.key, path: $0.key) }
        let isOptional = facts.topology.environmentClass == .development
        volumes.append(VolumeSpec("secrets", .secret(secret, items: items, isOptional: isOptional)))
        for key in keys {
            guard let path = key.use.path else { continue }
            var mount = VolumeMount(name: "secrets", mountPath: path.value)
            mount.subPath = key.key
            mount.readOnly = true
            add(mount, key.use.name.span)
        }
    }
}
