// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension CELRun {
    /// The result of a function of quantities such as `1Gi`.
    func callOnQuantity(_ function: CELFunction, _ arguments: [CELValue]) throws(CELFailure) -> CELValue {
        switch (function, arguments.first, arguments.dropFirst().first) {
        case (.quantity, .string(let text)?, nil):
            guard let quantity = try Self.quantity(text) else { throw .error(.conversion(.quantity)) }
            return .quantity(quantity)
        case (.isQuantity, .string(let text)?, nil): return .bool(try Self.quantity(text) != nil)
        case (.sign, .quantity(let quantity)?, nil): return .int(Int64(quantity.billionths.signum()))
        case (.isLessThan, .quantity(let left)?, .quantity(let right)?):
            return .bool(left.billionths < right.billionths)
        case (.isGreaterThan, .quantity(let left)?, .quantity(let right)?):
            return .bool(left.billionths > right.billionths)
        case (.compareTo, .quantity(let left)?, .quantity(let right)?):
            return .int(left.billionths < right.billionths ? -1 : left.billionths > right.billionths ? 1 : 0)
        case (.add, .quantity(let left)?, let other?): return try Self.sum(left, try Self.amount(other))
        case (.sub, .quantity(let left)?, let other?): return try Self.sum(left, -(try Self.amount(other)))
        default: throw .left("`\(function.rawValue)`")
        }
    }

    /// The quantity that a text means; `nil` when a server takes it for none.
    private static func quantity(_ text: String) throws(CELFailure) -> Quantity? {
        guard let quantity = Quantity(text) else {
            // A suffix or sign without a digit a server may take for zero.
            let isOdd = text.utf8.allSatisfy { "eEinumkKMGTP.+-".utf8.contains($0) }
            guard text.isEmpty || !isOdd else {
                throw .left("a quantity")
            }
            return nil
        }
        // Only one in powers of 1024 is cut to the largest number.
        guard quantity.format == .binary || abs(quantity.billionths) < largest else {
            throw .left("a quantity")
        }
        return quantity
    }

    private static let largest = Int128(Int64.max) * 1_000_000_000

    private static func amount(_ value: CELValue) throws(CELFailure) -> Int128 {
        switch value {
        case .quantity(let quantity): quantity.billionths
        case .int(let number): Int128(number) * 1_000_000_000
        default: throw .left("`add`")
        }
    }

    private static func sum(_ quantity: Quantity, _ amount: Int128) throws(CELFailure) -> CELValue {
        let sum = quantity.billionths + amount
        guard abs(sum) < largest else { throw .left("a quantity") }
        return .quantity(Quantity(billionths: sum, format: quantity.format))
    }
}
