// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A size of storage, such as `20Gi`.
package struct ByteSize: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The size as a Kubernetes quantity.
    package let quantity: WrittenQuantity

    /// Accepts a whole number of bytes with an optional suffix (k, M, G, T, Ki, Mi, Gi, Ti); `nil` otherwise.
    package init?(_ text: String) {
        guard let quantity = WrittenQuantity(text), !text.hasSuffix("m"), quantity.thousandths > 0 else {
            return nil
        }
        self.quantity = quantity
    }

    /// The size in bytes.
    package var bytes: Int64 { quantity.bytes }
    /// The size as written.
    package var description: String { quantity.text }

    /// Orders by size.
    package static func < (left: ByteSize, right: ByteSize) -> Bool { left.quantity < right.quantity }
}
