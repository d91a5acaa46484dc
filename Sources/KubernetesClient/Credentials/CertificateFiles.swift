// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import NIOConcurrencyHelpers

/// A client certificate that is read again every five minutes when it comes from files (C4.6).
///
/// libcurl does not reuse a connection that was made with another certificate, so old ones fall out of use.
final class CertificateFiles: Sendable {
    private struct Reading {
        var identity: ClientIdentity
        var time: Timestamp
        /// What the files held at that time, if only one of the two was new: the other may be about to follow.
        var half: ClientIdentity?

        var isDue: Duration { half == nil ? .seconds(300) : .seconds(10) }

        /// Takes what the files hold now; `nil` when they cannot be read.
        ///
        /// Files are replaced one after the other, and a key does not fit the certificate before it. One that is new by
        /// itself counts when it still is at the next look: a certificate may be renewed for the same key.
        func after(_ fresh: ClientIdentity?, at now: Timestamp) -> Reading {
            guard let fresh else { return Reading(identity: identity, time: now) }
            let isHalf = (fresh.certificate == identity.certificate) != (fresh.key == identity.key)
            return isHalf && fresh != half
                ? Reading(identity: identity, time: now, half: fresh) : Reading(identity: fresh, time: now)
        }
    }

    private let certificate: FileOrData
    private let key: FileOrData
    private let user: KubeconfigEntry
    private let system: SystemAccess
    private let last: NIOLockedValueBox<Reading>

    /// Reads both for the first time.
    init(
        _ certificate: FileOrData,
        _ key: FileOrData,
        of user: KubeconfigEntry,
        _ system: SystemAccess
    ) throws(ConfigurationError) {
        self.certificate = certificate
        self.key = key
        self.user = user
        self.system = system
        let identity = try Self.read(certificate, key, of: user, system)
        last = NIOLockedValueBox(Reading(identity: identity, time: system.now()))
    }

    /// The certificate to show now; while the files cannot be read, or the key in them wants a passphrase, the last one.
    func current() -> ClientIdentity {
        let now = system.now()
        let reading = last.withLockedValue { $0 }
        let isFromFiles = certificate.file != nil || key.file != nil
        guard isFromFiles, now - reading.time >= reading.isDue else { return reading.identity }
        let next = reading.after(fresh(), at: now)
        last.withLockedValue { $0 = next }
        return next.identity
    }

    private func fresh() -> ClientIdentity? {
        do throws(ConfigurationError) {
            return try Self.read(certificate, key, of: user, system)
        } catch {
            return nil
        }
    }

    private static func read(
        _ certificate: FileOrData,
        _ key: FileOrData,
        of user: KubeconfigEntry,
        _ system: SystemAccess
    ) throws(ConfigurationError) -> ClientIdentity {
        let identity = ClientIdentity(
            certificate: try certificate.read(user, system),
            key: Redacted(try key.read(user, system))
        )
        guard !PrivateKeyText.isEncrypted(identity.key.secret) else {
            throw user.error(
                "the client key of the user `\(user.name)`\(key.file.map { " in `\($0)`" } ?? "") is encrypted, "
                    + "and msctl asks for no passphrase",
                at: key.field,
                hint: PrivateKeyText.cure
            )
        }
        return identity
    }
}
