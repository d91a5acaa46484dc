// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// Numbers that look random and are the same for the same seed (SplitMix64).
package struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts at a seed; near seeds give unlike numbers.
    package init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, a bound.
    package mutating func next(below bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// A number from 0 up to, not including, 1.
    package mutating func share() -> Double { Double(next() >> 11) / Double(UInt64(1) << 53) }

    /// Whether something happens that happens with a probability.
    package mutating func happens(_ probability: Double) -> Bool { share() < probability }

    /// One of some values; there has to be one.
    package mutating func pick<Value>(_ values: [Value]) -> Value { values[next(below: values.count)] }
}

/// Which seeds the property tests run with.
package enum Seeds {
    /// The seed of `MSCTL_TEST_SEED` alone, or as many as `MSCTL_TEST_SEEDS` says, or the default number; from 1 on.
    package static func first(_ count: Int) -> [UInt64] {
        if let seed = number("MSCTL_TEST_SEED") { return [seed] }
        return Array(1...max(1, number("MSCTL_TEST_SEEDS") ?? UInt64(count)))
    }

    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }
}
