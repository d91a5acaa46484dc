// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient

/// Takes secrets out of what is written down for people: by the name of a value, by its place in an address.
///
/// What a Secret holds never gets here, because Secrets are not collected; this is for values that stand in plain text
/// where they should not.
struct SecretMask: Sendable {
    static let mask = "‹redacted›"

    /// Values that were found under telling names; they are removed from logs and messages too.
    private(set) var values: Set<String> = []

    /// Shorter values are too likely to be ordinary words of a log.
    private static let shortestValue = 6
    private static let words: [StaticString] = [
        "password", "passwd", "pwd", "secret", "token", "credential", "credentials", "apikey", "dsn",
        "passphrase",
    ]
    /// Telling only at the end of a name, or with a companion: `API_KEY`, but not `KEY_PREFIX`.
    private static let keys: [StaticString] = ["key", "keys", "auth"]

    /// Whether a value of this name is likely a secret: `DB_PASSWORD`, `apiKey2`, `acquirer-token`.
    ///
    /// Every name of every object comes through here, so nothing is made of it.
    static func isTelling(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { bytes in
            var isTelling = false
            var endsInKey = false
            forEachWord(of: bytes) { word in
                isTelling = isTelling || words.contains { matches(word, $0) }
                endsInKey = keys.contains { matches(word, $0) }
            }
            return isTelling || endsInKey
        }
    }

    /// The words that a name is made of, between signs, at changes to upper case, and without a number at their end.
    private static func forEachWord(
        of name: UnsafeBufferPointer<UInt8>,
        _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Void
    ) {
        var start = 0
        var wasLower = false
        for index in 0...name.count {
            let byte = index < name.count ? name[index] : UInt8(ascii: "-")
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            let isLower = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            let isPart = isUpper || isLower || isDigit(byte)
            if !isPart || isUpper && wasLower {
                var word = name[start..<index]
                while let last = word.last, isDigit(last) { word.removeLast() }
                if !word.isEmpty { body(word) }
                start = isPart ? index : index + 1
            }
            wasLower = isLower
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Whether bytes are a word of lower-case letters, in whatever case.
    private static func matches(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in zip(bytes, word).allSatisfy { $0 | 0x20 == $1 } }
    }

    init() {}

    /// Knows what the objects of a service hold that must not be shown: everything in Secrets, and literals elsewhere.
    init(of objects: [KubernetesObject]) {
        for object in objects {
            guard object.kind == "Secret" else {
                _ = clean(object)
                continue
            }
            let plain = (object["stringData"]?.object?.members ?? []).compactMap(\.value.string)
            let encoded = (object["data"]?.object?.members ?? []).compactMap(\.value.string)
            let decoded = encoded.compactMap(Base64.decode).map { String(decoding: $0, as: UTF8.self) }
            values.formUnion((plain + encoded + decoded).filter { $0.count >= Self.shortestValue })
        }
    }

    /// A cause in whose words none of the values is left.
    func clean(_ cause: RootCause) -> RootCause {
        var cause = cause
        cause.headline = clean(text: cause.headline)
        cause.detail = cause.detail.map(clean(text:))
        cause.logTail = cause.logTail.map(clean(text:))
        cause.chain = cause.chain.map(clean(text:))
        return cause
    }

    /// A value as it may be shown, given the name that it stands under.
    static func shown(_ value: JSONValue, as name: String?) -> JSONValue {
        var mask = SecretMask()
        return mask.clean(value, under: name)
    }

    /// An object without bookkeeping and without secrets; remembers the values that it has hidden.
    mutating func clean(_ object: KubernetesObject) -> JSONValue {
        var object = object
        object[metadata: "managedFields"] = nil
        if var annotations = object[metadata: "annotations"]?.object {
            // It repeats the whole object, in a form that nothing here looks into.
            annotations["kubectl.kubernetes.io/last-applied-configuration"] = nil
            object[metadata: "annotations"] = .object(annotations)
        }
        return clean(.object(object.json), under: nil)
    }

    private mutating func clean(_ value: JSONValue, under name: String?) -> JSONValue {
        switch value {
        case .object(let object):
            var result = JSONObject()
            // An environment variable is a pair of name and value.
            let variable = object["value"] == nil ? nil : object["name"]?.string
            for member in object {
                let telling = member.key == "value" ? variable ?? name : member.key
                result[member.key] = clean(member.value, under: telling)
            }
            return .object(result)
        case .array(let elements): return .array(elements.map { clean($0, under: name) })
        case .string(let text):
            guard let name, Self.isTelling(name), !Self.structural.contains(name) else {
                values.formUnion(Self.passwords(in: text).filter { $0.count >= Self.shortestValue })
                return .string(Self.withoutPasswords(text))
            }
            if text.count >= Self.shortestValue { values.insert(text) }
            return .string(Self.mask)
        default: return value
        }
    }

    /// Fields of the API whose names sound like secrets and hold names.
    private static let structural: Set<String> = [
        "key", "secret", "token", "topologyKey", "secretName", "matchLabelKeys", "mismatchLabelKeys",
    ]

    /// A text without the values hidden so far, and without passwords in addresses and assignments.
    func clean(text: String) -> String {
        var text = text
        for value in values.sorted(by: { $0.count > $1.count }) {
            text = text.split(separator: value, omittingEmptySubsequences: false).joined(separator: Self.mask)
        }
        return text.textLines
            .map { Self.withoutPasswords(String($0)) }
            .joined(separator: "\n")
    }

    /// The passwords of all addresses in a text.
    private static func passwords(in text: String) -> [String] {
        guard holdsAddress(text) else { return [] }
        return text.split(separator: " ").compactMap { word in
            let parts = word.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
            let authority = parts.last?.prefix { $0 != "/" && $0 != "?" } ?? ""
            guard parts.count == 2, let at = authority.lastIndex(of: "@"),
                let colon = authority[..<at].firstIndex(of: ":")
            else { return nil }
            return String(authority[authority.index(after: colon)..<at])
        }
    }

    /// Whether `://` stands somewhere in a text; most have none, and a search by characters costs much.
    private static func holdsAddress(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            bytes.indices.dropLast(2).contains { index in
                bytes[index] == UInt8(ascii: ":") && bytes[index + 1] == UInt8(ascii: "/")
                    && bytes[index + 2] == UInt8(ascii: "/")
            }
        }
    }

    /// Hides `pw` in `scheme://user:pw@host`, and `pw` in `password=pw`.
    static func withoutPasswords(_ line: String) -> String {
        guard line.utf8.contains(UInt8(ascii: "=")) || holdsAddress(line) else { return line }
        return line.split(separator: " ", omittingEmptySubsequences: false)
            .map { assignment(address($0)) }
            .joined(separator: " ")
    }

    private static func address(_ word: Substring) -> String {
        let parts = word.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return String(word) }
        let authority = parts[1].prefix { $0 != "/" && $0 != "?" }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return String(word)
        }
        return "\(parts[0])://\(authority[..<colon]):\(mask)\(parts[1][at...])"
    }

    private static func assignment(_ word: String) -> String {
        guard let sign = word.firstIndex(of: "="), isTelling(String(word[..<sign])) else { return word }
        let value = word[word.index(after: sign)...]
        return value.isEmpty ? word : "\(word[...sign])\(mask)"
    }
}
