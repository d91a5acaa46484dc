// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Picks context, cluster and user, and checks what they say (C4.4 to C4.6).
struct ConfigurationResolver {
    let kubeconfig: Kubeconfig
    let options: ConfigurationOptions
    let system: SystemAccess

    /// Resolves everything, or says what is missing.
    func resolve() throws(ConfigurationError) -> ClusterConfiguration {
        let context = try context()
        let clusterName = try context?.text("cluster")
        let userName = try context?.text("user")
        let namespace = try context?.text("namespace")
        let cluster = try entry(
            options.cluster ?? clusterName,
            in: kubeconfig.clusters,
            "cluster",
            of: context
        )
        let user = try entry(options.user ?? userName, in: kubeconfig.users, "user", of: context)
        let address = try address(cluster)
        var settings = try settings(cluster)
        settings.proxy = try proxy(cluster, address)
        let authentication = try Authentication(user, cluster: cluster, address, settings, options, system)
        return ClusterConfiguration(
            context: context?.name,
            cluster: cluster?.name ?? address.description,
            address: address,
            namespace: options.namespace ?? namespace ?? "default",
            transport: settings,
            credentials: authentication.credentials,
            identity: authentication.identity
        )
    }

    private func context() throws(ConfigurationError) -> KubeconfigEntry? {
        let known = kubeconfig.contexts.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
        guard let name = options.context ?? kubeconfig.currentContext else {
            if options.server != nil || options.cluster != nil { return nil }
            throw ConfigurationError(
                kubeconfig.isEmpty ? "no cluster is configured" : "the kubeconfig names no current context",
                file: kubeconfig.paths.first,
                notes: kubeconfig.isEmpty ? kubeconfig.search(system.environment) : [],
                hint: kubeconfig.isEmpty ? Self.searchHint : "choose one with `--context`: \(known)"
            )
        }
        guard let context = kubeconfig.contexts[name] else {
            throw ConfigurationError(
                "there is no context `\(name)`",
                file: known.isEmpty ? nil : kubeconfig.paths.first,
                notes: known.isEmpty ? kubeconfig.search(system.environment) : [],
                hint: known.isEmpty ? Self.searchHint : "the contexts are \(known)"
            )
        }
        return context
    }

    private static let searchHint =
        "set KUBECONFIG or use `--kubeconfig`; a rehearsal with `--env sandbox` needs no cluster"

    private func entry(
        _ name: String?,
        in entries: [String: KubeconfigEntry],
        _ word: String,
        of context: KubeconfigEntry?
    ) throws(ConfigurationError) -> KubeconfigEntry? {
        guard let name else { return nil }
        if let entry = entries[name] { return entry }
        let message = "there is no \(word) `\(name)`"
        throw context?.error(message, at: word) ?? ConfigurationError(message, file: kubeconfig.paths.first)
    }

    private func address(_ cluster: KubeconfigEntry?) throws(ConfigurationError) -> ServerAddress {
        let own = try cluster?.text("server")
        guard let text = options.server ?? own else {
            throw cluster?.error("the cluster `\(cluster?.name ?? "")` has no server")
                ?? ConfigurationError("the context names no cluster", file: kubeconfig.paths.first)
        }
        if let address = ServerAddress(text) { return address }
        // Somebody may have put a password into it.
        let shown = text.lastIndex(of: "@").map { "…\(text[$0...])" } ?? text
        let message = "`\(shown)` is not the address of a server"
        throw options.server == nil
            ? cluster?.error(message, at: "server", hint: Self.addressHint) ?? ConfigurationError(message)
            : ConfigurationError(message, hint: Self.addressHint)
    }

    private static let addressHint = "it looks like https://cluster.example:6443"

    private func settings(_ cluster: KubeconfigEntry?) throws(ConfigurationError) -> TransportSettings {
        var settings = TransportSettings(isInsecure: options.isInsecure)
        guard let cluster else { return settings }
        let authority = try FileOrData("certificate-authority", in: cluster)
        let isInsecure = try cluster.flag("insecure-skip-tls-verify")
        if isInsecure, authority != nil, !options.isInsecure {
            throw cluster.error(
                "the cluster `\(cluster.name)` has a certificate authority and skips TLS verification",
                at: "insecure-skip-tls-verify",
                hint: "remove one of the two"
            )
        }
        settings.isInsecure = isInsecure || options.isInsecure
        // `--insecure` clears the authority (C4.5).
        if !settings.isInsecure { settings.certificateAuthority = try authority?.read(cluster, system) }
        // `--server` names another server, whose name is not that of the kubeconfig.
        if options.server == nil { settings.serverName = try cluster.text("tls-server-name") }
        settings.disablesCompression = try cluster.flag("disable-compression")
        return settings
    }

    private func proxy(
        _ cluster: KubeconfigEntry?,
        _ address: ServerAddress
    ) throws(ConfigurationError) -> Redacted<String>? {
        guard let cluster, let text = try cluster.text("proxy-url") else {
            return try ProxyRules(system.environment).proxy(for: address)
        }
        let scheme = text.prefix { $0 != ":" }.lowercased()
        do throws(ProxyAddress.Flaw) {
            guard ["http", "https", "socks5"].contains(scheme) else { throw ProxyAddress.unknownScheme }
            return try ProxyAddress(text).url
        } catch {
            throw cluster.error("`proxy-url` \(error.words)", at: "proxy-url", hint: error.hint)
        }
    }
}

/// A field that comes as a path or, under `<name>-data`, as base64.
struct FileOrData: Sendable {
    private enum Place: Sendable {
        case file(String)
        case data([UInt8])
    }

    private let key: String
    private let place: Place

    /// Finds out which; `nil` for neither, an error for both (C4.5).
    init?(_ key: String, in entry: KubeconfigEntry) throws(ConfigurationError) {
        let data = try entry.data("\(key)-data")
        let path = try entry.path(key)
        switch (data, path) {
        case (nil, nil): return nil
        case (_?, _?):
            throw entry.error(
                "`\(key)` and `\(key)-data` are both given",
                at: key,
                hint: "remove one of the two"
            )
        case (let data?, nil): place = .data(data)
        case (nil, let path?): place = .file(path)
        }
        self.key = key
    }

    /// The field that it stands in.
    var field: String { if case .data = place { "\(key)-data" } else { key } }

    /// The path, if it is one.
    var file: String? { if case .file(let path) = place { path } else { nil } }

    /// The bytes now.
    func read(_ entry: KubeconfigEntry, _ system: SystemAccess) throws(ConfigurationError) -> [UInt8] {
        switch place {
        case .data(let bytes): return bytes
        case .file(let path):
            switch system.readFile(path) {
            case .content(let bytes): return bytes
            case .missing: throw entry.error("the file `\(path)` is missing", at: key)
            case .unreadable(let reason):
                throw entry.error("the file `\(path)` cannot be read: \(reason)", at: key)
            }
        }
    }
}
