// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension Cluster {
    /// Gives a Service what a cluster gives out, addresses and ports, and refuses those that are not to be had.
    mutating func allocate(
        _ object: inout JSONValue,
        at key: ObjectKey,
        type: ResourceType,
        replacing old: JSONValue? = nil
    ) throws(StatusFailure) {
        guard type == .services, object[path: "spec", "type"]?.string != "ExternalName" else {
            return
        }
        let index = store.addresses
        let address = object[path: "spec", "clusterIP"]?.string ?? ""
        if address.isEmpty {
            object["spec"]?["clusterIP"] = .string(addresses.nextClusterAddress(index))
        } else if old?[path: "spec", "clusterIP"]?.string?.isEmpty ?? true {
            try Self.checkAddress(address, index, key.name)
        }
        if let address = object[path: "spec", "clusterIP"] {
            object["spec"]?["clusterIPs"] = [address]
            object["spec"]?.fill("ipFamilies", ["IPv4"])
            object["spec"]?.fill("ipFamilyPolicy", "SingleStack")
        }
        let kind = object[path: "spec", "type"]?.string
        guard kind == "NodePort" || kind == "LoadBalancer" else { return }
        let getsPorts =
            kind == "NodePort" || object[path: "spec", "allocateLoadBalancerNodePorts"]?.bool ?? true
        let given = object[path: "spec", "ports"]?.elements ?? []
        let held = (old?[path: "spec", "ports"]?.elements ?? []).compactMap { $0["nodePort"]?.wholeNumber }
        var claimed: [Int: JSONValue] = [:]
        for (position, port) in given.enumerated() {
            guard let number = port["nodePort"]?.wholeNumber, number != 0, !held.contains(number) else {
                continue
            }
            // Only the protocols of one port can share one from the start.
            let isClaimed = old == nil && claimed[number].map { $0 != port["port"] } ?? false
            try Self.checkPort(number, at: position, isTaken: isClaimed || index.isTaken(number), key.name)
            claimed[number] = port["port"] ?? .null
        }
        guard getsPorts else { return }
        let ports = nodePorts(given, index)
        if !ports.isEmpty { object["spec"]?["ports"] = .array(ports) }
    }

    /// Refuses an address that is out of the network, or somebody's.
    private static func checkAddress(
        _ address: String,
        _ index: AddressIndex,
        _ name: String
    ) throws(StatusFailure) {
        // What is no address is refused with everything else that is wrong, and the other version has no network.
        guard let bytes = Format.addressBytes(address), bytes.count == 4, Format.address(address).isEmpty,
            let network = Format.Network(AddressPool.services)
        else { return }
        let isOutside =
            !network.contains(bytes) || address == "10.96.0.0" || address == "10.111.255.255"
        guard isOutside || index.isTaken(address) else { return }
        let reason =
            isOutside
            ? "the provided network does not match the current range" : "provided IP is already allocated"
        throw .invalid(
            ResourceType.services.type,
            name,
            [.invalid("spec.clusterIPs", [.string(address)], "failed to allocate IP \(address): \(reason)")]
        )
    }

    /// The ports of a Service with those of the nodes; two protocols of one port share one.
    private mutating func nodePorts(_ ports: [JSONValue], _ index: AddressIndex) -> [JSONValue] {
        var known: [Int64: Int] = [:]
        var taken: Set<Int> = []
        for port in ports {
            guard let wanted = port["nodePort"]?.wholeNumber, wanted != 0 else { continue }
            taken.insert(wanted)
            if known[port["port"]?.integer ?? 0] == nil { known[port["port"]?.integer ?? 0] = wanted }
        }
        return ports.map { port in
            var port = port
            if let given = port["nodePort"]?.integer, given != 0 { return port }
            let number = port["port"]?.integer ?? 0
            guard let free = known[number] ?? addresses.nextNodePort(index, besides: taken) else {
                return port
            }
            known[number] = free
            taken.insert(free)
            port["nodePort"] = .integer(Int64(free))
            return port
        }
    }

    private static func checkPort(
        _ port: Int,
        at position: Int,
        isTaken: Bool,
        _ name: String
    ) throws(StatusFailure) {
        let range = AddressPool.nodePorts
        let isOutside = !range.contains(port)
        guard isOutside || isTaken else { return }
        let bounds = "\(range.lowerBound)-\(range.upperBound)"
        let reason =
            isOutside
            ? "provided port is not in the valid range. The range of valid ports is \(bounds)"
            : "provided port is already allocated"
        throw .invalid(
            ResourceType.services.type,
            name,
            [.invalid("spec.ports[\(position)].nodePort", .integer(Int64(port)), reason)]
        )
    }
}
