// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

@testable import Lint

/// What comes of an expression.
enum CELOutcome {
    /// The value of an expression in its own notation, or why it has none.
    static func of(_ text: String, steps: Int = 100_000) -> String {
        do throws(CELUnread) {
            let expression = try CELParser.parse(text)
            var run = CELRun(.null, steps: steps)
            do throws(CELFailure) {
                return try notation(try run.value(of: expression))
            } catch {
                switch error {
                case .error(let error): return "error: \(error.phrase)"
                case .left: return "left"
                case .exhausted: return "exhausted"
                }
            }
        } catch {
            return "unread"
        }
    }

    private static func notation(_ value: CELValue) throws(CELFailure) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return String(flag)
        case .int(let number): return String(number)
        case .double(let number): return String(number)
        case .string(let text): return "'\(text)'"
        case .bytes(let bytes): return "b'\(String(decoding: bytes, as: UTF8.self))'"
        case .duration(let length): return "\(length)ns"
        case .address(let address): return address.description
        case .network(let network): return network.description
        case .type(let type): return type.rawValue
        case .optional(let content): return content == nil ? "none" : "some"
        case .list(let list):
            var elements: [String] = []
            for index in 0..<list.count { elements.append(try notation(try list.element(index))) }
            return "[\(elements.joined(separator: ", "))]"
        case .map, .record: return "map"
        case .timestamp, .quantity, .url, .format: return value.type.rawValue
        }
    }
}
