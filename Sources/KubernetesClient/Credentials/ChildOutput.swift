// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// Reads what a program writes until the program itself is over.
///
/// Not until nobody can write any more: a helper that it leaves behind holds the pipe for as long as it likes.
struct ChildOutput {
    /// How it came to the end.
    enum End {
        case byItself
        /// It had to be ended because its time was up.
        case late
        /// It had to be ended because it did not stop writing.
        case endless
    }

    /// How long a program may take to end once it was told to.
    private static let grace = Duration.seconds(2)
    /// No credentials are as long as that, in bytes.
    static let longest = 1 << 20

    let process: pid_t
    /// Who is told to end: the process, or its group.
    private let recipient: pid_t
    /// What it has written.
    private(set) var bytes: [UInt8] = []
    /// How it ended, as `waitpid` says.
    private(set) var status: Int32 = 0

    private var output: ChildPipe
    private var words: ChildWords?

    /// Reads its standard output and, if there is somebody to hear of it, its standard error.
    init(
        _ process: pid_t,
        recipient: pid_t,
        output: Int32,
        errors: (file: Int32, hear: @Sendable (String) -> Void)?
    ) {
        self.process = process
        self.recipient = recipient
        self.output = ChildPipe(output)
        words = errors.map { ChildWords(ChildPipe($0.file), hear: $0.hear) }
    }

    /// Reads to the end.
    mutating func follow(until deadline: ContinuousClock.Instant?, isCancelled: () -> Bool) -> End {
        var end = End.byItself
        var toldAt: ContinuousClock.Instant?
        while true {
            wait()
            readAvailable()
            if hasEnded(afterTold: toldAt != nil || isCancelled()) {
                // What it wrote last is in the pipes by now.
                readAvailable()
                words?.finish()
                return end
            }
            let now = ContinuousClock.now
            if let told = toldAt {
                if now - told >= Self.grace { kill(recipient, SIGKILL) }
            } else if isCancelled() {
                toldAt = now
            } else if bytes.count > Self.longest {
                end = .endless
            } else if let deadline, now >= deadline {
                end = .late
            }
            if end != .byItself, toldAt == nil {
                toldAt = now
                kill(recipient, SIGTERM)
            }
        }
    }

    /// Waits for more output or, where there can be none, a moment.
    private func wait() {
        let open = [output, words?.pipe].compactMap(\.self).filter { !$0.isClosed }
        guard !open.isEmpty else {
            usleep(5000)
            return
        }
        var entries = open.map { pollfd(fd: $0.file, events: Int16(POLLIN), revents: 0) }
        poll(&entries, nfds_t(entries.count), 50)
    }

    private mutating func readAvailable() {
        words?.readAvailable()
        // One that never stops must not keep anybody from noticing.
        for _ in 0..<64 {
            guard let piece = output.next() else { return }
            if bytes.count <= Self.longest { bytes += piece }
        }
    }

    /// Collects it if it is over; what one that was told to end leaves behind in its group is ended before that, as long as
    /// its number is not free for another.
    private mutating func hasEnded(afterTold isTold: Bool) -> Bool {
        var info = siginfo_t()
        while true {
            let result = waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT)
            if result < 0, errno == EINTR { continue }
            if result == 0, info._sifields._sigchld.si_pid != process { return false }
            break
        }
        if isTold, recipient < 0 { kill(recipient, SIGKILL) }
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return true
    }
}

/// The end of a pipe that is read without waiting.
struct ChildPipe {
    let file: Int32
    private(set) var isClosed = false

    init(_ file: Int32) {
        self.file = file
        _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK)
    }

    /// What there is now, or the first part of it; `nil` for nothing.
    mutating func next() -> [UInt8]? {
        guard !isClosed else { return nil }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count > 0 { return Array(buffer[..<count]) }
            if count < 0, errno == EINTR { continue }
            isClosed = count == 0 || errno != EAGAIN && errno != EWOULDBLOCK
            return nil
        }
    }
}

/// Hands on line by line what a program says, for whoever draws on the terminal that it would write to.
struct ChildWords {
    private(set) var pipe: ChildPipe
    private let hear: @Sendable (String) -> Void
    private var lines = LineSplitter()
    private var heardAt = ContinuousClock.now

    init(_ pipe: ChildPipe, hear: @escaping @Sendable (String) -> Void) {
        self.pipe = pipe
        self.hear = hear
    }

    /// Hands on the lines that there are; also what it stopped at, such as a question.
    mutating func readAvailable() {
        for _ in 0..<64 {
            guard let piece = pipe.next() else { break }
            heardAt = .now
            lines.take(piece)
            while let line = lines.next() { say(line) }
            if lines.unfinished > 16_384 { say(lines.cut()) }
        }
        if lines.unfinished > 0, .now - heardAt >= .seconds(1) { say(lines.cut()) }
    }

    /// Hands on what stands after the last line break.
    mutating func finish() {
        if let rest = lines.end() { say(rest) }
    }

    /// Of a line that is written over and over, such as a progress bar, the last state counts.
    private func say(_ line: [UInt8]) {
        let text = line.split(separator: UInt8(ascii: "\r")).last ?? []
        hear(String(decoding: text, as: UTF8.self).harmless)
    }
}
