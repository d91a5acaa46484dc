// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELRun {
    /// The result of a function; those of texts are elsewhere.
    mutating func call(
        _ function: CELFunction,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> CELValue {
        guard let first = arguments.first else { throw .left("`\(function.rawValue)`") }
        switch (function, first) {
        case (.dyn, _): return first
        case (.type, _): return .type(first.type)
        case (.size, .list(let list)): return .int(Int64(list.count))
        case (.size, .map(let map)): return .int(Int64(map.count))
        case (.int, _): return .int(try Self.int(first))
        case (.double, _): return .double(try Self.double(first))
        case (.bool, _): return .bool(try Self.bool(first))
        case (.string, .string), (.duration, .duration): return first
        case (.string, .int(let number)): return .string(String(number))
        case (.string, .bool(let flag)): return .string(String(flag))
        case (.duration, .string(let text)):
            guard let length = GoDuration.nanoseconds(text) else { throw .error(.conversion(.duration)) }
            return .duration(length)
        case (.isSorted, .list(let list)): return .bool(try isSorted(list))
        case (.sum, .list(let list)): return try sum(of: list)
        case (.min, .list(let list)): return try outermost(of: list, -1)
        case (.max, .list(let list)): return try outermost(of: list, 1)
        case (.join, .list(let list)): return try joined(list, arguments.dropFirst().first)
        case (.indexOf, .list(let list)), (.lastIndexOf, .list(let list)):
            let elements = try elements(of: list)
            var found: Int64 = -1
            for (index, element) in elements.enumerated() where try equal(element, arguments[1]) {
                found = Int64(index)
                if function == .indexOf { break }
            }
            return .int(found)
        case (_, .string(let text)): return try callOnText(function, text, Array(arguments.dropFirst()))
        default: throw .left("`\(function.rawValue)`")
        }
    }

    private static func int(_ value: CELValue) throws(CELFailure) -> Int64 {
        switch value {
        case .int(let number): return number
        case .double(let number):
            guard number > -0x1p63, number < 0x1p63 else { throw .error(.overflow) }
            return Int64(number)
        case .string(let text):
            guard let number = Int64(text) else { throw .error(.conversion(.int)) }
            return number
        default: throw .left("`int`")
        }
    }

    private static func double(_ value: CELValue) throws(CELFailure) -> Double {
        switch value {
        case .int(let number): return Double(number)
        case .double(let number): return number
        case .string(let text):
            // Go reads more than decimal numbers.
            let isPlain = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
            guard isPlain else { throw .left("`double`") }
            guard let number = Double(text), number.isFinite else { throw .error(.conversion(.double)) }
            return number
        default: throw .left("`double`")
        }
    }

    private static func bool(_ value: CELValue) throws(CELFailure) -> Bool {
        switch value {
        case .bool(let flag): return flag
        case .string("1"), .string("t"), .string("T"), .string("true"), .string("TRUE"), .string("True"):
            return true
        case .string("0"), .string("f"), .string("F"), .string("false"), .string("FALSE"), .string("False"):
            return false
        case .string: throw .error(.conversion(.bool))
        default: throw .left("`bool`")
        }
    }

    private mutating func isSorted(_ list: CELList) throws(CELFailure) -> Bool {
        var last: CELValue?
        for element in try elements(of: list) {
            if let last, try compare(last, element) ?? 0 > 0 { return false }
            last = element
        }
        return true
    }

    private mutating func sum(of list: CELList) throws(CELFailure) -> CELValue {
        let elements = try elements(of: list)
        guard var sum = elements.first else {
            // What nothing adds up to depends on the type of the elements.
            throw .left("`sum`")
        }
        if case .string = sum { throw .left("`sum`") }
        for element in elements.dropFirst() { sum = try result(of: .plus, sum, element) }
        return sum
    }

    private mutating func outermost(of list: CELList, _ direction: Int) throws(CELFailure) -> CELValue {
        let elements = try elements(of: list)
        guard var best = elements.first else { throw .error(.emptyList) }
        for element in elements.dropFirst() where try (compare(element, best) ?? 0) * direction > 0 {
            best = element
        }
        return best
    }

    private mutating func joined(_ list: CELList, _ separator: CELValue?) throws(CELFailure) -> CELValue {
        var between = ""
        if let separator {
            guard case .string(let text) = separator else { throw .left("`join`") }
            between = text
        }
        var texts: [String] = []
        for element in try elements(of: list) {
            guard case .string(let text) = element else { throw .left("`join`") }
            try charge((text.utf8.count + between.utf8.count) / 8)
            texts.append(text)
        }
        return .string(texts.joined(separator: between))
    }
}
