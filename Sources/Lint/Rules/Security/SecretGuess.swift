// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Guesses whether a literal value is a secret; it says why and never repeats the value.
enum SecretGuess {
    /// Why a value looks like a secret; `nil` when it does not.
    static func reason(name: String, value: String) -> String? {
        guard !isHarmless(value) else { return nil }
        if let issuer = knownToken(value) { return "has the form of \(issuer)" }
        if hasCredentials(value) { return "an address with a password in it" }
        if isSecretName(name), !isAddressOrPath(value) { return "the name says that it is secret" }
        if isRandom(value) { return "as random as a key" }
        return nil
    }

    /// References, switches, numbers and durations are no secrets, whatever their name.
    private static func isHarmless(_ value: String) -> Bool {
        if value.utf8.count < 4 || value.contains("${") || value.contains("$(") || value.hasPrefix("{{") {
            return true
        }
        if ["true", "false", "none", "null", "enabled", "disabled", "required"].contains(value.lowercased()) {
            return true
        }
        let letters = value.utf8.drop { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        return letters.count <= 2 && value.utf8.count <= 8
    }

    private static let secretWords: Set<String> = [
        "password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "credential", "credentials",
    ]

    /// Words that turn a secret's name into the name of something about it.
    private static let aboutWords: Set<String> = [
        "file", "path", "dir", "url", "uri", "endpoint", "host", "name", "id", "ttl", "timeout", "expiry",
        "lifetime",
        "length", "size", "type", "issuer", "audience", "header", "cookie", "algorithm", "policy", "enabled",
        "ref",
    ]

    private static func isSecretName(_ name: String) -> Bool {
        let words = words(of: name)
        guard let last = words.last, !aboutWords.contains(last) else { return false }
        if words.contains(where: secretWords.contains) { return true }
        return zip(words, words.dropFirst()).contains { first, second in
            second == "key"
                && ["api", "private", "access", "signing", "encryption", "master"].contains(first)
        }
    }

    /// `smtpPassword`, `SMTP_PASSWORD` and `smtp-password` are the same two words.
    private static func words(of name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in name {
            let isSeparator = !character.isLetter && !character.isNumber
            if isSeparator || (character.isUppercase && wasLower) {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if !isSeparator { word.append(character.lowercased()) }
            wasLower = character.isLowercase
        }
        return word.isEmpty ? words : words + [word]
    }

    private static let tokenForms: [(prefix: String, length: Int, issuer: String)] = [
        ("AKIA", 20, "an AWS access key"), ("ASIA", 20, "an AWS access key"), ("ghp_", 36, "a GitHub token"),
        ("gho_", 36, "a GitHub token"), ("ghs_", 36, "a GitHub token"), ("github_pat_", 40, "a GitHub token"),
        ("glpat-", 20, "a GitLab token"), ("xoxb-", 20, "a Slack token"), ("xoxp-", 20, "a Slack token"),
        ("sk_live_", 20, "a Stripe key"), ("rk_live_", 20, "a Stripe key"), ("AIza", 39, "a Google key"),
        ("-----BEGIN ", 12, "a private key or certificate"), ("npm_", 36, "an npm token"),
    ]

    private static func knownToken(_ value: String) -> String? {
        if let form = tokenForms.first(where: { value.hasPrefix($0.prefix) && value.utf8.count >= $0.length })
        {
            return form.issuer
        }
        let parts = value.split(separator: ".")
        let isJWT = parts.count == 3 && value.hasPrefix("eyJ") && parts[1].hasPrefix("eyJ")
        return isJWT ? "a signed token (JWT)" : nil
    }

    /// `scheme://user:password@host`.
    private static func hasCredentials(_ value: String) -> Bool {
        guard let scheme = value.firstRange(of: "://") else { return false }
        let authority = value[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        guard let at = authority.lastIndex(of: "@") else { return false }
        let user = authority[..<at]
        guard let colon = user.firstIndex(of: ":") else { return false }
        return user.index(after: colon) < user.endIndex
    }

    private static func isAddressOrPath(_ value: String) -> Bool {
        value.contains("://") || value.hasPrefix("/") || value.hasPrefix("./")
    }

    /// Long, of mixed signs without word boundaries, and with more than 4 bits of information per character.
    private static func isRandom(_ value: String) -> Bool {
        let bytes = Array(value.utf8)
        guard bytes.count >= 20, bytes.allSatisfy(isKeyByte) else { return false }
        let digits = bytes.count { (0x30...0x39).contains($0) }
        let upper = bytes.count { (0x41...0x5A).contains($0) }
        let lower = bytes.count { (0x61...0x7A).contains($0) }
        let isHex = bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
        if isHex { return bytes.count >= 32 && digits > 4 && bytes.count - digits > 4 && entropy(bytes) > 3 }
        guard digits > 1, upper > 1, lower > 1 else { return false }
        return entropy(bytes) > 4
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Shannon's entropy in bits per byte.
    private static func entropy(_ bytes: [UInt8]) -> Double {
        var counts: [UInt8: Int] = [:]
        for byte in bytes { counts[byte, default: 0] += 1 }
        return counts.values.reduce(0) { sum, count in
            let share = Double(count) / Double(bytes.count)
            return sum - share * BinaryLogarithm.of(share)
        }
    }
}

/// The logarithm to the base 2, without a mathematics library.
private enum BinaryLogarithm {
    /// For numbers above zero; exact to about eight digits, which is more than a guess needs.
    static func of(_ number: Double) -> Double {
        var result = Double(number.exponent)
        var rest = number.significand
        var bit = 0.5
        for _ in 0..<28 {
            rest *= rest
            if rest >= 2 {
                rest /= 2
                result += bit
            }
            bit /= 2
        }
        return result
    }
}
