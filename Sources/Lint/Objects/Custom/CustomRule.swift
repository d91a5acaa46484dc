// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// A rule of a definition (`x-kubernetes-validations`).
struct CustomRule: Sendable {
    /// How much of a rule is known here.
    enum Reading: Sendable {
        case read(CELExpression)
        /// It compares with the object before, and says nothing about a new one.
        case transition
        /// What in it is not read here.
        case left(String)
    }

    let reading: Reading
    /// The expression on one line.
    let text: String
    let span: SourceSpan
    /// What the author of the definition says about it.
    let message: String?
    let messageExpression: CELExpression?
    /// Which field below the value it is about.
    let fieldPath: [String]

    /// The rules of a schema; those without an expression say nothing.
    static func rules(of schema: YAMLNode) -> [CustomRule] {
        (schema["x-kubernetes-validations"]?.elements ?? []).compactMap { node in
            guard let written = node.at("rule"), let rule = written.text else { return nil }
            let text = rule.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !text.isEmpty else { return nil }
            return CustomRule(
                reading: reading(of: rule, isOptional: node["optionalOldSelf"]?.flag == true),
                text: text,
                span: written.span.firstLine,
                message: node.at("message")?.text.flatMap { lines(of: $0).first },
                messageExpression: node.at("messageExpression")?.text.flatMap { try? CELParser.parse($0) },
                fieldPath: node.at("fieldPath")?.text.map(names) ?? []
            )
        }
    }

    /// The line of a text that has one; a server takes no message of several from an expression.
    static func onlyLine(_ text: String) -> String? {
        let lines = lines(of: text)
        return lines.count == 1 ? lines[0] : nil
    }

    /// The lines that are not empty, without the space around them.
    private static func lines(of text: String) -> [String] {
        text.split(whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { !$0.isEmpty }
    }

    private static func reading(of rule: String, isOptional: Bool) -> Reading {
        do throws(CELUnread) {
            return .read(try CELParser.parse(rule, knowsOldSelf: isOptional))
        } catch {
            return !isOptional && readsOldSelf(rule) ? .transition : .left(error.reason)
        }
    }

    /// Whether a rule reads the object before, and not a member that is called so.
    private static func readsOldSelf(_ rule: String) -> Bool {
        guard let tokens = try? CELLexer.tokens(of: rule) else { return false }
        return tokens.indices.contains { index in
            tokens[index] == .name("oldSelf") && (index == 0 || tokens[index - 1] != .sign("."))
        }
    }

    /// The names of a path such as `.spec.size` or `.labels['app.kubernetes.io/name']`.
    private static func names(of path: String) -> [String] {
        var names: [String] = []
        var rest = path[...]
        while let sign = rest.first {
            let isQuoted = sign == "[" && rest.dropFirst().first == "'"
            if isQuoted {
                let name = rest.dropFirst(2).prefix { $0 != "'" }
                names.append(String(name))
                rest = rest[name.endIndex...].dropFirst(2)
            } else if sign == "." {
                let name = rest.dropFirst().prefix { $0 != "." && $0 != "[" }
                names.append(String(name))
                rest = rest[name.endIndex...]
            } else {
                return []
            }
        }
        return names
    }
}
