// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How many requests may be under way at once: grows while the server copes, halves when it does not (C2.1).
///
/// Additive increase, multiplicative decrease, as in TCP: fixed rates either stall a healthy server or hurt a sick one. A server
/// that merely takes its time is another thing than one that refuses: its queue is as long as the window, and a window of a
/// few requests would leave the server to whoever asks for more.
struct ConcurrencyWindow: Sendable {
    /// The number of requests that may be under way.
    var limit: Int { Int(size) }

    private var size: Double
    private let start: Double
    private let bounds: ClosedRange<Double>
    private var smallestLatency: Duration?
    private var lastDecrease: Duration?

    /// Starts with 16; 100 is what one HTTP/2 connection carries.
    init(start: Int = 16, bounds: ClosedRange<Int> = 1...100) {
        size = Double(start)
        self.start = Double(start)
        self.bounds = Double(bounds.lowerBound)...Double(bounds.upperBound)
    }

    /// Takes the end of a request at `now`: throttled or overloaded (429, 503), or done after `latency`.
    mutating func receive(isOverloaded: Bool, latency: Duration, now: Duration) {
        let smallest = min(smallestLatency ?? latency, latency)
        smallestLatency = smallest
        if isOverloaded { return shrink(to: bounds.lowerBound, latency, now) }
        // Ten times the best latency, and at least a second: a server that queues.
        if latency <= max(smallest * 10, .seconds(1)) {
            size = min(bounds.upperBound, size + 1 / size)
        } else if latency > max(smallest * 10, .seconds(5)) {
            shrink(to: min(start, size), latency, now)
        }
    }

    /// Halves the window, once for all that was under way at the time: their answers tell of the same moment.
    private mutating func shrink(to least: Double, _ latency: Duration, _ now: Duration) {
        if let lastDecrease, now - latency < lastDecrease || now - lastDecrease < .seconds(1) { return }
        lastDecrease = now
        size = max(least, (size / 2).rounded(.down))
    }
}
