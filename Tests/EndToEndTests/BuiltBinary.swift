// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Commands
import Glibc
import Testing

/// The binary that was built, run as a user runs it: a process of its own in a scratch directory.
final class BuiltBinary: Sendable {
    struct Result: Sendable {
        var status: Int32
        var output: String
        var error: String
    }

    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    /// `MSCTL_TEST_BINARY`, or else what was built beside this test program, with the same sanitizers.
    static let path: String = {
        if let chosen = getenv("MSCTL_TEST_BINARY") { return String(cString: chosen) }
        guard let program = realpath("/proc/self/exe", nil) else { return "\(root)/.build/debug/msctl" }
        defer { free(program) }
        return String(cString: program).split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
            + "/msctl"
    }()

    /// What a run of the sanitizers says to their libraries, which the binary has in it as well.
    static let sanitizers: [String] = ["ASAN_OPTIONS", "TSAN_OPTIONS"].compactMap { (name: String) in
        getenv(name).map { "\(name)=\(String(cString: $0))" }
    }

    let directory: String

    init() throws {
        var template = Array("/tmp/msctl-e2e-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
        directory = String(cString: try #require(made))
    }

    deinit { _ = PosixSpawnRunner().run("rm", ["-rf", directory]) }

    func write(_ path: String, _ bytes: [UInt8]) throws {
        let full = "\(directory)/\(path)"
        let folder = full.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
        try POSIXFileAccess().makeDirectory(folder)
        try POSIXFileAccess().write(bytes, to: full)
    }

    func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

    /// Copies a system of `manifests/` here.
    func copySystem(_ name: String) {
        let result = PosixSpawnRunner().run(
            "cp",
            ["-R", "\(Self.root)/manifests/\(name)", "\(directory)/\(name)"]
        )
        #expect(result?.status == 0)
    }

    /// Runs to the end, at most a minute; the environment holds only what is given, and the options of sanitizers.
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
        try run(arguments, environment: environment)
    }

    /// No file may grow beyond `fileLimit`, in units of the shell: such a write fails, as on a full disk.
    func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        fileLimit: Int? = nil
    ) throws -> Result {
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let limit = fileLimit.map { "trap '' XFSZ; ulimit -f \($0); " } ?? ""
        let command = limit + "exec env -i -C \"$0\" \"$@\" > \"$0/.stdout\" 2> \"$0/.stderr\" < /dev/null"
        // The thread sanitizer begins with a temporary file that is larger than such a limit, where it can make one.
        let places = fileLimit == nil ? [] : ["TMPDIR=/dev/null"]
        let words = ["PATH=/usr/bin:/bin", "HOME=\(directory)"] + places + Self.sanitizers + variables
        let result = PosixSpawnRunner().run(
            "sh",
            ["-c", command, directory] + words + ["timeout", "60", Self.path] + arguments
        )
        return Result(
            status: try #require(result?.status),
            output: try read(".stdout"),
            error: try read(".stderr")
        )
    }

    func read(_ path: String) throws -> String {
        String(decoding: try POSIXFileAccess().read("\(directory)/\(path)", limit: 1 << 24), as: UTF8.self)
    }
}
