// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELRun {
    /// The result of a function.
    mutating func call(
        _ function: CELFunction,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> CELValue {
        switch function.signature.library {
        case .conversions: try converted(function, arguments)
        case .texts: try callOnText(function, arguments)
        case .patterns: try search(function, arguments)
        case .lists: try callOnList(function, arguments)
        case .times: try callOnTime(function, arguments)
        case .optionals: try callOnOptional(function, arguments)
        case .quantities: try callOnQuantity(function, arguments)
        case .addresses: try callOnAddress(function, arguments)
        case .urls: try callOnURL(function, arguments)
        case .formats: try callOnFormat(function, arguments)
        }
    }

    private mutating func converted(
        _ function: CELFunction,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> CELValue {
        guard let first = arguments.first else { throw .left("`\(function.rawValue)`") }
        switch (function, first) {
        case (.dyn, _): return first
        case (.type, _): return .type(first.type)
        case (.size, .list(let list)): return .int(Int64(list.count))
        case (.size, .map(let map)): return .int(Int64(map.count))
        case (.size, .string(let text)):
            try charge(text.utf8.count / 8)
            return .int(Int64(text.unicodeScalars.count))
        case (.int, _): return .int(try Self.int(first))
        case (.double, _): return .double(try Self.double(first))
        case (.bool, _): return .bool(try Self.bool(first))
        case (.size, .bytes(let bytes)): return .int(Int64(bytes.count))
        case (.bytes, .bytes): return first
        case (.bytes, .string(let text)):
            try charge(text.utf8.count / 8)
            return .bytes(Array(text.utf8))
        case (.string, .bytes(let bytes)):
            try charge(bytes.count / 8)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw .error(.conversion(.string))
            }
            return .string(text)
        case (.string, .string): return first
        case (.string, .int(let number)): return .string(String(number))
        case (.string, .bool(let flag)): return .string(String(flag))
        case (.string, .address(let address)): return .string(address.description)
        case (.string, .network(let network)): return .string(network.description)
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
        case .timestamp(let time): return time.seconds
        case .duration(let length): return length
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
}
