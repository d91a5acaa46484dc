// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The addresses and ports that a cluster gives out, each once.
struct AddressPool: Sendable {
    /// How many have been given out, and one more; saved states keep it.
    private(set) var next: UInt32

    init(next: UInt32 = 1) {
        self.next = next
    }

    /// The next address of the services' network, 10.96.0.0/12.
    mutating func nextClusterAddress() -> String {
        next &+= 1
        let number = next & 0xF_FFFF
        return "10.\(96 + (number >> 16)).\(number >> 8 & 255).\(number & 255)"
    }

    /// The next address of the pods' network, 10.244.0.0/16.
    mutating func nextPodAddress() -> String {
        next &+= 1
        return "10.244.\(next >> 8 & 255).\(next & 255)"
    }

    /// The next port of the nodes.
    mutating func nextNodePort() -> Int {
        defer { next &+= 1 }
        return 30_000 + Int(next % 2_768)
    }
}
