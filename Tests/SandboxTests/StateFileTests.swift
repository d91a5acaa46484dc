// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Glibc
import Kubernetes
import Sandbox
import Testing

@Suite struct StateFileTests {
    private static let maps = "/api/v1/namespaces/default/configmaps"

    private func client(_ scratch: StateScratch) async throws -> SandboxClient {
        let client = SandboxClient()
        try await client.server.keepState(in: scratch.path)
        return client
    }

    private func names(_ client: SandboxClient) async throws -> [String] {
        (try await client.get(Self.maps)["items"]?.array ?? []).compactMap {
            $0[path: "metadata", "name"]?.string
        }
        .filter { $0 != "kube-root-ca.crt" }
    }

    /// What one finds who takes the state up and lets it go again.
    private func found(_ scratch: StateScratch) async throws -> [String] {
        let keeper = try await client(scratch)
        let found = try await names(keeper)
        await keeper.server.releaseState()
        return found
    }

    @Test func takesUpWhatAnotherProcessLeft() async throws {
        let scratch = StateScratch()
        let first = try await client(scratch)
        _ = try await first.send("POST", Self.maps, Sample.configMap("a", ["k": "1"]))
        _ = try await first.send("POST", Self.maps, Sample.configMap("b", ["k": "1"]))
        _ = try await first.send("DELETE", Self.maps + "/b")
        let before = try await first.get(Self.maps + "/a")
        await first.server.releaseState()
        let second = try await client(scratch)
        #expect(try await names(second) == ["a"])
        let after = try await second.get(Self.maps + "/a")
        #expect(before == after)
    }

    /// Wherever the process is killed while it appends, the next one starts with a state that there has been.
    @Test func survivesATearAtEveryByteOfTheLastLine() async throws {
        let scratch = StateScratch()
        let first = try await client(scratch)
        _ = try await first.send("POST", Self.maps, Sample.configMap("a", ["k": "1"]))
        let whole = scratch.bytes
        _ = try await first.send("POST", Self.maps, Sample.configMap("b", ["k": "1"]))
        let longer = scratch.bytes
        #expect(longer.count > whole.count)
        await first.server.releaseState()
        for end in stride(from: whole.count, to: longer.count, by: 7) {
            scratch.write(Array(longer[..<end]))
            #expect(try await found(scratch) == ["a"])
        }
        scratch.write(longer)
        #expect(try await found(scratch) == ["a", "b"])
    }

    @Test func aLastLineOfGarbageDoesNotCount() async throws {
        let scratch = StateScratch()
        let first = try await client(scratch)
        _ = try await first.send("POST", Self.maps, Sample.configMap("a", ["k": "1"]))
        await first.server.releaseState()
        scratch.write(scratch.bytes + [0, 0, 0, 0, 10])
        #expect(try await found(scratch) == ["a"])
    }

    @Test func garbageInTheMiddleIsRefused() async throws {
        let scratch = StateScratch()
        let first = try await client(scratch)
        let head = scratch.bytes
        _ = try await first.send("POST", Self.maps, Sample.configMap("a", ["k": "1"]))
        let tail = scratch.bytes[head.count...]
        await first.server.releaseState()
        scratch.write(head + Array("{broken\n".utf8) + tail)
        await #expect(throws: SandboxStateError.self) { _ = try await client(scratch) }
    }

    /// A file whose snapshot holds two maps, and which has been appended to since; how many lines the snapshot has.
    private func compacted(_ scratch: StateScratch) async throws -> (lines: [[UInt8]], snapshot: Int) {
        let first = try await client(scratch)
        for name in ["a", "b"] {
            _ = try await first.send("POST", Self.maps, Sample.configMap(name, ["k": "1"]))
        }
        await first.server.releaseState()
        let second = try await client(scratch)
        _ = try await second.send("POST", Self.maps, Sample.configMap("c", ["k": "1"]))
        await second.server.releaseState()
        let lines = scratch.bytes.split(separator: 10).map { Array($0) + [10] }
        let head = try JSONReader.read(try #require(lines.first))
        let objects = try #require(head["objects"]?.integer)
        return (lines, Int(objects) + 1)
    }

    /// A snapshot is put in place whole; what is missing of it was never a state.
    @Test func aSnapshotThatWasCutIsRefused() async throws {
        let scratch = StateScratch()
        let file = try await compacted(scratch)
        for count in 1..<file.snapshot {
            let objects = file.snapshot - 1
            let words = "line 1 counts \(objects) objects, and only \(count - 1) can be read after it"
            // After a whole line, and in the middle of the next one.
            let whole = Array(file.lines[..<count].joined())
            for cut in [whole, whole + file.lines[count].dropLast(9)] {
                scratch.write(cut)
                #expect(await refusal(scratch)?.message == "it is damaged: \(words)")
            }
        }
        scratch.write(Array(file.lines[..<file.snapshot].joined()))
        #expect(try await found(scratch) == ["a", "b"])
        scratch.write(Array(file.lines.joined()))
        #expect(try await found(scratch) == ["a", "b", "c"])
    }

    @Test func aSnapshotThatLostOrGainedALineIsRefused() async throws {
        let scratch = StateScratch()
        let file = try await compacted(scratch)
        var lines = file.lines
        let line = lines.remove(at: 2)
        scratch.write(Array(lines.joined()))
        let lost = try #require(await refusal(scratch))
        #expect(lost.message.contains("only \(file.snapshot - 2) can be read after it"), "\(lost.message)")
        lines.insert(contentsOf: [line, line], at: 2)
        scratch.write(Array(lines.joined()))
        let gained = try #require(await refusal(scratch))
        #expect(gained.message.hasSuffix("and more can be read after it"), "\(gained.message)")
    }

    @Test func aLastLineOfGarbageWithinTheSnapshotIsRefused() async throws {
        let scratch = StateScratch()
        let file = try await compacted(scratch)
        scratch.write(file.lines[..<(file.snapshot - 1)].joined() + [0, 0, 0, 0, 10])
        let words = "line \(file.snapshot) is not JSON: "
        #expect(await refusal(scratch)?.message.hasPrefix(words) == true)
    }

    /// Those of earlier versions do not count their objects.
    @Test func aStateWithoutACountIsTaken() async throws {
        let scratch = StateScratch()
        let file = try await compacted(scratch)
        var head = try JSONReader.read(file.lines[0])
        head["objects"] = nil
        scratch.write(head.bytes() + [10] + file.lines.dropFirst().joined())
        #expect(try await found(scratch) == ["a", "b", "c"])
    }

    @Test func staysSmallHoweverMuchIsWritten() async throws {
        let scratch = StateScratch()
        let client = try await client(scratch)
        let data = String(repeating: "x", count: 50_000)
        for round in 0..<100 {
            _ = try await client.apply(
                Self.maps + "/a",
                Sample.configMap("a", ["k": .string("\(round)\(data)")])
            )
        }
        // Five megabytes were written; the file holds the last state and at most as much again as is worth it.
        #expect(scratch.bytes.count < 2_500_000)
        await client.server.releaseState()
        #expect(await client.server.stateFailure == nil)
        #expect(try await found(scratch) == ["a"])
    }

    private func refusal(_ scratch: StateScratch) async -> SandboxStateError? {
        do throws(SandboxStateError) {
            try await SandboxServer().keepState(in: scratch.path)
            return nil
        } catch {
            return error
        }
    }

    /// A state is put in the place of its file: `/dev/null` would be gone for the whole machine.
    @Test(.timeLimit(.minutes(1)))
    func whatIsNoFileIsLeftAsItIs() async throws {
        let scratch = StateScratch()
        unlink(scratch.path)
        try #require(mkfifo(scratch.path, 0o600) == 0)
        let error = await #expect(throws: SandboxStateError.self) { _ = try await client(scratch) }
        #expect(error?.isNoFile == true)
        var info = stat()
        #expect(stat(scratch.path, &info) == 0 && info.st_mode & S_IFMT == S_IFIFO)
    }

    /// Two who write to one file would each lose what the other one writes.
    @Test func hasOneKeeperAtATime() async throws {
        let scratch = StateScratch()
        let first = try await client(scratch)
        #expect(await refusal(scratch)?.isInUse == true)
        let whole = scratch.inode
        let data = String(repeating: "x", count: 50_000)
        for round in 0..<30 {
            _ = try await first.apply(
                Self.maps + "/a",
                Sample.configMap("a", ["k": .string("\(round)\(data)")])
            )
        }
        // Compacted meanwhile: another file has this name now.
        #expect(scratch.inode != whole)
        #expect(await refusal(scratch)?.isInUse == true)
        #expect(await first.server.stateFailure == nil)
        await first.server.releaseState()
        #expect(try await found(scratch) == ["a"])
        #expect(await refusal(scratch) == nil)
    }
}
