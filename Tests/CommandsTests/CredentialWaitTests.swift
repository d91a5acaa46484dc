// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import NIOConcurrencyHelpers
import Support
import Testing

@testable import Commands
@testable import KubernetesClient

@Suite struct CredentialWaitTests {
    private let run = ProgramRun(command: "login", arguments: [], environment: [], isInteractive: false)

    /// A machine whose programs end when a test says so.
    private func machine(_ end: AsyncStream<Void>) -> SystemAccess {
        SystemAccess(
            readFile: { _ in .missing },
            environment: [:],
            isInteractive: false,
            now: { Timestamp(seconds: 0) },
            run: { (_) async throws(CredentialError) in
                for await _ in end { break }
                return Array("token".utf8)
            }
        )
    }

    @Test func saysSoOnceAProgramHasTakenThreeSeconds() async throws {
        let clock = ManualClock()
        let (texts, said) = AsyncStream<String>.makeStream()
        let (ends, end) = AsyncStream<Void>.makeStream()
        let system = machine(ends).announcingWaits(clock: clock) { said.yield($0) }
        let asked = run
        let answer = Task { try await system.run(asked) }
        await clock.waitForSleepers()
        #expect(clock.nextDeadline?.offset == .seconds(3))
        clock.advance(by: .seconds(3))
        var heard = texts.makeAsyncIterator()
        #expect(await heard.next() == "waiting for credentials: `login` is still running")
        end.yield()
        #expect(try await answer.value == Array("token".utf8))
        said.finish()
        #expect(await heard.next() == nil)
    }

    @Test func saysNothingOfAProgramThatIsQuick() async throws {
        let clock = ManualClock()
        let said = NIOLockedValueBox<[String]>([])
        let (ends, end) = AsyncStream<Void>.makeStream()
        end.yield()
        let system = machine(ends).announcingWaits(clock: clock) { text in
            said.withLockedValue { $0.append(text) }
        }
        #expect(try await system.run(run) == Array("token".utf8))
        clock.advance(by: .seconds(10))
        #expect(said.withLockedValue { $0 } == [])
    }
}
