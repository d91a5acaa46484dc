// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Finds the host in a text that may be an address.
enum HostGuess {
    /// The host of `scheme://host:port/…` or `host:port`; of a bare word only a name inside a cluster; `nil` otherwise.
    static func host(in text: String) -> String? {
        if let scheme = text.firstRange(of: "://") {
            let authority = text[scheme.upperBound...].prefix { !"/?#,".contains($0) }
            let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
            return name(String(host.prefix { $0 != ":" }))
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, !parts[1].isEmpty, parts[1].allSatisfy(\.isNumber) {
            let host = String(parts[0])
            // `app:8080` is a port of something; only addresses and cluster names are sure to be hosts.
            return isAddress(host) || isClusterName(host) ? host : nil
        }
        return isClusterName(text) ? text : nil
    }

    /// Whether a host is an IPv4 address.
    static func isAddress(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                !part.isEmpty && part.count <= 3 && part.allSatisfy { $0.isASCII && $0.isNumber }
                    && (Int(part) ?? 256) < 256
            }
    }

    /// Whether an address is this machine, or all of its interfaces, or a link-local service of a cloud.
    static func isLocal(_ address: String) -> Bool {
        address.hasPrefix("127.") || address.hasPrefix("0.") || address.hasPrefix("169.254.")
    }

    /// Whether a name is that of a Service in a cluster, such as `cart.shop.svc`.
    static func isClusterName(_ host: String) -> Bool {
        guard name(host) != nil else { return false }
        return host.hasSuffix(".svc") || host.hasSuffix(".svc.cluster.local")
    }

    private static func name(_ host: String) -> String? {
        let fits = host.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "-")
        }
        return fits && !host.isEmpty ? host : nil
    }
}
