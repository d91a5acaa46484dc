// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import Sandbox

/// A sandbox for one command, in this process; with a state file its objects outlive the command.
struct PrivateSandbox: Sendable {
    let statePath: String?
    let faults: FaultOptions
    let stateUse: SandboxStateFile.Use
    let context: CommandContext
    let notices: Notices

    /// Runs the sandbox while the work is done, and saves its state however the work ends.
    func withTransport<Result: Sendable>(
        _ work: @Sendable (any HTTPTransport) async throws -> Result
    ) async throws -> Result {
        var options = SandboxOptions()
        options.provisionsMissingConfiguration = true
        options.hasAddOns = true
        // A rehearsal need not wait as long between crashes as a kubelet does.
        options.restartDelay = .seconds(1)
        // An autoscaler that acts within the time of one command, so that the next one finds its replicas.
        options.autoscalerPeriod = .milliseconds(500)
        faults.apply(to: &options)
        let server = SandboxServer(options: options)
        if let statePath, try stateUse.isKept(statePath, in: context) {
            try await SandboxStateFile.keep(server, in: statePath, of: context) { [notices] line in
                notices.say(line)
            }
        }
        do {
            let result: Result = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await server.run() }
                defer { group.cancelAll() }
                let result = try await work(InProcessTransport(server))
                try await SandboxStateFile.check(server)
                return result
            }
            await server.releaseState()
            return result
        } catch {
            await server.releaseState()
            throw error
        }
    }
}
