// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import NIOConcurrencyHelpers

/// A token that someone else keeps fresh in a file (C4.7).
final class TokenFileCredentials: CredentialSource {
    private struct Reading {
        var token: String
        var time: Timestamp
        var isRejected: Bool
    }

    private let path: String
    private let fallback: Credentials.Identity?
    private let impersonation: Impersonation?
    private let system: SystemAccess
    private let last = NIOLockedValueBox<Reading?>(nil)

    /// Reads nothing yet; the fallback counts until the file can be read.
    init(path: String, fallback: Credentials.Identity?, impersonation: Impersonation?, system: SystemAccess) {
        self.path = path
        self.fallback = fallback
        self.impersonation = impersonation
        self.system = system
    }

    /// Reads the file when the last token is a minute old, ten seconds of leeway included.
    func current() throws(CredentialError) -> Credentials {
        let now = system.now()
        let result = last.withLockedValue { last -> Result<Credentials.Identity, CredentialError> in
            if let last, !last.isRejected, now - last.time < .seconds(50) {
                return .success(.bearer(Redacted(last.token)))
            }
            switch read() {
            case .success(let token):
                last = Reading(token: token, time: now, isRejected: false)
                return .success(.bearer(Redacted(token)))
            case .failure(let error):
                if let last { return .success(.bearer(Redacted(last.token))) }
                guard let fallback, fallback != .none else { return .failure(error) }
                return .success(fallback)
            }
        }
        return Credentials(try result.get(), impersonation: impersonation)
    }

    /// The next look is at the file again.
    func rejected(_ credentials: Credentials) {
        last.withLockedValue { last in
            guard let token = last?.token, credentials.identity == .bearer(Redacted(token)) else { return }
            last?.isRejected = true
        }
    }

    private func read() -> Result<String, CredentialError> {
        switch system.readFile(path) {
        case .missing: return .failure(CredentialError("the token file `\(path)` is missing"))
        case .unreadable(let reason):
            return .failure(CredentialError("the token file `\(path)` cannot be read: \(reason)"))
        case .content(let bytes):
            let token = String(decoding: bytes, as: UTF8.self).trimmed
            return token.isEmpty
                ? .failure(CredentialError("the token file `\(path)` is empty")) : .success(token)
        }
    }
}
