// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import NIOConcurrencyHelpers

/// A standard stream that remembers when it lost something.
///
/// The work goes on whatever happens to its output: a deploy must not stop because its log was cut. What was lost is
/// told at the end, through the exit status.
final class OutputStream: Sendable {
    private let descriptor: Int32
    private let reason = NIOLockedValueBox<Int32?>(nil)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        // What the concurrency runtime opened before the first line of ours may have the number of a closed standard stream
        // (`>&-`): written into, an eventfd says `Invalid argument`. It stays, and nothing is written.
        var info = stat()
        if fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == 0 {
            reason.withLockedValue { $0 = EBADF }
            return
        }
        // A closed standard stream would lend its number to the next file that is opened, and write into that.
        if fcntl(descriptor, F_GETFD) == -1 {
            reason.withLockedValue { $0 = EBADF }
            let null = open("/dev/null", O_RDWR)
            if null != descriptor, null >= 0 {
                dup2(null, descriptor)
                close(null)
            }
        }
    }

    /// The `errno` of the first write that lost text; `nil` as well when the reader went away, as `head` does.
    var loss: Int32? { reason.withLockedValue { $0 == EPIPE ? nil : $0 } }

    /// What a loss of standard output ends with, by its `errno`.
    static func failure(of loss: Int32) -> CommandFailure {
        let (place, hint) =
            switch loss {
            case EBADF: (": it is closed", "nothing was written; leave it open, or direct it elsewhere")
            case ENOSPC, EDQUOT:
                (
                    ": no space is left where it goes",
                    "what was written is incomplete; free some space or write elsewhere"
                )
            default:
                (": \(String(cString: strerror(loss)))", "what was written is incomplete; write elsewhere")
            }
        return CommandFailure(
            .outputLost,
            "the result could not be written to standard output\(place)",
            hint: "\(hint), then run the command again"
        )
    }

    /// Writes all of a text, or remembers why that was not possible.
    func write(_ text: String) {
        guard reason.withLockedValue({ $0 }) == nil else { return }
        var text = text
        text.withUTF8 { bytes in
            var offset = 0
            while offset < bytes.count {
                let written = Glibc.write(
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
                    let number = errno
                    reason.withLockedValue { $0 = number }
                    return
                }
            }
        }
    }
}
