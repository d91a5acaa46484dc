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
        "connection refused", "connection reset", "unexpected status code 5", "500 internal", "502 bad",
        "503 service", "504 gateway", "temporary failure", "tls handshake",
    ]

    /// Whether the message proves that the image cannot be had.
    static func isDefinite(_ message: String, image: String) -> Bool {
        let words = words(of: message, without: image)
        let text = words.joined(separator: " ")
        guard !passing.contains(where: text.contains), !words.contains(where: isEndOfFile) else {
            return false
        }
        return definite.contains(where: text.contains)
    }

    /// What is said, in lower case and without the names of images and addresses, which may contain any word.
    private static func words(of message: String, without image: String) -> [String] {
        let image = image.lowercased()
        return message.lowercased().split(whereSeparator: \.isWhitespace).map(String.init).filter { word in
            let bare = word.trimming("\"':;,()[]")
            return bare != image && !bare.contains("/")
        }
    }

    private static func isEndOfFile(_ word: String) -> Bool { word.trimming("\"':;,.()[]") == "eof" }
}

extension String {
    fileprivate func trimming(_ characters: String) -> String {
        let rest = drop { characters.contains($0) }
        return String(rest.reversed().drop { characters.contains($0) }.reversed())
    }
}
