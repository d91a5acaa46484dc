// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// Reads what a program writes until the program itself is over.
///
/// Not until nobody can write any more: a helper that it leaves behind holds the pipe for as long as it likes.
struct ChildOutput {
    /// How long a program may take to end once it was told to.
    private static let grace = Duration.seconds(2)

    let file: Int32
    let process: pid_t
    /// What it has written.
    private(set) var bytes: [UInt8] = []
    /// How it ended, as `waitpid` says.
    private(set) var status: Int32 = 0

    private var isClosed = false

    init(file: Int32, process: pid_t) {
        self.file = file
        self.process = process
        _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK)
    }

    /// Reads to the end; false if the program had to be ended because its time was up.
    mutating func follow(until deadline: ContinuousClock.Instant?, isCancelled: () -> Bool) -> Bool {
        var isOnTime = true
        var toldAt: ContinuousClock.Instant?
        while true {
            wait()
            readAvailable()
            if hasEnded() {
                // What it wrote last is in the pipe by now.
                readAvailable()
                return isOnTime
            }
            let now = ContinuousClock.now
            if let told = toldAt {
                if now - told >= Self.grace { kill(process, SIGKILL) }
            } else if isCancelled() {
                toldAt = now
            } else if let deadline, now >= deadline {
                isOnTime = false
                toldAt = now
                kill(process, SIGTERM)
            }
        }
    }

    /// Waits for more output or, where there can be none, a moment.
    private func wait() {
        guard isClosed else {
            var entry = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            poll(&entry, 1, 50)
            return
        }
        usleep(5000)
    }

    private mutating func readAvailable() {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while !isClosed {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN || errno == EWOULDBLOCK { return }
            guard count > 0 else {
                isClosed = true
                return
            }
            bytes += buffer[..<count]
        }
    }

    private mutating func hasEnded() -> Bool {
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended < 0, errno == EINTR { continue }
            return ended != 0
        }
    }
}
