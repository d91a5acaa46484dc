// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

extension CommandContext {
    /// The real terminal, environment, files and clocks.
    static func live(_ output: OutputStream, _ error: OutputStream) -> CommandContext {
        let environment = processEnvironment()
        var context = CommandContext(
            streams: (output: output.write, error: error.write),
            environment: environment,
            files: (access: POSIXFileAccess(), workingDirectory: currentDirectory()),
            time: (now: { Int64(time(nil)) }, elapsed: { Monotonic.now() }),
            system: (
                terminal: .live(environment: environment),
                programs: PosixSpawnRunner(),
                version: Version.current
            )
        )
        context.standardInput = { InputStream.read(STDIN_FILENO) }
        return context
    }

    private static func processEnvironment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let pointer = entry.pointee {
            let text = String(cString: pointer)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            entry += 1
        }
        return variables
    }

    private static func currentDirectory() -> String {
        guard let pointer = getcwd(nil, 0) else { return "/" }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}
