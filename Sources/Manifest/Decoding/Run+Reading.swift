// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Run: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Run? {
        Run(
            command: fields.list("command", of: .anyText, "replaces the entry point of the image"),
            args: fields.list("args", of: .anyText, "arguments of the process"),
            env: fields.map(
                "env",
                of: .anyText,
                names: .variableName,
                "environment variables with literal values"
            ),
            config: fields.parts(
                "config",
                of: .configFile,
                "files of the repository that appear in the container"
            ),
            secrets: fields.parts(
                "secrets",
                of: .secretUse,
                "names of secrets; the Environment decides where values come from"
            ),
            resources: fields.optional("resources", .part(Resources.self), "what the scheduler reserves"),
            user: fields.optional(
                "user",
                .user,
                "the numeric user id of the process, not root; 65532 by default"
            ),
            writable: fields.list(
                "writable",
                of: .absolutePath,
                "folders that stay writable, besides `/tmp`"
            ),
            sidecars: fields.parts("sidecars", of: .part(Sidecar.self), "further containers of the same pod")
        )
    }
}

extension ConfigFile: ManifestPart {
    static func read(_ fields: inout FieldReader) -> ConfigFile? {
        let file = fields.required("file", .path, "the file, relative to the folder of the manifest")
        let path = fields.optional(
            "path",
            .absolutePath,
            "where it appears; `/etc/<service>/<file>` by default"
        )
        guard let file else { return nil }
        return ConfigFile(file: file, path: path, pointer: fields.pointer)
    }
}

extension FieldFormat where Value == ConfigFile {
    static var configFile: FieldFormat {
        let short = FieldFormat<String>.path.located { value, field in
            ConfigFile(file: value, path: nil, pointer: field.pointer)
        }
        return FieldFormat.part(ConfigFile.self).orShort(short)
    }
}

extension SecretUse: ManifestPart {
    static func read(_ fields: inout FieldReader) -> SecretUse? {
        let name = fields.required("name", .secretName, "the name, which is also the environment variable")
        let key = fields.optional(
            "key",
            .secretKey,
            "the key inside the backend's entry; the name by default"
        )
        let path = fields.optional("path", .absolutePath, "mounts it as a file instead")
        guard let name else { return nil }
        return SecretUse(name: name, key: key, path: path, pointer: fields.pointer)
    }
}

extension FieldFormat where Value == SecretUse {
    static var secretUse: FieldFormat {
        let short = FieldFormat<String>.secretName.located { value, field in
            SecretUse(
                name: value,
                key: nil,
                path: nil,
                pointer: field.pointer
            )
        }
        return FieldFormat.part(SecretUse.self).orShort(short)
    }
}

extension FieldFormat where Value == String {
    /// A name that works as an environment variable and as the key of a Kubernetes Secret.
    static var secretName: FieldFormat {
        .scalar(.text("the name of a secret", "ACQUIRER_KEY", "smtp-password")) { scalar in
            KubernetesName.isVariable(scalar.text) ? scalar.text : nil
        }
    }
}

extension Resources: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Resources? {
        Resources(
            cpu: fields.optional("cpu", .resource(.cpu), "cores; a limit only when written"),
            memory: fields.optional(
                "memory",
                .resource(.memory),
                "memory; the limit equals the request unless written"
            ),
            ephemeral: fields.optional("ephemeral", .resource(.memory), "scratch space on the node")
        )
    }
}

extension FieldFormat where Value == ResourceAmount {
    /// A quantity, or a request and a limit.
    static func resource(_ quantity: FieldFormat<WrittenQuantity>) -> FieldFormat {
        let short = quantity.located { value, _ in
            ResourceAmount(request: value, limit: nil)
        }
        return FieldFormat.mapping { fields in
            let request = fields.optional("request", quantity, "what is reserved")
            let limit = fields.optional("limit", quantity, "what may not be exceeded")
            if let request, let limit, request.value > limit.value {
                var diagnostic = Diagnostic.conflictingFields(
                    "more is reserved than may be used",
                    at: request.span,
                    reason: "at least \(request.value)"
                )
                diagnostic.secondary = [.init(limit.span, "at most \(limit.value)")]
                fields.report(diagnostic, "request")
            }
            return ResourceAmount(request: request, limit: limit)
        }.orShort(short)
    }
}

extension Sidecar: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Sidecar? {
        let name = fields.required("name", .label, "the name of the container")
        let image = fields.required("image", .image, "its image")
        let args = fields.list("args", of: .anyText, "its arguments")
        let env = fields.map("env", of: .anyText, names: .variableName, "its environment variables")
        let resources = fields.optional(
            "resources",
            .part(Resources.self),
            "what the scheduler reserves for it"
        )
        guard let name, let image else { return nil }
        return Sidecar(
            name: name,
            image: image,
            args: args,
            env: env,
            resources: resources,
            pointer: fields.pointer
        )
    }
}
