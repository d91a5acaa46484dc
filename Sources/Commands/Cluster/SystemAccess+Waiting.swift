// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient

extension SystemAccess {
    /// How long a program that gives credentials may take before somebody is told.
    private static let patience = Duration.seconds(3)

    /// The same machine, which says so when a program that gives credentials keeps us waiting for 3 s.
    func announcingWaits(
        clock: any Clock<Duration> = ContinuousClock(),
        _ announce: @escaping @Sendable (_ text: String) -> Void
    ) -> SystemAccess {
        let machine = self
        var result = self
        result.run = { (run) async throws(CredentialError) in
            let end = await withTaskGroup(of: Result<[UInt8], CredentialError>?.self) { group in
                defer { group.cancelAll() }
                group.addTask {
                    do throws(CredentialError) {
                        return .success(try await machine.run(run))
                    } catch {
                        return .failure(error)
                    }
                }
                group.addTask {
                    do { try await clock.sleep(for: Self.patience) } catch { return nil }
                    announce("waiting for credentials: `\(run.command)` is still running")
                    return nil
                }
                while let next = await group.next() {
                    if let next { return next }
                }
                return .failure(CredentialError("cancelled"))
            }
            return try end.get()
        }
        return result
    }

    /// The same machine, where a program that may talk to a person finds nothing drawn on the terminal meanwhile.
    func lendingTerminal(of notices: Notices) -> SystemAccess {
        let machine = self
        var result = self
        result.run = { (run) async throws(CredentialError) in
            guard run.isInteractive else { return try await machine.run(run) }
            notices.lendTerminal()
            defer { notices.takeTerminal() }
            return try await machine.run(run)
        }
        return result
    }
}
