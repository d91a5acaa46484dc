// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// One entry of a LimitRange: how much each container, pod or claim may ask for.
struct LimitRangeItem {
    /// What it is about: `Container`, `Pod` or `PersistentVolumeClaim`.
    let type: String
    private let item: JSONValue

    init(_ item: JSONValue) {
        type = item["type"]?.string ?? ""
        self.item = item
    }

    /// What a container or a pod breaks, in the words of a server, by the names of resources.
    func objections(to demand: ResourceDemand) -> [String] {
        bounds("min").compactMap { tooLittle($0, $1, demand) }
            + bounds("max").compactMap { tooMuch($0, $1, demand) }
            + bounds("maxLimitRequestRatio").compactMap { tooWide($0, $1, demand) }
    }

    /// What a claim breaks, of which only the requests count.
    func objections(toClaim demand: ResourceDemand) -> [String] {
        var demand = demand
        demand.limits = [:]
        return bounds("min").compactMap { tooLittle($0, $1, demand) }
            + bounds("max").compactMap { name, most in
                let words = "maximum \(name) usage per \(type) is \(most)"
                guard let request = demand.requests[name] else { return "\(words).  No request is specified" }
                let amounts = ComparableAmounts(request: request, bound: most)
                return amounts.request > amounts.bound ? "\(words), but request is \(request)" : nil
            }
    }

    /// The amounts of a member; a server goes through them in no order.
    private func bounds(_ member: String) -> [(String, Quantity)] {
        (item[member]?.members ?? [:]).sorted { $0.key < $1.key }
            .compactMap { entry in
                entry.value.string.flatMap { Quantity($0) }.map { (entry.key, $0) }
            }
    }

    private func tooLittle(_ name: String, _ least: Quantity, _ demand: ResourceDemand) -> String? {
        let words = "minimum \(name) usage per \(type) is \(least)"
        guard let request = demand.requests[name] else { return "\(words).  No request is specified" }
        let limit = demand.limits[name]
        let amounts = ComparableAmounts(request: request, limit: limit, bound: least)
        if amounts.request < amounts.bound { return "\(words), but request is \(request)" }
        guard let limit, amounts.limit < amounts.bound else { return nil }
        return "\(words), but limit is \(limit)"
    }

    private func tooMuch(_ name: String, _ most: Quantity, _ demand: ResourceDemand) -> String? {
        let words = "maximum \(name) usage per \(type) is \(most)"
        guard let limit = demand.limits[name] else { return "\(words).  No limit is specified" }
        let request = demand.requests[name]
        let amounts = ComparableAmounts(request: request, limit: limit, bound: most)
        if amounts.limit > amounts.bound { return "\(words), but limit is \(limit)" }
        guard let request, amounts.request > amounts.bound else { return nil }
        return "\(words), but request is \(request)"
    }

    private func tooWide(_ name: String, _ most: Quantity, _ demand: ResourceDemand) -> String? {
        let words = "\(name) max limit to request ratio per \(type) is \(most)"
        let amounts = ComparableAmounts(
            request: demand.requests[name],
            limit: demand.limits[name],
            bound: most
        )
        if amounts.request == 0 { return "\(words), but no request is specified or request is 0" }
        if amounts.limit == 0 { return "\(words), but no limit is specified or limit is 0" }
        let ratio = Double(amounts.limit) / Double(amounts.request)
        let isTooWide =
            ComparableAmounts.hasThousandths(most)
            ? ratio * 1000 > Double(most.milliValue) : ratio > Double(most.value)
        return isTooWide ? "\(words), but provided ratio is \(ratio.withSixDecimals)" : nil
    }
}

/// Amounts as a server compares them: in thousandths, and in whole units where one is too large for that.
struct ComparableAmounts {
    var request: Int64
    var limit: Int64
    var bound: Int64

    /// What is not given counts as 0.
    init(request: Quantity?, limit: Quantity? = nil, bound: Quantity) {
        let amounts = [request, limit, bound].map { $0 ?? .milli(0) }
        let scaled = amounts.map(amounts.allSatisfy(Self.hasThousandths) ? \.milliValue : \.value)
        (self.request, self.limit, self.bound) = (scaled[0], scaled[1], scaled[2])
    }

    /// Whether an amount can be counted in thousandths.
    static func hasThousandths(_ amount: Quantity) -> Bool { amount.value <= Int64.max / 1000 }
}

extension Double {
    /// A ratio, which is not negative, as Go's `%f` writes it.
    var withSixDecimals: String {
        guard isFinite else { return "+Inf" }
        let whole = rounded(.down)
        let rest = ((self - whole) * 1_000_000).rounded(.toNearestOrEven)
        let millionths = Int128(whole) * 1_000_000 + Int128(rest)
        let decimals = String(millionths % 1_000_000)
        return "\(millionths / 1_000_000).\(String(repeating: "0", count: 6 - decimals.count))\(decimals)"
    }
}
