// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What goes wrong between client and server, by rule; rules are tried in order and the first that applies wins.
package struct FaultScript: Sendable {
    /// One kind of trouble.
    package enum Fault: Sendable, Hashable {
        /// Answers after so long.
        case latency(Duration)
        /// Answers with a status before anything is done; `retryAfter` in seconds.
        case status(Int, retryAfter: Int?)
        /// The connection breaks before the server has acted.
        case resetBefore
        /// The connection breaks after the server has acted.
        case resetAfter
        /// A watch ends without a word after so many events.
        case truncatedWatch(events: Int)
        /// A watch stops delivering after so many events, but stays open.
        case stalledWatch(events: Int)
        /// A watch reports 410 after so many events.
        case expiredWatch(events: Int)
        /// A list shows the state of so many changes ago, as a cache that lags behind does; what was there when it is asked
        /// is in the next one, and while its kind is watched it lags behind nothing.
        case staleList(changes: Int)
        /// Somebody else takes the Lease that the request is about, just before the request is answered.
        case leaseTheft(by: String)
    }

    /// When a fault strikes.
    package struct Rule: Sendable {
        /// What happens.
        package var fault: Fault
        /// The HTTP methods concerned; empty for all.
        package var methods: Set<String>
        /// A text that the path must contain; empty for all.
        package var pathContains: String
        /// The verbs concerned, as roles name them, such as `list` or `watch`; empty for all.
        package var verbs: Set<String> = []
        /// The plural names of the kinds concerned; empty for all, and for what is about no kind.
        package var resources: Set<String> = []
        /// How many matching requests pass unharmed first.
        package var skips: Int
        /// How many matching requests are struck; `nil` for no limit.
        package var strikes: Int?
        /// The share of matching requests that are struck, from 0 to 1.
        package var rate: Double

        /// Makes a rule; by default it strikes every request once.
        package init(
            _ fault: Fault,
            methods: Set<String> = [],
            pathContains: String = "",
            skips: Int = 0,
            strikes: Int? = 1,
            rate: Double = 1
        ) {
            self.fault = fault
            self.methods = methods
            self.pathContains = pathContains
            self.skips = skips
            self.strikes = strikes
            self.rate = rate
        }
    }

    /// The rules, in order.
    package var rules: [Rule]

    /// Makes a script out of rules.
    package init(_ rules: [Rule] = []) {
        self.rules = rules
    }

    /// The fault for a request, if one strikes; counts the request.
    mutating func strike(_ request: APIRequest, path: String, random: inout SeededRandom) -> Fault? {
        if rules.isEmpty { return nil }
        let attributes = AccessAttributes(request)
        for index in rules.indices {
            let rule = rules[index]
            guard rule.methods.isEmpty || rule.methods.contains(request.method) else { continue }
            guard rule.verbs.isEmpty || rule.verbs.contains(attributes.verb) else { continue }
            guard rule.resources.isEmpty || rule.resources.contains(attributes.resource) else { continue }
            guard rule.pathContains.isEmpty || path.contains(rule.pathContains) else { continue }
            if rule.skips > 0 {
                rules[index].skips -= 1
                continue
            }
            guard rule.strikes.map({ $0 > 0 }) ?? true else { continue }
            guard rule.rate >= 1 || random.fraction() < rule.rate else { continue }
            if let strikes = rule.strikes { rules[index].strikes = strikes - 1 }
            return rule.fault
        }
        return nil
    }
}
