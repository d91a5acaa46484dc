// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Everything that a command may touch: passed in, so that tests see all of it and reach nothing else.
package struct CommandContext: Sendable {
    /// Takes text for a stream, as it is.
    package typealias Sink = @Sendable (String) -> Void

    /// Takes results, and nothing else.
    package var standardOutput: Sink
    /// Takes prose and progress, which may be thrown away.
    package var standardError: Sink
    /// The environment variables of the process.
    package var environment: [String: String]
    /// The absolute path that relative ones are meant from.
    package var workingDirectory: String
    /// The way to files and directories; paths must be absolute.
    package var files: any FileAccess
    /// Seconds since 1970, UTC.
    package var now: @Sendable () -> Int64
    /// A clock that only goes forward, for durations.
    package var elapsed: @Sendable () -> Duration
    /// What is at the other end of the streams.
    package var terminal: Terminal
    /// Runs other programs, such as git, to their end.
    package var programs: any ProgramRunner
    /// The version that is shown and recorded.
    package var version: String
    /// Waits for bytes on standard input and takes what has come; `nil` at its end.
    package var standardInput: @Sendable () -> [UInt8]? = { nil }
    /// What a signal makes the process say.
    var interruption = InterruptionWords()
    /// Who runs this process and where, as the operating system says.
    var account: @Sendable () -> ProcessAccount = ProcessAccount.ofThisProcess

    /// Makes a context; nothing has a default, so that nothing is reached by accident.
    package init(
        streams: (output: Sink, error: Sink),
        environment: [String: String],
        files: (access: any FileAccess, workingDirectory: String),
        time: (now: @Sendable () -> Int64, elapsed: @Sendable () -> Duration),
        system: (terminal: Terminal, programs: any ProgramRunner, version: String)
    ) {
        standardOutput = streams.output
        standardError = streams.error
        self.environment = environment
        self.files = files.access
        workingDirectory = files.workingDirectory
        now = time.now
        elapsed = time.elapsed
        terminal = system.terminal
        programs = system.programs
        version = system.version
    }

    /// The CI system around, if any.
    var pipeline: Pipeline? { Pipeline(environment: environment) }

    /// Prints a line of the result; a text that ends a line already gets no second end.
    func output(_ text: some StringProtocol) {
        standardOutput(text.hasSuffix("\n") ? String(text) : text + "\n")
    }

    /// Prints a line of prose.
    func error(_ text: some StringProtocol) {
        standardError(text.hasSuffix("\n") ? String(text) : text + "\n")
    }

    /// How wide a table may be: a pipe or a file takes every column whole.
    var tableWidth: Int { terminal.isOutputTerminal ? terminal.width : .max }

    /// A path as the system calls need it.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : Path.join(workingDirectory, path)
    }
}
