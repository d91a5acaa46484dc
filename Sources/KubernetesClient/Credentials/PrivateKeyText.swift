// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What the headers of a private key in PEM say about it.
enum PrivateKeyText {
    /// How to be rid of the passphrase.
    static let cure =
        "write it without a passphrase, as `openssl pkey -in KEY -out NEW` does, or use an exec plugin"

    /// Whether the first private key in a text wants a passphrase, which nobody can be asked for: PKCS#8 says so in its name
    /// (RFC 7468 §11), older forms in a header (RFC 1421 §4.6.1.1).
    static func isEncrypted(_ text: [UInt8]) -> Bool {
        let lines = text.split { $0 == 0x0A || $0 == 0x0D }.lazy.map {
            String(decoding: $0, as: UTF8.self).trimmed
        }
        var isInKey = false
        for line in lines {
            if isInKey { return line.hasPrefix("Proc-Type:") && line.contains("ENCRYPTED") }
            guard line.hasPrefix("-----BEGIN "), line.hasSuffix("PRIVATE KEY-----") else { continue }
            if line == "-----BEGIN ENCRYPTED PRIVATE KEY-----" { return true }
            isInKey = true
        }
        return false
    }
}
