// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The addresses and ports that a cluster gives out: each to one at a time, and those given back last of all.
struct AddressPool: Sendable {
    /// The network of the Services.
    static let services = "10.96.0.0/12"
    /// The ports of the nodes.
    static let nodePorts = 30_000...32_767

    /// How many addresses have been given out, and one more; saved states keep it.
    private(set) var next: UInt32
    private var nextPort: Int

    init(next: UInt32 = 1) {
        self.next = next
        nextPort = Self.nodePorts.lowerBound + Int(next % UInt32(Self.nodePorts.count))
    }

    /// The next free address of the Services' network.
    mutating func nextClusterAddress(_ index: AddressIndex) -> String {
        firstFree(of: 0x10_0000, index) { "10.\(96 + ($0 >> 16)).\($0 >> 8 & 255).\($0 & 255)" }
    }

    /// The next free address of the pods' network, 10.244.0.0/16.
    mutating func nextPodAddress(_ index: AddressIndex) -> String {
        firstFree(of: 0x1_0000, index) { "10.244.\($0 >> 8 & 255).\($0 & 255)" }
    }

    /// The next free port of the nodes; `nil` when all are taken, by objects or by these.
    mutating func nextNodePort(_ index: AddressIndex, besides taken: Set<Int>) -> Int? {
        for _ in Self.nodePorts {
            let port = nextPort
            nextPort = port == Self.nodePorts.upperBound ? Self.nodePorts.lowerBound : port + 1
            if !index.isTaken(port), !taken.contains(port) { return port }
        }
        return nil
    }

    /// Where all are taken, one is given out twice.
    private mutating func firstFree(
        of count: UInt32,
        _ index: AddressIndex,
        _ address: (UInt32) -> String
    ) -> String {
        for _ in 0..<count {
            next &+= 1
            let number = next % count
            // The first and the last stand for the network and for all that are in it.
            if number == 0 || number == count - 1 { continue }
            let candidate = address(number)
            if !index.isTaken(candidate) { return candidate }
        }
        return address(next % count)
    }
}
