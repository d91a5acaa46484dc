// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension ServiceRendering {
    /// Files of a service and the ConfigMap that holds them.
    struct ConfigFiles {
        /// Where one file appears.
        struct Mount {
            var key: String
            var path: String
            var span: SourceSpan
        }

        var object: DesiredObject
        var mounts: [Mount]
    }

    /// The environment that is not secret; its name changes with its content, which rolls the pods.
    func environmentConfigMap(_ settings: EnvironmentSettings) -> DesiredObject? {
        guard !settings.variables.isEmpty else { return nil }
        var data: [String: String] = [:]
        var origins: [String: SourceSpan?] = [:]
        for variable in settings.variables {
            data[variable.name] = variable.value
            origins["/data/\(variable.name)"] = variable.span
        }
        return desired(configMap("env", data), origins: origins)
    }

    /// The files of `run.config`.
    mutating func configFiles() -> ConfigFiles? {
        var data: [String: String] = [:]
        var mounts: [ConfigFiles.Mount] = []
        var origins: [String: SourceSpan?] = [:]
        for file in facts.run?.config ?? [] {
            let path = facts.manifest.folder.appendingPath(file.file.value)
            guard let text = options.files[path] else {
                diagnostics.append(
                    Diagnostic(
                        id: "missing-config-file",
                        severity: .error,
                        headline: "the configuration file `\(file.file.value)` cannot be read",
                        primary: .init(file.file.span, "looked for at `\(path)`"),
                        help: "name a text file of at most 1 MiB, from the folder of the manifest",
                        service: name,
                        pointer: file.pointer
                    )
                )
                continue
            }
            let base = file.file.value.split(separator: "/").last.map(String.init) ?? file.file.value
            let key = Self.key(data[Self.key(base)] == nil ? base : file.file.value)
            data[key] = text
            origins["/data/\(JSONPointer.escaped(key))"] = file.file.span
            let place = file.path?.value ?? "/etc/\(name)/\(base)"
            mounts.append(.init(key: key, path: place, span: file.path?.span ?? file.file.span))
        }
        guard !data.isEmpty else { return nil }
        return ConfigFiles(object: desired(configMap("files", data), origins: origins), mounts: mounts)
    }

    /// The name of a file in a ConfigMap, which takes letters, digits, `-`, `_` and `.` only.
    private static func key(_ file: String) -> String {
        String(file.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
    }

    private func configMap(_ part: String, _ data: [String: String]) -> KubernetesObject {
        let members = data.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
        let suffix = ContentSuffix.of(.object(JSONObject(members)))
        return ConfigMapObject(metadata("\(name)-\(part)-\(suffix)"), data: data).object
    }
}
