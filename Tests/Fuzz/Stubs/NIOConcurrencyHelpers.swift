// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Stands in for the lock of swift-nio in fuzz targets, which run on one thread.
public final class NIOLockedValueBox<Value>: @unchecked Sendable {
    private var value: Value

    public init(_ value: Value) {
        self.value = value
    }

    public func withLockedValue<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try body(&value)
    }
}
