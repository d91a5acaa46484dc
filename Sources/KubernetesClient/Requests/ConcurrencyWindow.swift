// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How many requests may be under way at once: grows while the server copes, halves when it does not (C2.1).
///
/// Additive increase, multiplicative decrease, as in TCP: fixed rates either stall a healthy server or hurt a sick one.
struct ConcurrencyWindow: Sendable {
    /// The number of requests that may be under way.
    var limit: Int { Int(size) }

    private var size: Double
    private let bounds: ClosedRange<Double>
    private var smallestLatency: Duration?
    private var lastDecrease: Duration?

    /// Starts with 16; 100 is what one HTTP/2 connection carries.
    init(start: Int = 16, bounds: ClosedRange<Int> = 1...100) {
        size = Double(start)
        self.bounds = Double(bounds.lowerBound)...Double(bounds.upperBound)
    }

    /// Takes the end of a request at `now`: throttled or overloaded (429, 503), or done after `latency`.
    mutating func receive(isOverloaded: Bool, latency: Duration, now: Duration) {
        let smallest = min(smallestLatency ?? latency, latency)
        smallestLatency = smallest
        // Ten times the best latency, and at least a second: a server that queues.
        let isSlow = latency > max(smallest * 10, .seconds(1))
        guard isOverloaded || isSlow else {
            size = min(bounds.upperBound, size + 1 / size)
            return
        }
        // One burst of refusals is one signal.
        if let lastDecrease, now - lastDecrease < .seconds(1) { return }
        lastDecrease = now
        size = max(bounds.lowerBound, (size / 2).rounded(.down))
    }
}
