// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Recognises files that are not text that YAML allows, before libyaml sees them.
enum YAMLTextCheck {
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Why a file cannot be read at all; `nil` for text.
    static func refusal(of file: SourceFile, limits: YAMLLimits) -> Diagnostic? {
        let bytes = file.bytes
        if bytes.count > limits.size {
            return .yamlSyntax(
                "the file is larger than \(limits.size / 1_000_000) MB",
                at: SourceSpan(file: file, range: 0..<0),
                help: "split it, or leave it out of the paths to read"
            )
        }
        if isUTF16(bytes) {
            return .yamlSyntax(
                "this file is UTF-16 text",
                at: SourceSpan(file: file, range: 0..<2),
                label: "msctl reads UTF-8",
                help: "save the file as UTF-8"
            )
        }
        if let nul = bytes.firstIndex(of: 0) {
            return .yamlSyntax(
                "this is not a text file",
                at: SourceSpan(file: file, range: nul..<nul + 1),
                label: "a NUL byte"
            )
        }
        if let invalid = UTF8Validation.firstInvalidRange(in: bytes) {
            return .yamlSyntax(
                "the text is not valid UTF-8",
                at: SourceSpan(file: file, range: invalid),
                label: "bytes " + bytes[invalid].map { "0x" + hexadecimal($0) }.joined(separator: " "),
                help: "save the file as UTF-8"
            )
        }
        return controlCharacter(in: bytes).map { range, code in
            .yamlSyntax(
                "a control character stands in the text",
                at: SourceSpan(file: file, range: range),
                label: "U+" + (code < 0x1000 ? "00" : "")
                    + String(code, radix: 16, uppercase: true).paddedCode,
                help: "remove it, or write it as an escape in double quotes"
            )
        }
    }

    /// A byte order mark of UTF-16, or a letter and a NUL byte where a text begins.
    private static func isUTF16(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 2 else { return false }
        switch (bytes[0], bytes[1]) {
        case (0xFE, 0xFF), (0xFF, 0xFE): return true
        case (0, 0x09...0x7E), (0x09...0x7E, 0): return bytes.count.isMultiple(of: 2)
        default: return false
        }
    }

    /// The first character outside the printable set of YAML 1.2 §5.1, in text that is known to be UTF-8.
    private static func controlCharacter(in bytes: [UInt8]) -> (Range<Int>, Int)? {
        for index in bytes.indices {
            switch bytes[index] {
            case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x80...0xC1, 0xC3...0xEE, 0xF0...0xFF: continue
            case 0xC2:
                let second = bytes[index + 1]
                if second < 0xA0, second != 0x85 { return (index..<index + 2, Int(second)) }
            case 0xEF:
                if bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE {
                    return (index..<index + 3, 0xFFC0 + Int(bytes[index + 2] & 0x3F))
                }
            default: return (index..<index + 1, Int(bytes[index]))
            }
        }
        return nil
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}

extension String {
    fileprivate var paddedCode: String { utf8.count == 1 ? "0" + self : self }
}
