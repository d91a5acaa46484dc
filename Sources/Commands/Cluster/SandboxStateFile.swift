// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Sandbox

/// The file in which a sandbox outlives its command, with errors as a user should see them.
enum SandboxStateFile {
    /// What a command does when the file is not there.
    enum Use: Sendable {
        /// It makes the file.
        case made
        /// It takes the sandbox for an empty one, and makes no file.
        case optional
        /// It refuses: a question about nothing is a slip of the hand.
        case expected

        /// Whether the sandbox is to be kept in the file.
        ///
        /// - Throws: ``CommandFailure`` when the file is expected and is not there.
        func isKept(_ path: String, in context: CommandContext) throws(CommandFailure) -> Bool {
            if case .made = self { return true }
            do throws(FileError) {
                _ = try context.files.status(of: context.absolute(path))
                return true
            } catch {
                // What is there and cannot be read is for the sandbox to say.
                guard error.isMissing else { return true }
                if case .optional = self { return false }
                throw CommandFailure(
                    .inputRefused,
                    "there is no sandbox state `\(path)`",
                    hint: "correct the name; `msctl deploy --env sandbox --state \(path)` makes one"
                )
            }
        }
    }

    /// Takes up the state in the file and keeps it there from now on.
    ///
    /// It is held alone for that time: two commands on one file would each lose what the other one writes. When a change
    /// cannot be kept, that is said at once.
    static func keep(
        _ server: SandboxServer,
        in name: String,
        of context: CommandContext,
        say: @escaping @Sendable (String) -> Void
    ) async throws(CommandFailure) {
        let path = context.absolute(name)
        do throws(SandboxStateError) {
            try await server.keepState(in: path) { say(words($0)) }
        } catch {
            guard !error.isInUse else {
                throw CommandFailure(
                    .locked,
                    "the sandbox state `\(name)` is in use by another command",
                    hint: "wait until that one has ended; `msctl sandbox --state FILE` serves several at once"
                )
            }
            throw CommandFailure(
                .inputRefused,
                "the sandbox cannot use `\(path)` as its state: \(error.message)",
                hint: error.isNoFile
                    ? "name a file; without `--state` nothing is kept"
                    : "name another file, or remove this one to start with an empty sandbox"
            )
        }
    }

    private static func words(_ news: SandboxStateNews) -> String {
        switch news {
        case .failed(let error):
            "warning: the sandbox cannot keep its state: \(error.message); it refuses every change until it can: "
                + "make room there, or end it and name another file with `--state`"
        case .recovered: "the sandbox keeps its state again"
        }
    }

    /// Throws if changes were being refused at the end, or if the disk did not take all that the sandbox holds.
    static func check(_ server: SandboxServer) async throws(CommandFailure) {
        guard let failure = await server.stateFailure else { return }
        throw CommandFailure(
            .notRolledBack,
            "the sandbox could not keep its state: \(failure.message)",
            hint: "make room there, or name another file; what was acknowledged before is kept"
        )
    }
}
