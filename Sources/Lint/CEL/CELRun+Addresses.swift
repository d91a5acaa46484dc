// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELRun {
    /// The result of a function of IP addresses and networks.
    func callOnAddress(_ function: CELFunction, _ arguments: [CELValue]) throws(CELFailure) -> CELValue {
        switch (function, arguments.first, arguments.dropFirst().first) {
        case (.isIP, .string(let text)?, nil): .bool(IPAddress(text) != nil)
        case (.isCIDR, .string(let text)?, nil): .bool(IPNetwork(text) != nil)
        case (.ip, .string(let text)?, nil): .address(try Self.address(text))
        case (.cidr, .string(let text)?, nil): .network(try Self.network(text))
        case (.isCanonical, .string(let text)?, nil): .bool(try Self.address(text).description == text)
        case (.ip, .network(let network)?, nil): .address(network.address)
        case (.prefixLength, .network(let network)?, nil): .int(Int64(network.length))
        case (.masked, .network(let network)?, nil):
            .network(.init(address: network.address.masked(network.length), length: network.length))
        case (.containsIP, .network(let network)?, .address(let address)?):
            .bool(network.contains(address))
        case (.containsIP, .network(let network)?, .string(let text)?):
            .bool(network.contains(try Self.address(text)))
        case (.containsCIDR, .network(let network)?, .network(let other)?): .bool(network.contains(other))
        case (.containsCIDR, .network(let network)?, .string(let text)?):
            .bool(network.contains(try Self.network(text)))
        case (.family, .address(let address)?, nil): .int(address.isVersion4 ? 4 : 6)
        case (.isUnspecified, .address(let address)?, nil): .bool(address.isUnspecified)
        case (.isLoopback, .address(let address)?, nil): .bool(address.isLoopback)
        case (.isLinkLocalMulticast, .address(let address)?, nil): .bool(address.isLinkLocalMulticast)
        case (.isLinkLocalUnicast, .address(let address)?, nil): .bool(address.isLinkLocalUnicast)
        case (.isGlobalUnicast, .address(let address)?, nil): .bool(address.isGlobalUnicast)
        default: throw .left("`\(function.rawValue)`")
        }
    }

    private static func address(_ text: String) throws(CELFailure) -> IPAddress {
        guard let address = IPAddress(text) else { throw .error(.conversion(.address)) }
        return address
    }

    private static func network(_ text: String) throws(CELFailure) -> IPNetwork {
        guard let network = IPNetwork(text) else { throw .error(.conversion(.network)) }
        return network
    }
}
