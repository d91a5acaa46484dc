// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Which text of the sandbox stands for which text of the recording: uids, versions, tokens, made-up names.
///
/// A recorded value that has been seen must mean the same one ever after: that is how a version that should not have
/// changed shows.
struct Correspondence: Sendable {
    private var byDomain: [String: [String: String]] = [:]
    /// Longest first, so that no name is replaced inside a longer one.
    private var words: [(recorded: String, actual: String)] = []

    /// Notes a pair; answers whether it agrees with what is known.
    mutating func bind(_ recorded: String, _ actual: String, in domain: String) -> Bool {
        if let known = byDomain[domain]?[recorded] { return known == actual }
        byDomain[domain, default: [:]][recorded] = actual
        if domain != "resourceVersion", recorded != actual {
            words.append((recorded, actual))
            words.sort { $0.recorded.utf8.count > $1.recorded.utf8.count }
        }
        return true
    }

    /// Whether a text of the sandbox stands for one of the recording.
    func isTaken(_ actual: String) -> Bool { words.contains { $0.actual == actual } }

    /// Notes the latest meaning of a recorded value.
    mutating func rebind(_ recorded: String, _ actual: String, in domain: String) {
        byDomain[domain, default: [:]][recorded] = actual
    }

    /// What stands for a recorded value of a domain.
    func actual(_ recorded: String, in domain: String) -> String? { byDomain[domain]?[recorded] }

    /// The version that stands for a recorded one: of the latest state that was seen up to it.
    private func version(_ recorded: String) -> String? {
        let versions = byDomain["resourceVersion"] ?? [:]
        if let known = versions[recorded] { return known }
        guard let number = Int64(recorded) else { return nil }
        let earlier = versions.keys.compactMap { Int64($0) }.filter { $0 < number }.max()
        guard let earlier, number - earlier < 1000 else { return nil }
        return versions[String(earlier)]
    }

    /// A recorded text with the sandbox's versions where they stand in words.
    func translateVersions(_ text: String) -> String {
        guard text.contains("(") else { return text }
        return text.replacing(/\((\d+)\)/) { match in "(\(version(String(match.1)) ?? String(match.1)))" }
    }

    /// A recorded text with the sandbox's uids and names.
    func translate(_ text: String) -> String {
        words.reduce(text) { text, word in
            text.contains(word.recorded) ? text.replacing(word.recorded, with: word.actual) : text
        }
    }

    /// A recorded tree with the sandbox's uids, names and versions.
    func translate(_ value: JSONValue, key: String = "") -> JSONValue {
        switch value {
        case .string(let text):
            if key == "resourceVersion", let known = version(text) { return .string(known) }
            return .string(translate(text))
        case .array(let elements): return .array(elements.map { translate($0) })
        case .object(let members):
            if members["path"] == "/metadata/resourceVersion", let text = members["value"]?.string {
                var operation = members
                operation["value"] = .string(version(text) ?? text)
                return .object(operation)
            }
            return .object(
                JSONObject(members.map { (translate($0.key), translate($0.value, key: $0.key)) })
            )
        default: return value
        }
    }

    /// A recorded path with the sandbox's names, versions and tokens.
    func translatePath(_ path: String) -> String {
        let parts = path.split(separator: "?", maxSplits: 1)
        guard parts.count == 2 else { return translate(path) }
        let query = parts[1].split(separator: "&").map { pair -> String in
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { return String(pair) }
            let value = String(sides[1])
            let plain = value.replacing("%3D", with: "=").replacing("%2B", with: "+").replacing(
                "%2F",
                with: "/"
            )
            let known =
                sides[0] == "resourceVersion" ? version(plain) : actual(plain, in: String(sides[0]))
            return "\(sides[0])=" + (known ?? translate(value))
        }
        return translate(String(parts[0])) + "?" + query.joined(separator: "&")
    }
}
