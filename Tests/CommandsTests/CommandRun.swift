// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import NIOConcurrencyHelpers
import Support
import Testing

@testable import Commands

/// What one command line did.
struct CommandRun: Sendable {
    var status: Commands.ExitStatus
    var output: String
    var error: String
}

/// Collects what a stream is given.
final class Capture: Sendable {
    private let content = NIOLockedValueBox("")

    var text: String { content.withLockedValue { $0 } }

    func append(_ text: String) { content.withLockedValue { $0 += text } }

    func clear() { content.withLockedValue { $0 = "" } }
}

/// A directory of its own on disk, and a way to run command lines in it without a process.
final class Scratch: Sendable {
    let directory: String

    init() throws {
        var template = Array("/tmp/msctl-test-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
        directory = String(cString: try #require(made))
    }

    deinit { _ = PosixSpawnRunner().run("rm", ["-rf", directory]) }

    func write(_ path: String, _ text: String) throws {
        try write(path, bytes: Array(text.utf8))
    }

    func write(_ path: String, bytes: [UInt8]) throws {
        let files = POSIXFileAccess()
        let full = Path.join(directory, path)
        try files.makeDirectory(Path.parent(full))
        try files.write(bytes, to: full)
    }

    func read(_ path: String) throws -> String {
        let bytes = try POSIXFileAccess().read(Path.join(directory, path), limit: 1 << 24)
        return String(decoding: bytes, as: UTF8.self)
    }

    func link(_ path: String, to target: String) {
        #expect(symlink(target, Path.join(directory, path)) == 0)
    }

    /// The context of a run: real files below the scratch directory, everything else fixed.
    func context(_ change: (inout CommandContext) -> Void = { _ in }) -> CommandContext {
        var context = CommandContext.failing { Issue.record("\($0)") }
        context.standardOutput = { _ in }
        context.standardError = { _ in }
        context.files = POSIXFileAccess()
        context.workingDirectory = directory
        context.now = { 1_790_000_000 }
        change(&context)
        return context
    }

    func run(
        _ arguments: String...,
        change: (inout CommandContext) -> Void = { _ in }
    ) async -> CommandRun {
        await run(arguments, change: change)
    }

    func run(
        _ arguments: [String],
        change: (inout CommandContext) -> Void = { _ in }
    ) async -> CommandRun {
        let output = Capture()
        let error = Capture()
        let status = await Program.run(
            arguments,
            in: context {
                $0.standardOutput = { output.append($0) }
                $0.standardError = { error.append($0) }
                change(&$0)
            }
        )
        return CommandRun(status: status, output: output.text, error: error.text)
    }

    /// Runs a command line at the top of the repository, from where the shop is `manifests/shop`.
    static func runInRepository(
        _ arguments: [String],
        change: (inout CommandContext) -> Void = { _ in }
    ) async throws -> CommandRun {
        try await Scratch().run(arguments) {
            $0.workingDirectory = repositoryRoot
            change(&$0)
        }
    }
}

/// A clock that a test moves.
final class ManualTime: Sendable {
    private let value = NIOLockedValueBox(Duration.zero)

    var elapsed: Duration {
        get { value.withLockedValue { $0 } }
        set { value.withLockedValue { $0 = newValue } }
    }
}
