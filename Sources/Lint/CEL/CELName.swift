// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Names of fields as Kubernetes writes them in expressions: `__namespace__`, `foo__dash__bar`.
enum CELName {
    /// The field that a name of an expression means; `nil` when it means none.
    static func field(_ name: String) -> String? {
        guard name.utf8.count > 4, name.contains("__") else { return name }
        var result = ""
        var rest = name[...]
        while let start = rest.firstRange(of: "__") {
            let word = rest[start.upperBound...].prefix { $0 != "_" }
            let behind = rest[word.endIndex...]
            guard !word.isEmpty, behind.hasPrefix("__") else {
                // One sign on: the end of these may be the beginning of an escape.
                let next = rest.index(after: start.lowerBound)
                result += rest[..<next]
                rest = rest[next...]
                continue
            }
            let isReserved = reserved.contains(String(word)) && name.utf8.count == word.utf8.count + 4
            guard let meaning = escapes[String(word)] ?? (isReserved ? String(word) : nil) else { return nil }
            result += rest[..<start.lowerBound] + meaning
            rest = behind.dropFirst(2)
        }
        return result + rest
    }

    private static let escapes = ["underscores": "__", "dot": ".", "dash": "-", "slash": "/"]

    private static let reserved: Set<String> = [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if",
        "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ]
}
