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

    /// Notes the latest meaning of a recorded value.
    mutating func rebind(_ recorded: String, _ actual: String, in domain: String) {
        byDomain[domain, default: [:]][recorded] = actual
    }

    /// What stands for a recorded value of a domain.
    func actual(_ recorded: String, in domain: String) -> String? { byDomain[domain]?[recorded] }

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
            if key == "resourceVersion", let known = actual(text, in: "resourceVersion") {
                return .string(known)
            }
            return .string(translate(text))
        case .array(let elements): return .array(elements.map { translate($0) })
        case .object(let members):
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
            let domain = sides[0] == "continue" ? "continue" : String(sides[0])
            return "\(sides[0])=" + (actual(plain, in: domain) ?? translate(value))
        }
        return translate(String(parts[0])) + "?" + query.joined(separator: "&")
    }
}
