// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import KubernetesClient

/// Runs programs with `posix_spawnp`: no shell sees the arguments.
package struct PosixSpawnRunner: ProgramRunner {
    /// Keeps nothing.
    package init() {}

    /// Blocks until the program has closed its output and ended; meant for commands that answer in milliseconds.
    package func run(_ program: String, _ arguments: [String], input: [UInt8]) -> ProgramResult? {
        var ends: [Int32] = [-1, -1]
        guard let source = Self.file(holding: input) else { return nil }
        defer { close(source) }
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let process = spawn(program, arguments, input: source, output: ends[1])
        close(ends[1])
        guard let process else { return nil }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            if count > 0 { output += buffer[..<count] } else if count == 0 || errno != EINTR { break }
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return ProgramResult(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
            bytes: output
        )
    }

    /// A file without a name: unlike a pipe it takes everything before the program begins to read.
    private static func file(holding bytes: [UInt8]) -> Int32? {
        guard !bytes.isEmpty else {
            let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
            return nothing < 0 ? nil : nothing
        }
        // Not in `$TMPDIR`, which a pipeline may leave missing or read-only; the name is gone again two calls later.
        var template = Array("/tmp/msctl-input-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { return nil }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        unlink(template)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard count > 0 || (count < 0 && errno == EINTR) else {
                close(file)
                return nil
            }
            written += max(count, 0)
        }
        lseek(file, 0, SEEK_SET)
        return file
    }

    private func spawn(_ program: String, _ arguments: [String], input: Int32, output: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Ignored signals survive exec; the program gets the defaults back.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in HandledSignals.numbers { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var process: pid_t = 0
        return posix_spawnp(&process, program, &actions, &attributes, words, environ) == 0 ? process : nil
    }
}
