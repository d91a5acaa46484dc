// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Who holds the addresses of pods and Services and the ports of the nodes.
///
/// Saved states may hold one that two have, from the time before this was looked at.
struct AddressIndex: Sendable {
    private var addresses: [String: Set<ObjectKey>] = [:]
    private var ports: [Int: Set<ObjectKey>] = [:]

    /// Notes what an object holds.
    mutating func add(_ object: StoredObject, at key: ObjectKey) {
        for address in Self.addresses(of: object) { addresses[address, default: []].insert(key) }
        for port in Self.ports(of: object) { ports[port, default: []].insert(key) }
    }

    /// Forgets what an object held.
    mutating func remove(_ object: StoredObject, at key: ObjectKey) {
        for address in Self.addresses(of: object) {
            addresses[address]?.remove(key)
            if addresses[address]?.isEmpty ?? false { addresses[address] = nil }
        }
        for port in Self.ports(of: object) {
            ports[port]?.remove(key)
            if ports[port]?.isEmpty ?? false { ports[port] = nil }
        }
    }

    /// Whether somebody holds an address.
    func isTaken(_ address: String) -> Bool { addresses[address] != nil }

    /// Whether somebody holds a port of the nodes.
    func isTaken(_ port: Int) -> Bool { ports[port] != nil }

    private static func addresses(of object: StoredObject) -> [String] {
        [object.spec["clusterIP"]?.string, object.status["podIP"]?.string].compactMap { $0 }
            .filter { !$0.isEmpty && $0 != "None" }
    }

    private static func ports(of object: StoredObject) -> [Int] {
        (object.spec["ports"]?.elements ?? []).compactMap { $0["nodePort"]?.wholeNumber }
    }
}
