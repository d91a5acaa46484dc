// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension FieldTable {
    /// Reads the compact form; a line that does not have it is skipped.
    ///
    /// A line `kind apps/v1 Deployment apps.v1.Deployment` names the type of a kind. Any other line is a type: its
    /// name (`~` after it: atomic) and its fields as `name:type`, where a type is a letter (`s` string, `y` base64,
    /// `i` and `l` integers of 32 and 64 bits, `b` boolean, `q` quantity, `x` integer or string, `t` time, `m` time
    /// with microseconds, `?` anything), `>name`, `[type]` or `{type}`. Then may follow, in this order: `#` a set,
    /// `@a,b` a list keyed by these, `~` atomic, `^strategy*key` for strategic merge, `=A|B` an enum, `/text` the
    /// default, `!` required.
    package init(parsing text: String) {
        var kinds: [GroupVersionKind: String] = [:]
        var shapes: [String: ObjectShape] = [:]
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            var words = line.split(separator: UInt8(ascii: " "))[...]
            guard let first = words.popFirst() else { continue }
            if words.count == 3, first.elementsEqual("kind".utf8) {
                let parts = words.map { String(Substring($0)) }
                kinds[GroupVersionKind(apiVersion: parts[0], kind: parts[1])] = parts[2]
                continue
            }
            let isAtomic = first.last == UInt8(ascii: "~")
            let name = String(Substring(isAtomic ? first.dropLast() : first))
            var fields: [String: ObjectShape.Field] = [:]
            fields.reserveCapacity(words.count)
            for word in words {
                guard let colon = word.firstIndex(of: UInt8(ascii: ":")) else { continue }
                var parser = FieldParser(rest: word[word.index(after: colon)...])
                fields[String(Substring(word[..<colon]))] = parser.field()
            }
            shapes[name] = ObjectShape(name: name, fields: fields, isAtomic: isAtomic)
        }
        self.init(kinds: kinds, shapes: shapes)
    }
}

/// Reads one field of the compact form.
private struct FieldParser {
    var rest: Substring.UTF8View

    /// Whether a byte belongs to a name rather than to what may follow it.
    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "+"):
            true
        default: false
        }
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: mark) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func name() -> String {
        let name = rest.prefix(while: Self.isName)
        rest = rest[name.endIndex...]
        return String(Substring(name))
    }

    private mutating func names(separatedBy separator: Character) -> [String] {
        name().split(separator: separator).map(String.init)
    }

    mutating func field() -> ObjectShape.Field {
        let isRequired = rest.last == UInt8(ascii: "!")
        if isRequired { rest = rest.dropLast() }
        var field = ObjectShape.Field(
            type: type(),
            isRequired: isRequired,
            defaultText: nil,
            patchStrategies: [],
            patchMergeKey: nil
        )
        if case .list(let element, _) = field.type {
            if take("#") { field.type = .list(of: element, .set) }
            if take("@") { field.type = .list(of: element, .map(keys: names(separatedBy: ","))) }
        }
        if take("~"), case .map(let value, _) = field.type { field.type = .map(of: value, isAtomic: true) }
        if take("^") {
            field.patchStrategies = names(separatedBy: "+")
            if take("*") { field.patchMergeKey = name() }
        }
        let parts = rest.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        if let values = parts.first, values.first == UInt8(ascii: "=") {
            let texts = Substring(values.dropFirst()).split(separator: "|", omittingEmptySubsequences: false)
            field.type = .enumeration(texts.map(String.init))
        }
        if parts.count == 2 { field.defaultText = String(Substring(parts[1])) }
        return field
    }

    private mutating func type() -> FieldType {
        guard let letter = rest.popFirst() else { return .any }
        switch letter {
        case UInt8(ascii: "s"): return .string
        case UInt8(ascii: "y"): return .bytes
        case UInt8(ascii: "i"): return .integer
        case UInt8(ascii: "l"): return .longInteger
        case UInt8(ascii: "b"): return .boolean
        case UInt8(ascii: "q"): return .quantity
        case UInt8(ascii: "x"): return .intOrString
        case UInt8(ascii: "t"): return .time
        case UInt8(ascii: "m"): return .microTime
        case UInt8(ascii: ">"): return .object(name())
        case UInt8(ascii: "["):
            let element = type()
            _ = take("]")
            return .list(of: element, .atomic)
        case UInt8(ascii: "{"):
            let value = type()
            _ = take("}")
            return .map(of: value, isAtomic: false)
        default: return .any
        }
    }
}
