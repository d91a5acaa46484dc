// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import HTTP
package import Kubernetes

/// The lines of a reply that is still arriving, without their line breaks; pulled, so never ahead of the reader.
///
/// A line that does not end comes in pieces of about a mebibyte: what a container writes has no bounds.
package struct LineStream: AsyncSequence, Sendable {
    /// One line.
    package typealias Element = String
    /// A connection that broke, or a cancelled task.
    package typealias Failure = ClusterError

    private let reply: HTTPStreamReply
    private let doing: String
    private let object: ObjectReference?

    /// Splits the body of a reply into lines.
    package init(_ reply: HTTPStreamReply, doing: String, object: ObjectReference?) {
        self.reply = reply
        self.doing = doing
        self.object = object
    }

    /// Starts reading; a reply can be read once.
    package func makeAsyncIterator() -> Iterator {
        Iterator(base: ByteLineIterator(reply.body, cutAbove: 1 << 20), doing: doing, object: object)
    }

    /// Reads line by line.
    package struct Iterator: AsyncIteratorProtocol {
        var base: ByteLineIterator
        let doing: String
        let object: ObjectReference?

        /// The next line; `nil` at the end of the reply.
        package mutating func next() async throws(ClusterError) -> String? {
            do throws(TransportError) {
                return try await base.next().map { String(decoding: $0, as: UTF8.self) }
            } catch {
                throw ClusterError(transport: error, doing: doing, object: object)
            }
        }

        /// The next line; `nil` at the end of the reply.
        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ClusterError) -> String? {
            do throws(TransportError) {
                return try await base.next(isolation: actor).map { String(decoding: $0, as: UTF8.self) }
            } catch {
                throw ClusterError(transport: error, doing: doing, object: object)
            }
        }
    }
}

/// Reads a stream of pieces line by line.
struct ByteLineIterator {
    private var pieces: AsyncThrowingStream<[UInt8], any Error>.AsyncIterator
    private var splitter = LineSplitter()
    private var isAtEnd = false
    private let cutAbove: Int?
    private let longest: Int

    /// Reads a body once; a line longer than `cutAbove` bytes comes in pieces, one longer than `longest` is an error.
    ///
    /// By default nothing is cut, as for the events of a watch; no server stores an object a fraction as large as that.
    init(_ body: AsyncThrowingStream<[UInt8], any Error>, cutAbove: Int? = nil, longest: Int = 64 << 20) {
        pieces = body.makeAsyncIterator()
        self.cutAbove = cutAbove
        self.longest = longest
    }

    /// The next line without its line break; a last line without one counts.
    mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(TransportError)
        -> [UInt8]?
    {
        while !isAtEnd {
            if let line = splitter.next() { return line }
            if let cutAbove, splitter.unfinished > cutAbove { return splitter.cut() }
            guard splitter.unfinished <= longest else {
                throw TransportError(.connectionLost, "a line of the reply has no end after \(longest) bytes")
            }
            if let piece = try await piece(isolation: actor) {
                splitter.take(piece)
            } else {
                isAtEnd = true
            }
        }
        return splitter.next() ?? splitter.end()
    }

    private mutating func piece(isolation actor: isolated (any Actor)?) async throws(TransportError)
        -> [UInt8]?
    {
        let piece: [UInt8]?
        do {
            piece = try await pieces.next(isolation: actor)
        } catch let error as TransportError {
            throw error
        } catch is CancellationError {
            throw TransportError(.cancelled, "cancelled")
        } catch {
            throw TransportError(.connectionLost, "\(error)")
        }
        // A stream ends without an error when its task is cancelled.
        if piece == nil, Task.isCancelled { throw TransportError(.cancelled, "cancelled") }
        return piece
    }
}
