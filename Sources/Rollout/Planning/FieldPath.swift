// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// A field as the API server names it: `.spec.template.spec.containers[name="web"].image`.
struct FieldPath: Sendable, Hashable {
    /// One step from a value to a part of it.
    enum Step: Sendable, Hashable {
        case member(String)
        /// The element whose members have these values, as their JSON literals.
        case element([String: String])
        case index(Int)
    }

    var steps: [Step]

    /// Reads the server's spelling; `nil` if it is none.
    init?(_ text: String) {
        var rest = text[...]
        steps = []
        while let first = rest.first {
            rest = rest.dropFirst()
            if first == "." {
                let name = holdsAnyKey ? rest : rest.prefix { $0 != "." && $0 != "[" }
                rest = rest.dropFirst(name.count)
                steps.append(.member(String(name)))
            } else if first == "[", let step = Self.bracket(&rest) {
                steps.append(step)
            } else {
                return nil
            }
        }
    }

    /// Whether the next member may have any name, such as `msctl.dev/owner`, which the server writes as it is.
    private var holdsAnyKey: Bool {
        guard case .member(let name)? = steps.last else { return false }
        guard steps.count > 1 else { return ["data", "binaryData", "stringData"].contains(name) }
        return Self.freeMaps.contains(name)
    }

    /// Members whose own members have keys that users choose, and values without further members.
    private static let freeMaps: Set<String> = [
        "annotations", "hard", "labels", "limits", "matchLabels", "nodeSelector", "requests",
    ]

    /// Reads the spelling of validation errors, which lacks the first dot: `spec.template.spec.containers[0].image`.
    init?(server text: String) {
        self.init(text.hasPrefix(".") || text.hasPrefix("[") ? text : "." + text)
    }

    /// The field as a JSON pointer, as far as it does not name elements by their content.
    var pointer: String {
        var tokens: [String] = []
        for step in steps {
            switch step {
            case .member(let name): tokens.append(name)
            case .index(let index): tokens.append(String(index))
            case .element: return JSONPointer(tokens).description
            }
        }
        return JSONPointer(tokens).description
    }

    /// The value there; `nil` where there is none.
    func value(in root: JSONValue) -> JSONValue? {
        steps.reduce(root) { value, step in value.flatMap { Self.follow(step, in: $0) } }
    }

    /// The tree without that field.
    func removing(from root: JSONValue) -> JSONValue {
        Self.remove(steps[...], from: root)
    }

    private static func follow(_ step: Step, in value: JSONValue) -> JSONValue? {
        switch step {
        case .member(let name): return value[name]
        case .index(let index):
            guard let elements = value.array, elements.indices.contains(index) else { return nil }
            return elements[index]
        case .element(let keys): return value.array?.first { matches($0, keys) }
        }
    }

    private static func matches(_ element: JSONValue, _ keys: [String: String]) -> Bool {
        keys.allSatisfy { key, literal in
            switch element[key] {
            case .string(let text)?: "\"\(text)\"" == literal
            case .integer(let number)?: String(number) == literal
            default: false
            }
        }
    }

    private static func remove(_ steps: ArraySlice<Step>, from value: JSONValue) -> JSONValue {
        guard let step = steps.first else { return value }
        let isLast = steps.count == 1
        switch (step, value) {
        case (.member(let name), .object(var members)):
            guard let member = members[name] else { return value }
            // Spelled out, because a bare `nil` would be the JSON null here.
            members[name] = isLast ? JSONValue?.none : remove(steps.dropFirst(), from: member)
            return .object(members)
        case (.element(let keys), .array(let elements)):
            if isLast { return .array(elements.filter { !matches($0, keys) }) }
            return .array(elements.map { matches($0, keys) ? remove(steps.dropFirst(), from: $0) : $0 })
        default: return value
        }
    }

    /// `name="web"`, `containerPort=80,protocol="TCP"` or `3`, up to and with the closing bracket.
    private static func bracket(_ rest: inout Substring) -> Step? {
        var isQuoted = false
        var content = ""
        while let character = rest.first {
            rest = rest.dropFirst()
            if character == "\"" { isQuoted.toggle() }
            if character == "]", !isQuoted {
                if let index = Int(content) { return .index(index) }
                return element(content)
            }
            content.append(character)
        }
        return nil
    }

    private static func element(_ content: String) -> Step? {
        var keys: [String: String] = [:]
        for pair in content.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            keys[String(parts[0])] = String(parts[1])
        }
        return keys.isEmpty ? nil : .element(keys)
    }
}
