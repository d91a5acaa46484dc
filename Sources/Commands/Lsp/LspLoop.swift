// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Dispatch
import Documents
import LanguageServer
import NIOConcurrencyHelpers

/// Moves bytes between an editor and the server, reads folders, and wakes the server when it wants.
struct LspLoop {
    private var server: LanguageServer
    private let context: CommandContext

    init(server: LanguageServer, context: CommandContext) {
        self.server = server
        self.context = context
    }

    /// Runs until the editor says `exit`, its stream ends, or the work is cancelled.
    consuming func run() async -> ExitStatus {
        let mailbox = Mailbox()
        let input = context.standardInput
        // Reading blocks, so it has a thread of its own.
        DispatchQueue(label: "msctl.lsp.input").async {
            while let bytes = input() { mailbox.put(.bytes(bytes)) }
            mailbox.put(.end)
        }
        var framer = MessageFramer()
        var alarm: Task<Void, Never>?
        defer { alarm?.cancel() }
        for await _ in mailbox.wakes {
            var hasEnded = false
            repeat {
                for event in mailbox.take() {
                    switch event {
                    case .bytes(let bytes):
                        framer.append(bytes)
                        while let frame = framer.next() { if let end = perform(accept(frame)) { return end } }
                    case .end: hasEnded = true
                    case .alarm: break
                    }
                }
                // One at a time, so that what has come meanwhile can cancel what still waits.
                if server.hasWork, let end = perform(server.step(at: context.elapsed())) { return end }
            } while server.hasWork || mailbox.hasMail
            server.today = Today.date(in: context)
            // At the end of the stream no further change can come, so nothing has to wait.
            let time = hasEnded ? server.deadline ?? .zero : context.elapsed()
            if let end = perform(server.tick(at: time)) { return end }
            if hasEnded { return .abandoned }
            alarm?.cancel()
            alarm = server.deadline.map { deadline in
                let wait = deadline - context.elapsed()
                return Task {
                    guard (try? await Task.sleep(for: max(wait, .zero))) != nil else { return }
                    mailbox.put(.alarm)
                }
            }
        }
        return .interrupted
    }

    private mutating func accept(_ frame: MessageFramer.Frame) -> [ServerAction] {
        switch frame {
        case .malformed(let reason): return server.malformed(reason)
        case .message(let bytes):
            do throws(JSONReader.Failure) {
                return server.enqueue(try JSONReader.read(bytes))
            } catch {
                return server.malformed(error.description)
            }
        }
    }

    /// Does what the server wants; a status when that was the end.
    private mutating func perform(_ actions: [ServerAction]) -> ExitStatus? {
        for action in actions {
            switch action {
            case .send(let message):
                context.standardOutput(MessageFramer.framed(message.text(.compact)))
            case .load(let folder):
                let contents = FolderReader(folder: folder, context: context).contents()
                if let end = perform(server.loaded(contents, at: context.elapsed())) { return end }
            case .exit(let isOrderly): return isOrderly ? .stopped : .abandoned
            }
        }
        return nil
    }
}

/// What waits for the loop, put in from other threads.
private final class Mailbox: Sendable {
    enum Event: Sendable {
        case bytes([UInt8])
        case end
        /// The server wanted to be woken.
        case alarm
    }

    /// Wakes the loop; several events may share a wake.
    let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    private let events = NIOLockedValueBox<[Event]>([])

    init() {
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var hasMail: Bool { events.withLockedValue { !$0.isEmpty } }

    func put(_ event: Event) {
        events.withLockedValue { $0.append(event) }
        waker.yield()
    }

    func take() -> [Event] {
        events.withLockedValue { events in
            defer { events = [] }
            return events
        }
    }
}
