// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELRun {
    /// The result of a function of named formats.
    mutating func callOnFormat(
        _ function: CELFunction,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> CELValue {
        switch (function, arguments.first) {
        case (.formatNamed, .string(let name)?):
            return .optional(CELFormat(rawValue: name).map { .format($0) })
        case (.validate, .format(let format)?):
            guard case .string(let text)? = arguments.last else { throw .left("`validate`") }
            try charge(text.utf8.count)
            guard let isAccepted = format.accepts(text) else { throw .left("`\(format.rawValue)`") }
            return .optional(isAccepted ? nil : .list(.values([.string(Self.problem(format))])))
        case (_, nil):
            guard let format = CELFormat(rawValue: String(function.rawValue.dropFirst("format.".count)))
            else {
                throw .left("`\(function.rawValue)`")
            }
            return .format(format)
        default: throw .left("`\(function.rawValue)`")
        }
    }

    /// What is wrong with a text; a server says it at more length.
    private static func problem(_ format: CELFormat) -> String { "it is no \(format.rawValue)" }
}
