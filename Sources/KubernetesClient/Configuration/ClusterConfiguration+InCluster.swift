// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension ClusterConfiguration {
    private static let folder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// The configuration of a pod from its service account; `nil` outside of a cluster (C4.3).
    static func inCluster(
        _ options: ConfigurationOptions,
        _ system: SystemAccess
    ) throws(ConfigurationError) -> ClusterConfiguration? {
        guard let host = system.environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
            let port = system.environment["KUBERNETES_SERVICE_PORT"], !port.isEmpty,
            case .content = system.readFile("\(folder)/token")
        else { return nil }
        let literal = host.contains(":") ? "[\(host)]" : host
        guard let address = ServerAddress("https://\(literal):\(port)") else {
            throw ConfigurationError("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT name no server")
        }
        var settings = TransportSettings(isInsecure: options.isInsecure)
        if !options.isInsecure {
            guard case .content(let authority) = system.readFile("\(folder)/ca.crt") else {
                throw ConfigurationError(
                    "the service account has no certificate authority",
                    file: "\(folder)/ca.crt"
                )
            }
            settings.certificateAuthority = authority
        }
        settings.proxy = try ProxyRules(system.environment).proxy(for: address)
        var namespace = options.namespace
        if namespace == nil, case .content(let bytes) = system.readFile("\(folder)/namespace") {
            namespace = String(decoding: bytes, as: UTF8.self).trimmed
        }
        return ClusterConfiguration(
            context: nil,
            cluster: "in-cluster",
            address: address,
            namespace: namespace.flatMap { $0.isEmpty ? nil : $0 } ?? "default",
            transport: settings,
            credentials: TokenFileCredentials(
                path: "\(folder)/token",
                fallback: nil,
                impersonation: options.impersonatedUser.map { Impersonation(user: $0) },
                system: system
            ),
            identity: { () async throws(CredentialError) in nil }
        )
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
