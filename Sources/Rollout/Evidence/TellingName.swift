// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What the name of a value says about it: `DB_PASSWORD`, `apiKey2`, `acquirer-token`.
///
/// Every name of every object and every assignment of every text comes through here, so nothing is made of it.
enum TellingName {
    /// Words after which people type what they keep to themselves, whatever it looks like.
    private static let passwords: [StaticString] = ["password", "passwd", "pwd", "passphrase"]
    private static let words: [StaticString] = [
        "secret", "token", "credential", "credentials", "apikey", "dsn",
    ]
    /// Telling only at the end of a name, or with a companion: `API_KEY`, but not `KEY_PREFIX`.
    private static let keys: [StaticString] = ["key", "keys", "auth"]

    /// Whether a value of this name is likely a secret.
    static func isTelling(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        var isTelling = false
        var endsInKey = false
        forEachWord(of: name) { word in
            isTelling = isTelling || passwords.contains { matches(word, $0) }
            isTelling = isTelling || words.contains { matches(word, $0) }
            endsInKey = keys.contains { matches(word, $0) }
        }
        return isTelling || endsInKey
    }

    /// Whether it is that of a password, and no other kind of secret.
    static func isPassword(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        var isPassword = false
        forEachWord(of: name) { word in
            isPassword = isPassword || passwords.contains { matches(word, $0) }
        }
        return isPassword
    }

    /// Whether it is one of some words of lower-case letters and hyphens, in whatever case.
    static func isOne(of names: [StaticString], _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        names.contains { matches(name[...], $0) }
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

    /// Whether bytes are a word of lower-case letters, in whatever case; a hyphen stands for itself.
    private static func matches(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in zip(bytes, word).allSatisfy { $0 | 0x20 == $1 } }
    }
}
