// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient

/// The forms in which what a Secret holds may turn up in a text.
enum SecretForms {
    /// In addresses and JSON stands no more of a value than this, in bytes.
    private static let longestWritten = 4096

    /// Every value of a Secret: as it is, line by line, what lines assign, and as base64, JSON, addresses, pages and shells
    /// write it.
    static func of(_ secret: KubernetesObject) -> Set<String> {
        var forms: Set<String> = []
        for member in secret["stringData"]?.object?.members ?? [] {
            if let text = member.value.string { add(text, to: &forms) }
        }
        for member in secret["data"]?.object?.members ?? [] {
            guard let encoded = member.value.string else { continue }
            addEncoded(encoded, to: &forms)
            if let bytes = Base64.decode(encoded) { add(String(decoding: bytes, as: UTF8.self), to: &forms) }
        }
        return forms
    }

    private static func add(_ text: String, to forms: inout Set<String>) {
        // A file ends with a line break, and what a program says of it does not.
        let value = trimmed(text[...])
        guard !value.isEmpty else { return }
        forms.insert(String(value))
        addEncoded(Base64.encode(Array(value.utf8)), to: &forms)
        let lines = value.textLines.map { trimmed($0) }
        for line in lines { addParts(of: line, isAlone: lines.count == 1, to: &forms) }
        guard value.utf8.count <= longestWritten else { return }
        forms.formUnion(WrittenForms.of(value))
    }

    /// Base64 as Kubernetes and as addresses write it; the padding says nothing.
    private static func addEncoded(_ encoded: String, to forms: inout Set<String>) {
        let bare = encoded.filter { $0 != "=" }
        forms.insert(bare)
        guard bare.utf8.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }) else {
            return
        }
        forms.insert(String(bare.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }))
    }

    /// What a line holds that a program takes out of it: the password of an address, and what is assigned.
    private static func addParts(of line: Substring, isAlone: Bool, to forms: inout Set<String>) {
        var text = String(line)
        let parts = text.withUTF8 { bytes in
            SecretPattern.ranges(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
        }
        forms.formUnion(parts)
        // A value with a sign in it is no assignment; a file of assignments has more of them.
        guard !isAlone else { return }
        // A line such as `server:` is the frame of a file, and stands in many others.
        if let last = line.last, ":{[".contains(last) { return }
        guard let sign = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            forms.insert(String(line))
            return
        }
        let value = trimmed(line[line.index(after: sign)...]).drop { $0 == "\"" || $0 == "'" }
        let last = value.lastIndex { !["\"", "'", ",", ";"].contains($0) }
        let assigned = last.map { value[...$0] } ?? ""
        // Base64 ends with `=`, and `user:password` is one line of a list.
        if assigned.isEmpty || assigned == "=" || !isAssignment(line, at: sign) {
            forms.insert(String(line))
        }
        // A plain word is more likely a setting than a secret, and would be taken out of every sentence.
        let isWord = assigned.utf8.dropFirst().allSatisfy(SecretPattern.isLower)
        if !isWord { forms.insert(String(assigned)) }
    }

    /// Whether a line assigns, and therefore holds nothing that is secret but the value: `a=b`, `a: b`, `"a":"b"`.
    private static func isAssignment(_ line: Substring, at sign: Substring.Index) -> Bool {
        let name = line[..<sign]
        let isQuoted = name.last == "\"" || name.last == "'"
        let next = line[line.index(after: sign)...].first
        return !name.isEmpty && name.utf8.allSatisfy { isNamePart($0) }
            && (line[sign] == "=" || isQuoted || next?.isWhitespace == true)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        SecretPattern.isNamePart(byte) || SecretPattern.isSpace(byte) || SecretPattern.isQuote(byte)
            || byte == UInt8(ascii: "/")
    }

    private static func trimmed(_ text: Substring) -> Substring {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return text[first...last]
    }
}
