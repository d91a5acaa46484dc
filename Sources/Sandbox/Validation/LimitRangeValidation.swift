// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The rules of LimitRanges: what they can be about, and which amounts contradict each other.
enum LimitRangeValidation {
    static func causes(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        var types: Set<String> = []
        for (index, item) in (spec["limits"]?.elements ?? []).enumerated() {
            let path = "spec.limits[\(index)]"
            let type = item["type"]?.string ?? ""
            causes += self.type(type, at: "\(path).type")
            if !types.insert(type).inserted { causes.append(.duplicate("\(path).type", .string(type))) }
            causes += self.item(item, type, at: path)
        }
        return causes
    }

    private static func type(_ type: String, at field: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        causes.add(Format.labelKey(type), at: field, type)
        let isKnown = ["Pod", "Container", "PersistentVolumeClaim"].contains(type)
        guard causes.isEmpty, !isKnown, !type.contains("/") else { return causes }
        return [.invalid(field, .string(type), "must be a standard limit type or fully qualified")]
    }

    private static func item(_ item: JSONValue, _ type: String, at path: String) -> [StatusFailure.Cause] {
        func names(_ member: String) -> [StatusFailure.Cause] {
            (item[member]?.members ?? [:]).keys.sorted().flatMap { name in
                let field = "\(path).\(member)[\(name)]"
                return type == "Pod" || type == "Container"
                    ? ResourceValidation.containerResource(name, at: field)
                    : ResourceValidation.resource(name, at: field)
            }
        }
        var causes = names("max") + names("min")
        let defaults = ["default", "defaultRequest"]
        if type == "Pod" {
            causes += defaults.filter { item[$0] != nil }.map {
                .forbidden("\(path).\($0)", "may not be specified when `type` is 'Pod'")
            }
        } else {
            causes += defaults.flatMap(names)
        }
        let storage = ["min", "max"].compactMap { item[path: $0, "storage"] }
        if type == "PersistentVolumeClaim", storage.isEmpty {
            let words = "either minimum or maximum storage value is required, but neither was provided"
            causes.append(.required("\(path).limits", words))
        }
        causes += names("maxLimitRequestRatio")
        let members = (type == "Pod" ? [] : defaults) + ["min", "max", "maxLimitRequestRatio"]
        let resources = Set(members.flatMap { (item[$0]?.members ?? [:]).keys })
        for name in resources.sorted() {
            let amounts = LimitAmounts(name, of: item, members, at: path)
            causes += amounts.contradictions + amounts.misfitsOfRatio + amounts.overcommitment
        }
        return causes
    }
}

/// What an entry of a LimitRange says of one resource.
private struct LimitAmounts {
    private let name: String
    private let path: String
    private let amounts: [String: Quantity]

    init(_ name: String, of item: JSONValue, _ members: [String], at path: String) {
        self.name = name
        self.path = path
        var amounts: [String: Quantity] = [:]
        for member in members {
            amounts[member] = item[path: member, name]?.string.flatMap { Quantity($0) }
        }
        self.amounts = amounts
    }

    private func invalid(_ member: String, _ value: Quantity, _ words: String) -> StatusFailure.Cause {
        .invalid("\(path).\(member)[\(name)]", .string(value.description), words)
    }

    /// What has to be less than something else, in the order in which a server looks.
    var contradictions: [StatusFailure.Cause] {
        // A server names the other amount where it speaks of the default limit.
        let rules: [(low: String, high: String, blamed: String, value: String)] = [
            ("min", "max", "min", "min"), ("min", "defaultRequest", "defaultRequest", "defaultRequest"),
            ("defaultRequest", "max", "defaultRequest", "defaultRequest"),
            ("defaultRequest", "default", "defaultRequest", "defaultRequest"),
            ("min", "default", "default", "min"), ("default", "max", "default", "max"),
        ]
        return rules.compactMap { rule in
            guard let low = amounts[rule.low], let high = amounts[rule.high], low > high,
                let value = amounts[rule.value]
            else { return nil }
            let lower = Self.word(rule.low)
            // The default limit is called that only beside the default request.
            let isBesideRequest = rule.low == "defaultRequest" && rule.high == "default"
            let higher = isBesideRequest ? "default limit" : Self.word(rule.high)
            let words = "\(lower) value \(low) is greater than \(higher) value \(high)"
            return invalid(rule.blamed, value, words)
        }
    }

    private static func word(_ member: String) -> String {
        member == "defaultRequest" ? "default request" : member
    }

    var misfitsOfRatio: [StatusFailure.Cause] {
        guard let ratio = amounts["maxLimitRequestRatio"] else { return [] }
        var causes: [StatusFailure.Cause] = []
        if ratio < Quantity.milli(1000) {
            causes.append(invalid("maxLimitRequestRatio", ratio, "ratio \(ratio) is less than 1"))
        }
        guard let least = amounts["min"], let most = amounts["max"] else { return causes }
        let bounds = ComparableAmounts(request: least, limit: most, bound: ratio)
        let isPrecise = [least, most, ratio].allSatisfy(ComparableAmounts.hasThousandths)
        let widest = Double(bounds.limit) / Double(bounds.request)
        if Double(bounds.bound) / (isPrecise ? 1000 : 1) > widest {
            let words = "ratio \(ratio) is greater than max/min = \(widest.withSixDecimals)"
            causes.append(invalid("maxLimitRequestRatio", ratio, words))
        }
        return causes
    }

    /// Where nodes promise no more than they have, what is asked for is what may be used.
    var overcommitment: [StatusFailure.Cause] {
        guard !ResourceValidation.mayOvercommit(name), let limit = amounts["default"],
            let request = amounts["defaultRequest"], limit != request
        else { return [] }
        let words = "default value \(limit) must equal to defaultRequest value \(request) in \(name)"
        return [invalid("defaultRequest", request, words)]
    }
}
