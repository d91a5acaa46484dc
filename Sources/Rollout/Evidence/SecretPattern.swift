// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Finds what looks like a secret in a text, by the names and signs around it; byte by byte, because every text that is
/// written down comes through here and most have nothing of the kind.
///
/// Known are passwords in addresses, `password=x`, `password: x`, `"password":"x"`, `--token x`, the headers `Authorization`
/// and `Cookie`, bearer tokens, JSON web tokens, keys of AWS, and private keys in PEM.
struct SecretPattern {
    /// Which values of fields hold names, though those of the fields sound like secrets.
    static let structural: Set<String> = [
        "key", "secret", "token", "topologyKey", "secretName", "matchLabelKeys", "mismatchLabelKeys",
    ]
    /// The same that stand before a value in YAML, in lower case.
    private static let structuralNames: [StaticString] = [
        "topologykey", "secretname", "matchlabelkeys", "mismatchlabelkeys", "key", "keys",
    ]

    let text: UnsafeBufferPointer<UInt8>
    /// Whether the text is the value of a field: an image, a command or an address, where a colon names nothing.
    private let isField: Bool
    var found: [Range<Int>] = []
    /// Where the block of the last private key ends.
    private var keyEnd = -1
    /// The end of a line that names a key of AWS: the secret that goes with it may follow.
    private var accountEnd = -1
    /// How far a search came that found no token: what begins before ends there too, so that no text is read twice.
    private var tokenEnd = -1
    /// The same of the names of options.
    private var optionEnd = -1

    /// What has to be hidden of a text, in its order.
    static func ranges(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        ranges(in: text, isField: false)
    }

    /// What has to be hidden of the value of a field: everything that a colon does not announce, and passwords of addresses.
    static func ranges(inField text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        ranges(in: text, isField: true)
    }

    private static func ranges(in text: UnsafeBufferPointer<UInt8>, isField: Bool) -> [Range<Int>] {
        var scan = SecretPattern(text: text, isField: isField)
        scan.run()
        return scan.found
    }

    /// The passwords of all addresses in a text.
    static func passwords(in text: String) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            let scan = SecretPattern(text: bytes)
            return bytes.indices.compactMap { index in
                guard bytes[index] == UInt8(ascii: ":"), let range = scan.password(ofAddressAt: index) else {
                    return nil
                }
                return String(decoding: bytes[range], as: UTF8.self)
            }
        }
    }

    private init(text: UnsafeBufferPointer<UInt8>, isField: Bool = false) {
        self.text = text
        self.isField = isField
    }

    private mutating func run() {
        var index = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "="): add(assigned(at: index))
            case UInt8(ascii: ":"): add(password(ofAddressAt: index) ?? (isField ? nil : labelled(at: index)))
            case UInt8(ascii: "-"): takeHyphens(at: index)
            case UInt8(ascii: "e"): add(webToken(at: index))
            case UInt8(ascii: "A"): takeAccount(at: index)
            case UInt8(ascii: "B"), UInt8(ascii: "b"): add(bearer(at: index))
            default: break
            }
            if index < accountEnd { add(accountSecret(at: index)) }
            index = max(index + 1, found.last?.upperBound ?? 0)
        }
    }

    private mutating func add(_ range: Range<Int>?) {
        guard let range, !range.isEmpty else { return }
        if let last = found.last, last.upperBound > range.lowerBound { return }
        found.append(range)
    }

    // MARK: Addresses and assignments

    /// `pw` in `scheme://user:pw@host`.
    private func password(ofAddressAt colon: Int) -> Range<Int>? {
        guard byte(colon + 1) == UInt8(ascii: "/"), byte(colon + 2) == UInt8(ascii: "/") else { return nil }
        let start = colon + 3
        let end = end(from: start) { Self.endsAuthority.contains($0) }
        guard let at = text[start..<end].lastIndex(of: UInt8(ascii: "@")),
            let colon = text[start..<at].firstIndex(of: UInt8(ascii: ":")), colon + 1 < at
        else { return nil }
        return colon + 1..<at
    }

    private static let endsAuthority = Set("/?# \t\r\n\"'<>".utf8)

    /// `pw` in `password=pw`, `password = pw` and `?token=pw`.
    private func assigned(at sign: Int) -> Range<Int>? {
        guard byte(sign + 1) != UInt8(ascii: "="), byte(sign - 1) != UInt8(ascii: "=") else { return nil }
        var end = sign
        while Self.isSpace(byte(end - 1)) { end -= 1 }
        var start = sign + 1
        if byte(start) == UInt8(ascii: ">") { start += 1 }
        if end < sign { while Self.isSpace(byte(start)) { start += 1 } }
        if Self.isQuote(byte(end - 1)) || byte(end - 1) == UInt8(ascii: "]") { end -= 1 }
        let name = name(before: end)
        if TellingName.isOne(of: ["authorization"], name) { return authorization(at: start) }
        guard TellingName.isTelling(name) else { return nil }
        return quoted(at: start) ?? word(at: start, isLoose: true)
    }

    /// `pw` in `password: pw` and `"password":"pw"`.
    private func labelled(at colon: Int) -> Range<Int>? {
        var end = colon
        let isQuoted = Self.isQuote(byte(end - 1))
        if isQuoted { end -= 1 }
        if isQuoted, byte(end - 1) == Self.backslash { end -= 1 }
        // What a server says of `secretKeyRef.name` is about a name.
        let name = lastPart(of: name(before: end))
        guard !name.isEmpty else { return nil }
        var start = colon + 1
        while Self.isSpace(byte(start)) { start += 1 }
        // `auth:v2` is an image, `token:8080` a host with its port.
        let isGlued =
            start == colon + 1 && !isQuoted && !Self.opensValue(byte(start))
        if TellingName.isOne(of: ["authorization", "proxy-authorization"], name) {
            return isGlued && !isScheme(at: start) ? nil : authorization(at: start)
        }
        if isGlued { return nil }
        if TellingName.isOne(of: ["cookie", "set-cookie"], name) {
            return quoted(at: start) ?? line(at: start)
        }
        guard TellingName.isTelling(name), !TellingName.isOne(of: Self.structuralNames, name) else {
            return nil
        }
        if let value = quoted(at: start) { return value }
        // What begins something is looked at in its own turn.
        guard !Self.opensBlock(byte(start)), let value = word(at: start, isLoose: false),
            !TellingName.isOne(of: ["null", "true", "false", "nil"], slice(value))
        else { return nil }
        // `token: permission denied` is a sentence.
        return !isQuoted && isProse(value) ? nil : value
    }

    /// Whether a word and what follows it read like a sentence.
    private func isProse(_ value: Range<Int>) -> Bool {
        let next = byte(value.upperBound + 1)
        return text[value].allSatisfy { Self.isLower($0 | 0x20) } && Self.isSpace(byte(value.upperBound))
            && (Self.isLower(next) || next == UInt8(ascii: "/"))
    }

    /// Whether the name of a scheme stands at a place, with something behind it.
    private func isScheme(at start: Int) -> Bool {
        let end = end(from: start) { !Self.isWordPart($0) }
        return Self.isSpace(byte(end)) && TellingName.isOne(of: Self.schemes, slice(start..<end))
    }

    /// Whether what follows `authorization:` is a sentence, as in what registries answer: `server message: …`.
    private func isRefusal(at start: Int) -> Bool {
        let first = start..<end(from: start) { !Self.isWordPart($0) }
        guard !isScheme(at: start), isProse(first) else { return false }
        let second = end(from: first.upperBound + 1) { !Self.isLower($0) }
        return Self.isBlank(byte(second)) || Self.endsWord.contains(byte(second))
    }

    /// Schemes of credentials, in lower case.
    private static let schemes: [StaticString] = [
        "bearer", "basic", "token", "digest", "negotiate", "ntlm", "apikey", "hawk", "dpop", "oauth",
    ]
    private static let endsWord = Set(":,.;\0".utf8)

    // MARK: Options and headers

    /// `x` in `--token x` and `"--token", "x"`; and the blocks of private keys.
    private mutating func takeHyphens(at index: Int) {
        guard byte(index + 1) == UInt8(ascii: "-"), byte(index - 1) != UInt8(ascii: "-") else { return }
        if takeKey(at: index) { return }
        guard index >= optionEnd, !Self.isWordPart(byte(index - 1)) else { return }
        let end = end(from: index + 2) { !Self.isNamePart($0) }
        optionEnd = end
        guard end > index + 2, TellingName.isTelling(slice(index + 2..<end)) else { return }
        var start = end
        if Self.isQuote(byte(start)) { start += 1 }
        if byte(start) == UInt8(ascii: ",") { start += 1 }
        while Self.isSpace(byte(start)) { start += 1 }
        guard start > end, byte(start) != UInt8(ascii: "-") else { return }
        add(quoted(at: start) ?? word(at: start, isLoose: true))
    }

    /// What follows `Authorization:`, without the scheme.
    private func authorization(at start: Int) -> Range<Int>? {
        var start = start
        if byte(start) == UInt8(ascii: "[") { start += 1 }
        guard !isRefusal(at: start), let whole = quoted(at: start) ?? line(at: start) else { return nil }
        let scheme = end(from: whole.lowerBound) { !Self.isWordPart($0) }
        guard scheme < whole.upperBound, Self.isSpace(byte(scheme)) else {
            return whole.lowerBound..<end(of: whole)
        }
        let credentials = min(end(from: scheme) { !Self.isSpace($0) }, whole.upperBound)..<whole.upperBound
        let isOneWord = TellingName.isOne(
            of: ["bearer", "basic", "token"],
            slice(whole.lowerBound..<scheme)
        )
        return isOneWord ? credentials.lowerBound..<end(of: credentials) : credentials
    }

    /// The end of the first word of a range.
    private func end(of range: Range<Int>) -> Int {
        min(range.upperBound, end(from: range.lowerBound) { Self.isBlank($0) || $0 == UInt8(ascii: "]") })
    }

    /// The token in `Bearer x`, where it is long enough to be one.
    private func bearer(at index: Int) -> Range<Int>? {
        let start = index + 7
        guard !Self.isWordPart(byte(index - 1)), start < text.count, Self.isSpace(byte(start - 1)),
            TellingName.isOne(of: ["bearer"], slice(index..<start - 1))
        else { return nil }
        let end = end(from: start) { !Self.isWordPart($0) && !Self.isTokenSign($0) }
        return end - start >= 16 ? start..<end : nil
    }

    // MARK: What is known by its form

    /// A JSON web token: `eyJ` is how `{"` begins in base64.
    private mutating func webToken(at index: Int) -> Range<Int>? {
        guard index >= tokenEnd, byte(index + 1) == UInt8(ascii: "y"), byte(index + 2) == UInt8(ascii: "J"),
            !Self.isWordPart(byte(index - 1))
        else { return nil }
        let header = end(from: index) { !Self.isTokenPart($0) }
        tokenEnd = header
        guard header - index >= 10, byte(header) == UInt8(ascii: ".") else { return nil }
        let claims = end(from: header + 1) { !Self.isTokenPart($0) }
        guard claims - header > 10 else { return nil }
        guard byte(claims) == UInt8(ascii: ".") else { return index..<claims }
        return index..<end(from: claims + 1) { !Self.isTokenPart($0) }
    }

    /// The name of a key of AWS, such as `AKIA` and 16 more.
    private mutating func takeAccount(at index: Int) {
        guard [UInt8(ascii: "K"), UInt8(ascii: "S")].contains(byte(index + 1)),
            byte(index + 2) == UInt8(ascii: "I"), byte(index + 3) == UInt8(ascii: "A"),
            !Self.isWordPart(byte(index - 1))
        else { return }
        let end = end(from: index) { !Self.isWordPart($0) }
        guard end - index == 20, text[index..<end].allSatisfy({ !Self.isLower($0) && $0 != Self.underscore })
        else { return }
        add(index..<end)
        // The line of the one before may be the same.
        if accountEnd < end { accountEnd = self.end(from: end) { $0 == Self.newline } }
    }

    /// 40 characters of base64 on their own: the secret of a key of AWS.
    private func accountSecret(at index: Int) -> Range<Int>? {
        func isPart(_ byte: UInt8) -> Bool {
            Self.isWordPart(byte) && byte != Self.underscore
                || [UInt8(ascii: "/"), UInt8(ascii: "+")].contains(byte)
        }
        guard isPart(text[index]), !isPart(byte(index - 1)) else { return nil }
        let end = end(from: index) { !isPart($0) }
        return end - index == 40 ? index..<end : nil
    }

    /// Hides the lines of a private key in PEM, what is cut off included; returns whether one begins or ends here.
    private mutating func takeKey(at index: Int) -> Bool {
        let isBegin = starts("-----BEGIN ", at: index)
        guard isBegin || starts("-----END ", at: index) else { return false }
        let label = end(from: index + 9) { $0 == UInt8(ascii: "-") || $0 == Self.newline }
        guard starts("PRIVATE KEY", at: label - 11), starts("-----", at: label) else { return false }
        if isBegin {
            let start = label + 5
            keyEnd = text[start...].indices.first { starts("-----END ", at: $0) } ?? text.count
            add(start..<keyEnd)
        } else if index != keyEnd, index > 0 {
            found = [0..<index]
        }
        return true
    }

    // MARK: Parts of a text

    /// The text between quotes that begin at a place; to the end where they do not end.
    private func quoted(at start: Int) -> Range<Int>? {
        let isEscaped = byte(start) == Self.backslash && Self.isQuote(byte(start + 1))
        let open = isEscaped ? start + 1 : start
        guard Self.isQuote(byte(open)) else { return nil }
        let quote = text[open]
        var index = open + 1
        while index < text.count, text[index] != Self.newline || isEscaped {
            if text[index] == quote { break }
            guard text[index] == Self.backslash else {
                index += 1
                continue
            }
            if isEscaped, byte(index + 1) == quote { break }
            index += 2
        }
        return open + 1..<min(index, text.count)
    }

    /// The word at a place; `isLoose` where only a blank ends it, or a quote that closes what it stands in.
    private func word(at start: Int, isLoose: Bool) -> Range<Int>? {
        var index = start
        while index < text.count, !Self.isBlank(text[index]) {
            if Self.isQuote(text[index]), Self.follows(byte(index + 1)) { break }
            if !isLoose, [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")].contains(text[index]),
                Self.follows(byte(index + 1))
            {
                break
            }
            index += 1
        }
        return index > start ? start..<index : nil
    }

    /// The rest of a line.
    private func line(at start: Int) -> Range<Int>? {
        let end = end(from: start) { $0 == Self.newline }
        return end > start ? start..<end : nil
    }

    /// The name that ends before a place.
    private func name(before end: Int) -> UnsafeBufferPointer<UInt8> {
        var start = end
        while Self.isNamePart(byte(start - 1)) { start -= 1 }
        return slice(start..<end)
    }

    /// What stands behind the last dot of a name.
    private func lastPart(of name: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return name }
        return UnsafeBufferPointer(rebasing: name[(dot + 1)...])
    }

    private func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: text[range])
    }

    /// The byte at a place; 0 before the text and behind it.
    private func byte(_ index: Int) -> UInt8 {
        text.indices.contains(index) ? text[index] : 0
    }

    private func end(from start: Int, where isEnd: (UInt8) -> Bool) -> Int {
        var index = start
        while index < text.count, !isEnd(text[index]) { index += 1 }
        return min(index, text.count)
    }

    private func starts(_ word: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + word.utf8CodeUnitCount <= text.count else { return false }
        return word.withUTF8Buffer { word in word.indices.allSatisfy { text[index + $0] == word[$0] } }
    }
}
