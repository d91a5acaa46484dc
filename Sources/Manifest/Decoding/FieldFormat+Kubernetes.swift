// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Formats that Kubernetes checks when an object arrives; here they are checked before one is written.
extension FieldFormat where Value == String {
    /// The key of a label or annotation: a name of at most 63 characters, after a domain and `/` if any.
    static var labelKey: FieldFormat {
        .scalar(.text("the key of a label", "cost-centre", "example.com/team")) { scalar in
            let parts = scalar.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.last, KubernetesName.isQualified(name) else { return nil }
            return parts.count == 1 || KubernetesName.isSubdomain(parts[0]) ? scalar.text : nil
        }
    }

    /// The value of a label: empty, or letters, digits, `-`, `_` and `.`, at most 63 characters.
    static var labelValue: FieldFormat {
        .scalar(.text("the value of a label: letters, digits, `-`, `_` and `.`, at most 63", "retail")) {
            $0.text.isEmpty || KubernetesName.isQualified($0.text[...]) ? $0.text : nil
        }
    }

    /// The name of an environment variable: letters, digits, `_`, `-` and `.`, not beginning with a digit.
    static var variableName: FieldFormat {
        .scalar(.text("the name of an environment variable", "LOG_LEVEL")) {
            KubernetesName.isVariable($0.text) ? $0.text : nil
        }
    }

    /// The key of an entry of a Secret: letters, digits, `_`, `-` and `.`.
    static var secretKey: FieldFormat {
        .scalar(.text("the key of a secret", "ACQUIRER_KEY", "tls.crt")) {
            KubernetesName.isKey($0.text) ? $0.text : nil
        }
    }

    /// The name of an object, in which `{placeholder}`s are replaced later.
    static func objectName(_ examples: String..., placeholders: [String] = []) -> FieldFormat {
        .scalar(
            ScalarShape(
                type: .string,
                noun: "the name of a Kubernetes object",
                examples: examples,
                choices: []
            )
        ) { scalar in
            KubernetesName.isSubdomain(KubernetesName.filled(scalar.text, placeholders)[...])
                ? scalar.text : nil
        }
    }

    /// A Gateway by its name, after its namespace and `/` if that is another one.
    static var gateway: FieldFormat {
        .scalar(.text("a Gateway", "public", "infra/public")) { scalar in
            let parts = scalar.text.split(separator: "/", omittingEmptySubsequences: false)
            return parts.count <= 2 && parts.allSatisfy(KubernetesName.isSubdomain) ? scalar.text : nil
        }
    }

    /// The name of a Secret with a certificate, or `issuer/NAME`.
    static var certificate: FieldFormat {
        .scalar(.text("the name of a Secret, or `issuer/` and a name", "shop-tls", "issuer/letsencrypt")) {
            let name = $0.text.hasPrefix("issuer/") ? $0.text.dropFirst(7) : $0.text[...]
            return KubernetesName.isSubdomain(name) ? $0.text : nil
        }
    }

    /// The part of an image reference before the system's name.
    static var registry: FieldFormat {
        .scalar(.text("a registry without a scheme", "ghcr.io/acme")) {
            ImageReference($0.text + "/x") == nil ? nil : $0.text
        }
    }

    /// A path of requests, as Ingress and HTTPRoute accept it.
    static var routePath: FieldFormat {
        .scalar(.text("a path that begins with `/`", "/v1/orders")) { scalar in
            let text = scalar.text
            let fits = text.utf8.allSatisfy {
                $0.isDigit || $0.isLowercaseLetter || $0.isUppercaseLetter
                    || "-/._~!$&'()*+,;=:@%".utf8.contains($0)
            }
            let steps = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            let isPlain = !steps.dropLast().contains("") && !steps.contains(".") && !steps.contains("..")
            return fits && text.hasPrefix("/") && isPlain ? text : nil
        }
    }
}

extension FieldFormat where Value == DNSLabel {
    /// A namespace that may be given to a system; those that begin with `kube-` belong to Kubernetes.
    static var namespace: FieldFormat {
        .scalar(.text("a namespace that a system may have", "shop")) { scalar in
            scalar.text.hasPrefix("kube-") ? nil : DNSLabel(scalar.text)
        }
    }
}

/// What names are made of in Kubernetes.
enum KubernetesName {
    /// A DNS name: labels with points between them, at most 253 characters.
    static func isSubdomain(_ text: Substring) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
                DNSLabel(String($0)) != nil
            }
    }

    /// The name of a label, or its value: begins and ends with a letter or digit, at most 63 characters.
    static func isQualified(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, text.utf8.count <= 63 else {
            return false
        }
        return isWord(first) && isWord(last) && text.utf8.allSatisfy { isWord($0) || "-_.".utf8.contains($0) }
    }

    /// A key of a ConfigMap or Secret.
    static func isKey(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count) && text != "." && !text.hasPrefix("..")
            && text.utf8.allSatisfy { isWord($0) || "-_.".utf8.contains($0) }
    }

    /// A key that is an environment variable too.
    static func isVariable(_ text: String) -> Bool {
        isKey(text) && text.utf8.first?.isDigit == false
    }

    /// A template with a stand-in for each placeholder.
    static func filled(_ text: String, _ placeholders: [String]) -> String {
        var rest = text[...]
        var result = ""
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            guard placeholders.contains(String(rest[rest.index(after: open)..<close])) else { break }
            result += rest[..<open] + "x"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte.isDigit || byte.isLowercaseLetter || byte.isUppercaseLetter
    }
}
