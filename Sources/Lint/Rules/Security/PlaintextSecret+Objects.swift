// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Values that look like secrets, in variables, ConfigMaps and Secrets that are committed as they are.
enum PlaintextSecrets {
    static func findings(in context: ObjectContext) -> [Finding] {
        let variables = context.pods.flatMap { pod in
            pod.allContainers.flatMap { container in
                (container.node["env"]?.elements ?? []).compactMap { variable -> Finding? in
                    guard let name = variable.at("name"), let value = variable.at("value") else { return nil }
                    return secret(name, value, of: pod.owner)
                }
            }
        }
        let maps = context.objects.filter { $0.isKind("ConfigMap", of: "") }.flatMap { map in
            (map.node["data"]?.mapping ?? []).compactMap { secret($0.key, $0.value, of: map) }
        }
        return variables + maps + context.objects.compactMap(committedSecret)
    }

    private static func secret(_ name: YAMLNode, _ value: YAMLNode, of object: LintedObject) -> Finding? {
        guard let text = value.scalar?.text, let title = name.scalar?.text,
            let reason = SecretGuess.reason(name: title, value: text)
        else { return nil }
        var finding = Finding(
            "`\(title)` holds what looks like a secret",
            at: name.span,
            reason,
            notes: ["a secret that was ever committed counts as known: replace it where it is valid"],
            help: "keep it in a Secret that is made outside the repository, and refer to that",
            object: object
        )
        finding.redacted = [value.span]
        return finding
    }

    /// Base64 hides nothing: a Secret with values is a secret in the repository.
    private static func committedSecret(_ object: LintedObject) -> Finding? {
        guard object.isKind("Secret", of: "") else { return nil }
        let fields = ["data", "stringData"].compactMap { object.node.entry($0) }
        let values = fields.flatMap { $0.value.mapping ?? [] }.map(\.value).filter { value in
            let text = value.scalar?.text ?? ""
            return !text.isEmpty && !text.contains("${") && !text.hasPrefix("$(") && !text.contains("{{")
                && !text.hasPrefix("<")
        }
        guard let field = fields.first, !values.isEmpty else { return nil }
        var finding = Finding(
            "the values of \(object.phrase) stand in the file",
            at: field.key.span,
            field.key.scalar?.text == "data" ? "base64 hides nothing" : "as everybody can read",
            notes: ["a secret that was ever committed counts as known: replace it where it is valid"],
            help: "commit an ExternalSecret or SealedSecret instead, or encrypt the file (SOPS)",
            object: object
        )
        finding.redacted = values.map(\.span)
        return finding
    }
}
