// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Sandbox

/// The file in which a sandbox outlives its command, with errors as a user should see them.
enum SandboxStateFile {
    /// Takes up the state in the file and keeps it there from now on.
    static func keep(_ server: SandboxServer, in path: String) async throws(CommandFailure) {
        do throws(SandboxStateError) {
            try await server.keepState(in: path)
        } catch {
            throw CommandFailure(
                .inputRefused,
                "the sandbox cannot use `\(path)` as its state: \(error.message)",
                hint: "name another file, or remove this one to start with an empty sandbox"
            )
        }
    }

    /// Throws if something that the sandbox holds did not reach the file.
    static func check(_ server: SandboxServer) async throws(CommandFailure) {
        guard let failure = await server.stateFailure else { return }
        throw CommandFailure(.notRolledBack, "the sandbox could not keep its state: \(failure.message)")
    }
}
