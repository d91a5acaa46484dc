// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import CCurl
import Glibc
import HTTP
import HTTPTypes
import NIOConcurrencyHelpers

/// Drives all transfers of one transport on a thread of its own, because waiting for sockets blocks.
///
/// Invariant behind `@unchecked Sendable`: after `init`, everything but `mailbox` is touched by the engine's thread
/// alone; the one call from elsewhere is `curl_multi_wakeup`, which libcurl allows from any thread, made under the
/// mailbox's lock and never after the mailbox is closed, which happens before the handle is freed.
final class CurlEngine: @unchecked Sendable {
    private enum Operation: Sendable {
        case start(CurlExchange)
        case cancel(CurlExchange)
        case resume(CurlExchange)
        case shutDown
    }

    private struct Mailbox {
        var operations: [Operation] = []
        var isClosed = false
    }

    private let mailbox = NIOLockedValueBox(Mailbox())
    private let library: CurlLibrary
    private let multi: UnsafeMutableRawPointer
    private var transfers: [ObjectIdentifier: CurlTransfer] = [:]
    private var warmUp = ConnectionWarmUp()
    private let patience: TransportSettings.Patience
    private var silence: SilenceWatch
    private var lastLook = ContinuousClock.now
    /// When the last byte came of a transfer that has ended.
    private var lastHeardOfEnded: ContinuousClock.Instant?

    /// Loads libcurl and starts the thread.
    init(_ patience: TransportSettings.Patience, takesBlobs: Bool = true) throws(TransportError) {
        self.patience = patience
        silence = SilenceWatch(patience)
        library = try CurlLibrary(takesBlobs: takesBlobs)
        guard let multi = ccurl_multi_init(library.api) else {
            throw TransportError(.notSent, "libcurl does not start: out of memory")
        }
        self.multi = multi
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let code = pthread_create(&thread, nil, curlThread, context.toOpaque())
        guard code == 0 else {
            context.release()
            throw TransportError(.notSent, "no thread for the network: \(String(cString: strerror(code)))")
        }
        pthread_detach(thread)
    }

    /// Sends and collects everything.
    func whole(_ exchange: CurlExchange) async throws(TransportError) -> HTTPReply {
        post(.start(exchange))
        return try await withCancellation(of: exchange) { () async throws(TransportError) in
            try await exchange.whole()
        }
    }

    /// Sends and waits for the head.
    func head(_ exchange: CurlExchange) async throws(TransportError) -> HTTPResponse {
        post(.start(exchange))
        return try await withCancellation(of: exchange) { () async throws(TransportError) in
            try await exchange.head()
        }
    }

    /// Waits for the next piece of a body.
    func piece(_ exchange: CurlExchange) async throws(TransportError) -> [UInt8]? {
        let (bytes, isResumed) = try await withCancellation(of: exchange) {
            () async throws(TransportError) in try await exchange.piece()
        }
        if isResumed { post(.resume(exchange)) }
        return bytes
    }

    /// Ends an exchange at once; its connection is closed or, with HTTP/2, told so.
    func cancel(_ exchange: CurlExchange) {
        if exchange.finish(TransportError(.cancelled, "cancelled")) { post(.cancel(exchange)) }
    }

    /// Ends everything, and the thread.
    func shutDown() {
        post(.shutDown)
    }

    private func withCancellation<Value: Sendable>(
        of exchange: CurlExchange,
        _ body: @Sendable () async throws(TransportError) -> Value
    ) async throws(TransportError) -> Value {
        let result = await withTaskCancellationHandler {
            do throws(TransportError) {
                return Result<Value, TransportError>.success(try await body())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            cancel(exchange)
        }
        return try result.get()
    }

    private func post(_ operation: Operation) {
        let isClosed = mailbox.withLockedValue { mailbox in
            guard !mailbox.isClosed else { return true }
            mailbox.operations.append(operation)
            ccurl_multi_wakeup(library.api, multi)
            return false
        }
        guard isClosed, case .start(let exchange) = operation else { return }
        exchange.finish(TransportError(.notSent, "the transport is closed"))
    }
}

/// The engine's thread.
private func curlThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    // Signals are for other threads; a broken pipe is an error code here.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    Unmanaged<CurlEngine>.fromOpaque(context).takeRetainedValue().run()
    return nil
}

extension CurlEngine {
    fileprivate func run() {
        while obey() {
            _ = ccurl_multi_perform(library.api, multi)
            endFinished()
            for exchange in warmUp.released(now: .now, isWarm: isWarm) { start(exchange) }
            endSilent(now: .now)
            _ = ccurl_multi_poll(library.api, multi, longestWait)
        }
        let forgotten = mailbox.withLockedValue { mailbox in
            mailbox.isClosed = true
            defer { mailbox.operations = [] }
            return mailbox.operations
        }
        let closed = TransportError(.cancelled, "the transport was closed")
        for case .start(let exchange) in forgotten { exchange.finish(closed) }
        for exchange in warmUp.abandoned() { exchange.finish(closed) }
        for transfer in transfers.values { end(transfer, closed) }
        ccurl_multi_cleanup(library.api, multi)
    }

    /// How long to wait for the sockets, in milliseconds.
    ///
    /// libcurl 7.88 can read the end of one HTTP/2 stream while it serves another, and then waits for a socket that has
    /// nothing more to say; the answer showed 30 s later, with the server's next ping. Looking again finds it.
    private var longestWait: Int32 {
        if warmUp.isWaiting { return 50 }
        return transfers.isEmpty ? 60_000 : 100
    }

    /// Does what was posted; false when it is time to stop.
    private func obey() -> Bool {
        let operations = mailbox.withLockedValue { mailbox in
            defer { mailbox.operations = [] }
            return mailbox.operations
        }
        for (index, operation) in operations.enumerated() {
            switch operation {
            case .start(let exchange):
                let isReliable = library.hasReliableHTTP2
                if warmUp.admits(exchange, hasReliableHTTP2: isReliable, now: .now) { start(exchange) }
            case .cancel(let exchange):
                if let transfer = transfers[ObjectIdentifier(exchange)] { end(transfer, nil) }
            case .resume(let exchange):
                if let transfer = transfers[ObjectIdentifier(exchange)] {
                    _ = ccurl_easy_resume(library.api, transfer.easy)
                }
            case .shutDown:
                let closed = TransportError(.cancelled, "the transport was closed")
                for case .start(let exchange) in operations[index...] { exchange.finish(closed) }
                return false
            }
        }
        return true
    }

    private func isWarm(_ exchange: CurlExchange) -> Bool {
        guard let transfer = transfers[ObjectIdentifier(exchange)] else { return true }
        return transfer.hasHead
    }

    private func start(_ exchange: CurlExchange) {
        // Cancelled before it began.
        guard !exchange.isOver else { return }
        do throws(TransportError) {
            let transfer = try CurlTransfer(exchange, library)
            guard ccurl_multi_add(library.api, multi, transfer.easy) == CURLM_OK else {
                throw TransportError(.notSent, "libcurl takes no more transfers")
            }
            transfers[ObjectIdentifier(exchange)] = transfer
        } catch {
            exchange.finish(error)
        }
    }

    private func endFinished() {
        var code = CURLE_OK
        while let easy = ccurl_multi_next_done(library.api, multi, &code) {
            guard let transfer = transfers.values.first(where: { $0.easy == easy }) else { continue }
            end(transfer, transfer.error(for: code))
        }
    }

    /// Ends what the server has stopped to answer.
    private func endSilent(now: ContinuousClock.Instant) {
        guard now - lastLook >= .milliseconds(50) else { return }
        lastLook = now
        for transfer in transfers.values where transfer.hasHead && !transfer.isEndless {
            guard let heard = transfer.lastHeard, now - heard >= patience.pause else { continue }
            end(transfer, TransportError(.connectionLost, "the reply stopped in its midst"))
        }
        // Also those whose head has not come yet: a container that has said nothing gives none, nor does a dead server.
        let streams = transfers.values.filter(\.exchange.request.isStream)
        // That one is opened is no sign of life: watches of a dead server are opened again and again.
        let oldest = streams.map(\.startedAt).min()
        let moments = transfers.values.map(\.lastHeard) + [lastHeardOfEnded, oldest]
        let lastHeard = moments.compactMap(\.self).max()
        switch silence.look(lastHeard: streams.isEmpty ? nil : lastHeard, now: now) {
        case .nothing: break
        // Any answer will do, so the question goes without credentials.
        case .ask:
            if let stream = streams.first { start(CurlExchange(stream.exchange.request.probe, mode: .whole)) }
        case .giveUp:
            let seconds = (patience.silence + patience.answer).components.seconds
            let gone = TransportError(.connectionLost, "the server has been silent for \(seconds) s")
            for stream in streams { end(stream, gone) }
        }
    }

    /// Takes a transfer out; its exchange ends unless it has ended already.
    private func end(_ transfer: CurlTransfer, _ error: TransportError?) {
        ccurl_multi_remove(library.api, multi, transfer.easy)
        transfers[ObjectIdentifier(transfer.exchange)] = nil
        lastHeardOfEnded = [lastHeardOfEnded, transfer.lastHeard].compactMap(\.self).max()
        transfer.exchange.finish(error)
    }
}
