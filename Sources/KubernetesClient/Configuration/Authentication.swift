// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// What a user entry of a kubeconfig says about who we are (C4.5 to C4.8, C5).
struct Authentication {
    let credentials: any CredentialSource
    let identity: CurlTransport.IdentitySource

    /// Reads a user entry; no entry is nobody.
    init(
        _ user: KubeconfigEntry?,
        cluster: KubeconfigEntry?,
        _ address: ServerAddress,
        _ settings: TransportSettings,
        _ options: ConfigurationOptions,
        _ system: SystemAccess
    ) throws(ConfigurationError) {
        guard let user else {
            let impersonation = options.impersonatedUser.map { Impersonation(user: $0) }
            credentials = FixedCredentials(Credentials(.none, impersonation: impersonation))
            identity = { () async throws(CredentialError) in nil }
            return
        }
        let impersonation = try Self.impersonation(user, options)
        let certificate = try Self.certificate(user, system)
        let fixed = try Self.fixed(user)
        if let path = try user.path("tokenFile") {
            credentials = TokenFileCredentials(
                path: path,
                fallback: fixed,
                impersonation: impersonation,
                system: system
            )
        } else if fixed == .none, certificate == nil, let exec = try user.part("exec") {
            // C5.4: the plugin is for users that have nothing else.
            let plugin = try ExecPlugin(exec, cluster: cluster, address, settings, system)
            let source = ExecCredentials(plugin, impersonation: impersonation, system: system)
            credentials = source
            identity = { () async throws(CredentialError) in
                if let credentials = Credentials.ofRequest { return credentials.certificate }
                return try await source.identity()
            }
            return
        } else if fixed == .none, certificate == nil, try user.part("auth-provider") != nil {
            throw user.error(
                "`auth-provider` no longer exists",
                at: "auth-provider",
                hint: "use the exec plugin of your cloud provider"
            )
        } else {
            credentials = FixedCredentials(Credentials(fixed, impersonation: impersonation))
        }
        identity = { () async throws(CredentialError) in certificate?.current() }
    }

    private static func fixed(_ user: KubeconfigEntry) throws(ConfigurationError) -> Credentials.Identity {
        let token = try user.text("token")
        let name = try user.text("username")
        let password = try user.text("password")
        if name != nil || password != nil {
            let tokenFile = try user.text("tokenFile")
            guard token == nil, tokenFile == nil else {
                throw user.error(
                    "the user `\(user.name)` has a token and a password",
                    hint: "remove one of the two"
                )
            }
            return .basic(user: name ?? "", password: Redacted(password ?? ""))
        }
        return token.map { .bearer(Redacted($0)) } ?? .none
    }

    private static func certificate(
        _ user: KubeconfigEntry,
        _ system: SystemAccess
    ) throws(ConfigurationError) -> CertificateFiles? {
        guard let certificate = try FileOrData("client-certificate", in: user) else {
            // kubectl looks at no key without a certificate. That is right for one that was left behind beside a token; a
            // key alone was meant to say who the user is.
            guard try !hasOtherProof(user), let key = try FileOrData("client-key", in: user) else {
                return nil
            }
            throw user.error(
                "the user `\(user.name)` has a client key without its certificate",
                at: key.field,
                hint: "add `client-certificate` or `client-certificate-data`, or remove the key"
            )
        }
        guard let key = try FileOrData("client-key", in: user) else {
            throw user.error(
                "the user `\(user.name)` has a client certificate without its key",
                at: certificate.field,
                hint: "add `client-key` or `client-key-data`"
            )
        }
        return try CertificateFiles(certificate, key, of: user, system)
    }

    private static func hasOtherProof(_ user: KubeconfigEntry) throws(ConfigurationError) -> Bool {
        if try fixed(user) != .none { return true }
        if try user.text("tokenFile") != nil { return true }
        return try user.part("exec") != nil
    }

    private static func impersonation(
        _ user: KubeconfigEntry,
        _ options: ConfigurationOptions
    ) throws(ConfigurationError) -> Impersonation? {
        let own = try user.text("as")
        let name = options.impersonatedUser ?? own
        let uid = try user.text("as-uid")
        let groups = try user.texts("as-groups")
        var extra: [Impersonation.Extra] = []
        if let part = try user.part("as-user-extra") {
            for entry in part.node.mapping ?? [] {
                let key = entry.key.scalar?.text ?? ""
                let values = try KubeconfigEntry.texts(entry.value, key)
                extra.append(Impersonation.Extra(key: key.lowercased(), values: values))
            }
            extra.sort { $0.key < $1.key }
        }
        guard let name else {
            guard uid == nil, groups.isEmpty, extra.isEmpty else {
                throw user.error(
                    "the user `\(user.name)` acts with groups, uid or extra, but as nobody",
                    hint: "add `as`"
                )
            }
            return nil
        }
        return Impersonation(user: name, uid: uid, groups: groups, extra: extra)
    }
}
