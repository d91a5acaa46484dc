// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import Sandbox

/// A sandbox for one command, in this process; with a state file its objects outlive the command.
struct PrivateSandbox: Sendable {
    let statePath: String?
    let context: CommandContext

    /// The largest state that is read, in bytes.
    private static let sizeLimit = 256 << 20

    /// Runs the sandbox while the work is done, and saves its state however the work ends.
    func withTransport<Result: Sendable>(
        _ work: @Sendable (any HTTPTransport) async throws -> Result
    ) async throws -> Result {
        var options = SandboxOptions()
        options.provisionsMissingConfiguration = true
        // A rehearsal need not wait as long between crashes as a kubelet does.
        options.restartDelay = .seconds(1)
        let server = SandboxServer(options: options)
        try await restore(server)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            do {
                let result = try await work(InProcessTransport(server))
                group.cancelAll()
                try await save(server)
                return result
            } catch {
                group.cancelAll()
                try await save(server)
                throw error
            }
        }
    }

    private func restore(_ server: SandboxServer) async throws(CommandFailure) {
        guard let statePath else { return }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try context.files.read(context.absolute(statePath), limit: Self.sizeLimit)
        } catch {
            if error.isMissing { return }
            throw CommandFailure(.inputRefused, "the sandbox state cannot be read: \(error.description)")
        }
        do throws(SandboxStateError) {
            try await server.restore(bytes)
        } catch {
            throw CommandFailure(
                .inputRefused,
                "`\(statePath)` is not a sandbox state: \(error.message)",
                hint: "name another file, or remove this one to start with an empty sandbox"
            )
        }
    }

    private func save(_ server: SandboxServer) async throws(CommandFailure) {
        guard let statePath else { return }
        let bytes = await server.snapshot
        do throws(FileError) {
            try context.files.write(bytes, to: context.absolute(statePath))
        } catch {
            throw CommandFailure(.notRolledBack, "the sandbox state cannot be saved: \(error.description)")
        }
    }
}
