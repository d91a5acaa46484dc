// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELRun {
    /// The result of a function of lists.
    mutating func callOnList(
        _ function: CELFunction,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> CELValue {
        guard case .list(let list)? = arguments.first else { throw .left("`\(function.rawValue)`") }
        switch function {
        case .isSorted: return .bool(try isSorted(list))
        case .sum: return try sum(of: list)
        case .min: return try outermost(of: list, -1)
        case .max: return try outermost(of: list, 1)
        case .join: return try joined(list, arguments.dropFirst().first)
        default: break
        }
        guard case .list(let other)? = arguments.last else { throw .left("`\(function.rawValue)`") }
        switch function {
        case .setsContains: return .bool(try isSubset(other, of: list))
        case .setsEquivalent:
            guard try isSubset(other, of: list) else { return .bool(false) }
            return .bool(try isSubset(list, of: other))
        case .setsIntersects:
            for element in try elements(of: list) where try contains(element, in: .list(other)) {
                return .bool(true)
            }
            return .bool(false)
        default: throw .left("`\(function.rawValue)`")
        }
    }

    /// Where an element stands in a list, or -1.
    mutating func position(
        of value: CELValue,
        in list: CELList,
        isLast: Bool
    ) throws(CELFailure) -> CELValue {
        var found: Int64 = -1
        for (index, element) in try elements(of: list).enumerated() where try equal(element, value) {
            found = Int64(index)
            if !isLast { break }
        }
        return .int(found)
    }

    private mutating func isSubset(_ part: CELList, of whole: CELList) throws(CELFailure) -> Bool {
        for element in try elements(of: part) {
            guard try contains(element, in: .list(whole)) else { return false }
        }
        return true
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
