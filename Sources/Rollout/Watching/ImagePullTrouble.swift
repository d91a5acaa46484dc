// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Tells an image that does not exist from a registry that has a bad moment.
enum ImagePullTrouble {
    /// Words of registries and container runtimes that no waiting cures.
    private static let definite = [
        "not found", "manifest unknown", "manifest_unknown", "name unknown", "name_unknown",
        "invalid reference", "couldn't parse image", "invalidimagename",
    ]

    /// Words that make the same message a passing one.
    private static let passing = [
        "timeout", "timed out", "toomanyrequests", "too many requests", "rate limit", "no such host",
        "connection refused", "connection reset", "i/o", "eof", "unexpected status code 5",
        "500 internal", "502 bad", "503 service", "504 gateway", "temporary failure", "tls handshake",
    ]

    /// Whether the message proves that the image cannot be had.
    static func isDefinite(_ message: String) -> Bool {
        let text = message.lowercased()
        guard !passing.contains(where: text.contains) else { return false }
        return definite.contains(where: text.contains)
    }
}
