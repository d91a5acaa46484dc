// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What an autoscaler remembers: the sizes that were recommended, and how far it has scaled.
struct AutoscalerHistory: Sendable {
    /// What comes of a recommendation.
    struct Decision: Sendable {
        var replicas: Int
        /// Why earlier recommendations stand against the newest, in a condition's words; `nil` where they do not.
        var stabilization: (reason: String, message: String)?
        /// What limits the size, in a condition's words; `nil` where nothing does.
        var limit: (reason: String, message: String)?
    }

    private struct Entry: Sendable {
        var moment: Timestamp
        var number: Int
    }

    /// How far back an autoscaler may be told to look.
    private static let span = Duration.seconds(3600)
    /// For how long a higher recommendation holds a size up, where nothing else is said.
    private static let downscaleStabilization = 300

    private var recommendations: [Entry] = []
    private var growth: [Entry] = []
    private var shrinkage: [Entry] = []

    /// Notes that the target was scaled.
    mutating func note(from old: Int, to new: Int, at now: Timestamp) {
        if new > old { growth.append(Entry(moment: now, number: new - old)) }
        if new < old { shrinkage.append(Entry(moment: now, number: old - new)) }
    }

    /// The size that follows from a recommendation and those before it, between the autoscaler's bounds.
    mutating func decide(
        _ recommended: Int,
        current: Int,
        within bounds: ClosedRange<Int>,
        behavior: JSONValue?,
        at now: Timestamp
    ) -> Decision {
        for list in [\Self.recommendations, \Self.growth, \Self.shrinkage] {
            self[keyPath: list].removeAll { $0.moment < now - Self.span }
        }
        if recommendations.isEmpty { recommendations.append(Entry(moment: now, number: current)) }
        let stable = stabilized(recommended, current, behavior, now)
        recommendations.append(Entry(moment: now, number: recommended))
        var decision = Decision(replicas: stable)
        if stable != recommended {
            let isDown = behavior == nil || recommended < current
            decision.stabilization = (
                isDown ? "ScaleDownStabilized" : "ScaleUpStabilized",
                isDown
                    ? "recent recommendations were higher than current one, applying the highest recent recommendation"
                    : "recent recommendations were lower than current one, applying the lowest recent recommendation"
            )
        }
        limit(&decision, current, bounds, behavior, now)
        return decision
    }

    /// The highest of what was recommended lately, or what two windows leave of the current size.
    private func stabilized(_ recommended: Int, _ current: Int, _ behavior: JSONValue?, _ now: Timestamp)
        -> Int
    {
        func recent(_ seconds: Int) -> [Int] {
            recommendations.filter { $0.moment > now - .seconds(seconds) }.map(\.number)
        }
        let down = window(behavior?["scaleDown"]) ?? Self.downscaleStabilization
        let highest = recent(down).reduce(recommended, max)
        guard behavior != nil else { return highest }
        let lowest = recent(window(behavior?["scaleUp"]) ?? 0).reduce(recommended, min)
        return min(max(current, lowest), highest)
    }

    private func window(_ rules: JSONValue?) -> Int? { rules?["stabilizationWindowSeconds"]?.wholeNumber }

    /// Keeps a size within the bounds, and within what may change at a time.
    private func limit(
        _ decision: inout Decision,
        _ current: Int,
        _ bounds: ClosedRange<Int>,
        _ behavior: JSONValue?,
        _ now: Timestamp
    ) {
        let wanted = decision.replicas
        let text = "the desired replica count is"
        let most = behavior == nil ? max(2 * current, 4) : max(current, ceiling(behavior, current, now))
        let least = behavior == nil ? bounds.lowerBound : min(current, floor(behavior, current, now))
        if wanted > min(most, bounds.upperBound), behavior == nil || wanted > current {
            decision.replicas = min(most, bounds.upperBound)
            decision.limit =
                most < bounds.upperBound
                ? ("ScaleUpLimit", "\(text) increasing faster than the maximum scale rate")
                : ("TooManyReplicas", "\(text) more than the maximum replica count")
        } else if wanted < max(least, bounds.lowerBound), behavior == nil || wanted < current {
            decision.replicas = max(least, bounds.lowerBound)
            decision.limit =
                least > bounds.lowerBound
                ? ("ScaleDownLimit", "\(text) decreasing faster than the maximum scale rate")
                : ("TooFewReplicas", "\(text) less than the minimum replica count")
        }
    }

    /// The size up to which the policies let a target grow now: by default, 4 pods or all over again in 15 s.
    private func ceiling(_ behavior: JSONValue?, _ current: Int, _ now: Timestamp) -> Int {
        let rules = behavior?["scaleUp"]
        let policies =
            rules?["policies"]?.elements ?? [
                ["type": "Pods", "value": 4, "periodSeconds": 15],
                ["type": "Percent", "value": 100, "periodSeconds": 15],
            ]
        let sizes = policies.map { policy in
            let start = size(before: policy, current, now)
            let value = value(of: policy)
            guard policy["type"]?.string == "Percent" else { return start + value }
            return (start * (100 + value) + 99) / 100
        }
        switch rules?["selectPolicy"]?.string {
        case "Disabled": return current
        case "Min": return sizes.min() ?? current
        default: return sizes.max() ?? current
        }
    }

    /// The size down to which the policies let a target shrink now: by default, all of it.
    private func floor(_ behavior: JSONValue?, _ current: Int, _ now: Timestamp) -> Int {
        let rules = behavior?["scaleDown"]
        let policies =
            rules?["policies"]?.elements ?? [["type": "Percent", "value": 100, "periodSeconds": 15]]
        let sizes = policies.map { policy in
            let start = size(before: policy, current, now)
            let value = value(of: policy)
            return policy["type"]?.string == "Percent" ? start * (100 - value) / 100 : start - value
        }
        switch rules?["selectPolicy"]?.string {
        case "Disabled": return current
        case "Min": return sizes.max() ?? current
        default: return sizes.min() ?? current
        }
    }

    /// Counted in 32 bits, as by Kubernetes.
    private func value(of policy: JSONValue) -> Int {
        min(max(policy["value"]?.wholeNumber ?? 0, 0), Int(Int32.max))
    }

    /// The size at the beginning of a policy's period.
    private func size(before policy: JSONValue, _ current: Int, _ now: Timestamp) -> Int {
        let start = now - .seconds(policy["periodSeconds"]?.wholeNumber ?? 15)
        func sum(_ entries: [Entry]) -> Int {
            entries.filter { $0.moment > start }.reduce(0) { $0 + $1.number }
        }
        return current - sum(growth) + sum(shrinkage)
    }
}
