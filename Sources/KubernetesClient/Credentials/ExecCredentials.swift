// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// Runs an exec plugin when its credentials are needed: one run at a time, kept until they expire or are refused (C5.4).
actor ExecCredentials: CredentialSource {
    private let plugin: ExecPlugin
    private let impersonation: Impersonation?
    private let system: SystemAccess
    private var kept: ExecCredential?
    private var isRunning = false
    private var waiting: [CheckedContinuation<Result<ExecCredential, CredentialError>, Never>] = []

    init(_ plugin: ExecPlugin, impersonation: Impersonation?, system: SystemAccess) {
        self.plugin = plugin
        self.impersonation = impersonation
        self.system = system
    }

    func current() async throws(CredentialError) -> Credentials {
        let credential = try await credential()
        return Credentials(credential.token.map { .bearer($0) } ?? .none, impersonation: impersonation)
    }

    /// The client certificate, if the plugin gives one.
    func identity() async throws(CredentialError) -> ClientIdentity? {
        try await credential().identity
    }

    /// Forgets the credentials, unless they were renewed since.
    func rejected(_ credentials: Credentials) {
        let own = kept?.token.map { Credentials.Identity.bearer($0) } ?? .none
        if credentials.identity == own { kept = nil }
    }

    private func credential() async throws(CredentialError) -> ExecCredential {
        if let kept, kept.expiry.map({ system.now() < $0 }) ?? true { return kept }
        if isRunning {
            let result = await withCheckedContinuation { waiting.append($0) }
            return try result.get()
        }
        isRunning = true
        let result = await run()
        isRunning = false
        if case .success(let credential) = result { kept = credential }
        for waiter in waiting { waiter.resume(returning: result) }
        waiting = []
        return try result.get()
    }

    private func run() async -> Result<ExecCredential, CredentialError> {
        do throws(CredentialError) {
            let output = try await system.run(plugin.run)
            return .success(try ExecCredential(output, apiVersion: plugin.apiVersion))
        } catch {
            return .failure(CredentialError(error.message, hint: error.hint ?? plugin.installHint))
        }
    }
}
