// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes

/// What configuration needs of the machine: files, environment, time, programs.
///
/// Tests bring their own.
package struct SystemAccess: Sendable {
    /// What reading a file gave.
    package enum FileContent: Sendable, Hashable {
        case content([UInt8])
        case missing
        /// The system's reason.
        case unreadable(String)
    }

    /// Reads a whole file.
    package var readFile: @Sendable (_ path: String) -> FileContent
    /// Writes a whole file, and the folders that it needs; it is one that can be done without, so trouble is not told.
    package var keepFile: @Sendable (_ path: String, _ content: [UInt8]) -> Void
    /// The environment variables.
    package var environment: [String: String]
    /// Whether a person can answer on standard input.
    package var isInteractive: Bool
    /// The wall-clock time, for expiry dates.
    package var now: @Sendable () -> Timestamp
    /// Runs a program and returns what it writes to standard output.
    package var run: @Sendable (ProgramRun) async throws(CredentialError) -> [UInt8]

    /// Makes an access out of its parts.
    package init(
        readFile: @escaping @Sendable (_ path: String) -> FileContent,
        keepFile: @escaping @Sendable (_ path: String, _ content: [UInt8]) -> Void = { _, _ in },
        environment: [String: String],
        isInteractive: Bool,
        now: @escaping @Sendable () -> Timestamp,
        run: @escaping @Sendable (ProgramRun) async throws(CredentialError) -> [UInt8]
    ) {
        self.readFile = readFile
        self.keepFile = keepFile
        self.environment = environment
        self.isInteractive = isInteractive
        self.now = now
        self.run = run
    }
}

/// One run of a program.
package struct ProgramRun: Sendable, Hashable {
    /// The program: a path, or a name to be found along PATH.
    package var command: String
    /// Its arguments, without its name.
    package var arguments: [String]
    /// Its whole environment, as `NAME=value`.
    package var environment: [String]
    /// Whether it may read our standard input; else it reads nothing.
    package var isInteractive: Bool
    /// How long it may take, unless it is interactive: then a person may have to sign in first.
    package var patience = Duration.seconds(60)
}
