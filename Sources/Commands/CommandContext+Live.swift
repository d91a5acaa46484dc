// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

extension CommandContext {
    /// The real terminal, environment, files and clocks.
    package static func live() -> CommandContext {
        let environment = processEnvironment()
        return CommandContext(
            streams: (output: sink(STDOUT_FILENO), error: sink(STDERR_FILENO)),
            environment: environment,
            files: (access: POSIXFileAccess(), workingDirectory: currentDirectory()),
            time: (now: { Int64(time(nil)) }, elapsed: { monotonic() }),
            system: (
                terminal: .live(environment: environment),
                programs: PosixSpawnRunner(),
                version: Version.current
            )
        )
    }

    private static func sink(_ descriptor: Int32) -> Sink {
        { text in
            var text = text
            text.withUTF8 { bytes in
                var offset = 0
                while offset < bytes.count {
                    let written = write(
                        descriptor,
                        bytes.baseAddress.map { $0 + offset },
                        bytes.count - offset
                    )
                    if written >= 0 {
                        offset += written
                    } else if errno == EAGAIN {
                        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                        poll(&waiting, 1, -1)
                    } else if errno != EINTR {
                        // The reader is gone. The work goes on: a deploy must not stop because its log was cut.
                        return
                    }
                }
            }
        }
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

    private static func monotonic() -> Duration {
        var value = timespec()
        clock_gettime(CLOCK_MONOTONIC, &value)
        return .seconds(value.tv_sec) + .nanoseconds(value.tv_nsec)
    }
}
