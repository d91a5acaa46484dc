// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes

/// The rules of a network policy as they come together, each once.
struct NetworkPlan {
    private(set) var ingress: [NetworkRule] = []
    private(set) var egress: [NetworkRule] = []
    private(set) var origins: [String: SourceSpan?] = [:]

    mutating func allowIn(_ peers: [NetworkPeerSpec], _ ports: [NetworkPortSpec], _ span: SourceSpan?) {
        let rule = NetworkRule(peers: peers, ports: ports)
        guard !ingress.contains(rule) else { return }
        origins["/spec/ingress/\(ingress.count)"] = span
        ingress.append(rule)
    }

    mutating func allowOut(_ peers: [NetworkPeerSpec], _ ports: [NetworkPortSpec], _ span: SourceSpan?) {
        let rule = NetworkRule(peers: peers, ports: ports)
        guard !egress.contains(rule) else { return }
        origins["/spec/egress/\(egress.count)"] = span
        egress.append(rule)
    }

    /// Any address, of both families.
    static let anywhere: [NetworkPeerSpec] = [
        .addresses("0.0.0.0/0", except: []), .addresses("::/0", except: []),
    ]

    /// The name servers of a cluster: the usual ones, and the cache on each node.
    static let nameServers: [NetworkPeerSpec] = [
        .namespaces(["kubernetes.io/metadata.name": "kube-system"], pods: [:]),
        .addresses("169.254.20.10/32", except: []),
    ]

    /// The ports on which engines listen unless told otherwise.
    static let usualPorts: [String: Int] = [
        "cassandra": 9042, "clickhouse": 9000, "elasticsearch": 9200, "kafka": 9092, "mariadb": 3306,
        "memcached": 11_211, "mongodb": 27_017, "mysql": 3306, "nats": 4222, "opensearch": 9200, "otlp": 4317,
        "postgres": 5432, "rabbitmq": 5672, "redis": 6379, "s3": 443, "valkey": 6379,
    ]

    /// Whether a host is an IPv4 address.
    static func isAddress(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
