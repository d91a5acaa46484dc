// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Everything that is needed to talk to one cluster.
package struct ClusterConfiguration: Sendable {
    /// The name of the context; `nil` in a cluster, or when only a server address was given.
    package var context: String?
    /// The name of the cluster, for people.
    package var cluster: String
    /// The server that the context names.
    package var address: ServerAddress
    /// The namespace for objects that name none.
    package var namespace: String
    /// How connections are made.
    package var transport: TransportSettings
    /// Who we are, as far as header fields say it.
    package var credentials: any CredentialSource
    /// Who we are, as far as the client certificate says it.
    package var identity: CurlTransport.IdentitySource
    /// Where what the server serves is kept between runs; `nil` for nowhere.
    package var discoveryCache: DiscoveryCache?
    /// What is odd, but not wrong.
    package var warnings: [String] = []

    /// Reads the files that the options and the environment name (C4).
    package static func load(
        _ options: ConfigurationOptions = ConfigurationOptions(),
        system: SystemAccess = .live
    ) throws(ConfigurationError) -> ClusterConfiguration {
        let kubeconfig = try Kubeconfig(explicit: options.kubeconfig, system: system)
        if kubeconfig.isEmpty, options.server == nil, options.context == nil,
            var inside = try inCluster(options, system)
        {
            inside.warnings = kubeconfig.warnings
            inside.discoveryCache = DiscoveryCache(system)
            return inside
        }
        var configuration = try ConfigurationResolver(
            kubeconfig: kubeconfig,
            options: options,
            system: system
        )
        .resolve()
        configuration.warnings = kubeconfig.warnings
        configuration.discoveryCache = DiscoveryCache(system)
        return configuration
    }

    /// A client that talks to this cluster with libcurl; nothing is sent yet.
    package func client(options: ClientOptions = ClientOptions()) -> ClusterClient {
        var settings = transport
        settings.requestTimeout = options.requestTimeout
        var options = options
        options.discoveryCache = options.discoveryCache ?? discoveryCache
        return ClusterClient(
            transport: CurlTransport(settings: settings, identity: identity),
            address: address,
            credentials: credentials,
            defaultNamespace: namespace,
            options: options
        )
    }
}
