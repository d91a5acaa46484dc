// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// Runs an exec plugin when its credentials are needed: one run at a time, kept until they expire or are refused (C5.4).
///
/// The run belongs to nobody of those who wait for it: it ends early only when the last of them has gone.
actor ExecCredentials: CredentialSource {
    private typealias Answer = Result<ExecCredential, CredentialError>

    private struct Kept {
        var credential: ExecCredential
        var since: Timestamp
    }

    /// So long before their end credentials are no longer good, unless they are younger than that.
    private static let leeway = Duration.seconds(10)

    private let plugin: ExecPlugin
    private let impersonation: Impersonation?
    private let system: SystemAccess
    private var kept: Kept?
    private var run: Task<Void, Never>?
    /// Tells the answer of this run from that of an earlier one.
    private var runs = 0
    private var tickets = 0
    private var waiting: [Int: CheckedContinuation<Answer, Never>] = [:]

    init(_ plugin: ExecPlugin, impersonation: Impersonation?, system: SystemAccess) {
        self.plugin = plugin
        self.impersonation = impersonation
        self.system = system
    }

    func current() async throws(CredentialError) -> Credentials {
        let credential = try await credential()
        return Credentials(
            credential.token.map { .bearer($0) } ?? .none,
            impersonation: impersonation,
            certificate: credential.identity
        )
    }

    /// The client certificate, if the plugin gives one.
    func identity() async throws(CredentialError) -> ClientIdentity? {
        try await credential().identity
    }

    /// Forgets the credentials, unless they were renewed since.
    func rejected(_ credentials: Credentials) {
        guard let own = kept?.credential else { return }
        let identity: Credentials.Identity = own.token.map { .bearer($0) } ?? .none
        if credentials.identity == identity, credentials.certificate == own.identity { kept = nil }
    }

    private var usable: ExecCredential? {
        guard let kept else { return nil }
        guard let expiry = kept.credential.expiry else { return kept.credential }
        let now = system.now()
        // One that never lasts longer than the leeway would be fetched for every request.
        let isYoung = now - kept.since < Self.leeway
        return now < expiry && (isYoung || expiry - now > Self.leeway) ? kept.credential : nil
    }

    private func credential() async throws(CredentialError) -> ExecCredential {
        if let usable { return usable }
        tickets += 1
        let ticket = tickets
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0, ticket) }
        } onCancel: {
            Task { await self.leave(ticket) }
        }
        return try answer.get()
    }

    private func wait(_ continuation: CheckedContinuation<Answer, Never>, _ ticket: Int) {
        // The flag is set before the handler runs, so one of the two always sees the other.
        guard !Task.isCancelled else {
            return continuation.resume(returning: .failure(CredentialError("cancelled")))
        }
        waiting[ticket] = continuation
        guard run == nil else { return }
        runs += 1
        let number = runs
        run = Task { finish(await ask(), number) }
    }

    private func leave(_ ticket: Int) {
        guard let continuation = waiting.removeValue(forKey: ticket) else { return }
        continuation.resume(returning: .failure(CredentialError("cancelled")))
        guard waiting.isEmpty else { return }
        run?.cancel()
        run = nil
    }

    private func finish(_ answer: Answer, _ number: Int) {
        // Whoever came after the last one had gone waits for a run of their own.
        guard number == runs, run != nil else { return }
        run = nil
        if case .success(let credential) = answer { kept = Kept(credential: credential, since: system.now()) }
        let waiters = waiting.sorted { $0.key < $1.key }
        waiting = [:]
        for (_, waiter) in waiters { waiter.resume(returning: answer) }
    }

    private func ask() async -> Answer {
        do throws(CredentialError) {
            let output = try await system.run(plugin.run)
            return .success(try ExecCredential(output, apiVersion: plugin.apiVersion))
        } catch {
            let byHand = "run `\(plugin.run.command)`, which the kubeconfig names for this user, by hand"
            let hint = error.hint ?? plugin.installHint ?? byHand
            return .failure(CredentialError(error.message, hint: hint))
        }
    }
}
