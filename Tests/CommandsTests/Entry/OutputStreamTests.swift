// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import Testing

@testable import Commands

@Suite struct OutputStreamTests {
    /// The runtime opens files of its own before anything of ours runs.
    @Test func aClosedStreamIsKnownThoughItsNumberWasGivenAway() throws {
        // The header that has it is none that Swift knows.
        typealias MakeCounter = @convention(c) (UInt32, Int32) -> Int32
        let symbol = try #require(dlsym(nil, "eventfd"))
        let other = unsafeBitCast(symbol, to: MakeCounter.self)(0, O_CLOEXEC)
        try #require(other >= 0)
        defer { close(other) }
        let stream = OutputStream(other)
        stream.write("12345678")
        #expect(stream.loss == EBADF)
        // It was neither written into nor replaced.
        var info = stat()
        #expect(fstat(other, &info) == 0 && info.st_mode & S_IFMT == 0)
        #expect(fcntl(other, F_SETFL, O_NONBLOCK) == 0)
        var count: UInt64 = 0
        #expect(read(other, &count, 8) == -1 && errno == EAGAIN)
    }

    @Test func aDiskThatIsFullIsToldAsSuch() {
        let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
        defer { close(full) }
        let stream = OutputStream(full)
        stream.write("all of it")
        #expect(stream.loss == ENOSPC)
    }

    @Test(arguments: [
        (EBADF, "standard output: it is closed"), (ENOSPC, "no space is left where it goes"),
        (EDQUOT, "no space is left where it goes"), (EIO, "Input/output error"),
    ])
    func whatWasLostIsSaidInWords(loss: Int32, words: String) {
        let failure = OutputStream.failure(of: loss)
        #expect(failure.status == .outputLost)
        #expect(failure.headline.hasSuffix(words), "\(failure.headline)")
        #expect(failure.hint?.hasSuffix(", then run the command again") == true)
    }
}
