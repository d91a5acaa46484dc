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
        let identity = ClientIdentity(
            certificate: try certificate.read(user, system),
            key: Redacted(try key.read(user, system))
        )
        last = NIOLockedValueBox(Reading(identity: identity, time: system.now()))
    }

    /// The certificate to show now; while the files cannot be read, the last one.
    func current() -> ClientIdentity {
        let now = system.now()
        let reading = last.withLockedValue { $0 }
        let isFromFiles = certificate.file != nil || key.file != nil
        guard isFromFiles, now - reading.time >= .seconds(300) else { return reading.identity }
        // Files are replaced one after the other; when one is missing, the next look finds both.
        let identity = fresh() ?? reading.identity
        last.withLockedValue { $0 = Reading(identity: identity, time: now) }
        return identity
    }

    private func fresh() -> ClientIdentity? {
        do throws(ConfigurationError) {
            return ClientIdentity(
                certificate: try certificate.read(user, system),
                key: Redacted(try key.read(user, system))
            )
        } catch {
            return nil
        }
    }
}
