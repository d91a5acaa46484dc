// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest
import Support

extension SeededNumbers {
    init(seed: Int) { self.init(seed: UInt64(truncatingIfNeeded: seed)) }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// A small system with everything that the arithmetic knows, as plain data for brute force and as manifests.
struct RandomSystem {
    struct Call {
        var target: Int
        var required: Bool
        var timeout: Int
        var retries: Int
        var backoff: Int
        var cap: Int
        var budget: Int?
        var calls: Int
        var group: Int?
    }

    struct Route {
        var gateway: Int
        var target: Int
        var retries: Int
        var peak: Int
        /// The external system that still answers the rest; `nil` without a strangler.
        var legacy: Int?
        /// The share of the new side in percent; means nothing without a strangler.
        var weight: Int

        /// The share of the requests that the target answers, in percent.
        var newShare: Int { legacy == nil ? 100 : weight }
    }

    /// Services first, then external systems.
    var serviceCount: Int
    var externalCount: Int
    /// The own availability of each node in percent.
    var availability: [Int]
    var calls: [[Call]]
    var routes: [Route] = []
    /// How often a service retries events; 0 without a subscription.
    var eventRetries: [Int]

    var nodeCount: Int { serviceCount + externalCount }

    /// The system of a seed; in a perfect one nothing ever fails by itself.
    init(seed: Int, isPerfect: Bool = false) {
        var numbers = SeededNumbers(seed: seed)
        serviceCount = Int.random(in: 2...6, using: &numbers)
        externalCount = Int.random(in: 0...2, using: &numbers)
        let nodes = serviceCount + externalCount
        availability = (0..<nodes).map { _ in Int.random(in: 50...99, using: &numbers) }
        if isPerfect { availability = Array(repeating: 100, count: nodes) }
        calls = Array(repeating: [], count: serviceCount)
        eventRetries = (0..<serviceCount).map { _ in
            numbers.chance(20) ? Int.random(in: 1...3, using: &numbers) : 0
        }
        let isCyclic = numbers.chance(25)
        for caller in 0..<serviceCount {
            for target in 0..<nodes where numbers.chance(40) {
                let isForward = target > caller
                guard isForward || (isCyclic && numbers.chance(20)) else { continue }
                calls[caller].append(Self.call(to: target, &numbers))
            }
        }
        for target in 1..<serviceCount where numbers.chance(50) {
            routes.append(
                Route(
                    gateway: 0,
                    target: target,
                    retries: Int.random(in: 0...2, using: &numbers),
                    peak: Int.random(in: 1...50, using: &numbers),
                    legacy: externalCount > 0 && numbers.chance(60)
                        ? Int.random(in: serviceCount..<nodes, using: &numbers) : nil,
                    weight: [0, 5, 25, 50, 95, 100].randomElement(using: &numbers) ?? 0
                )
            )
        }
    }

    /// As many services as wanted, each of which calls the next one, and the last one the first.
    init(circle count: Int) {
        serviceCount = count
        externalCount = 0
        availability = Array(repeating: 99, count: count)
        eventRetries = Array(repeating: 0, count: count)
        var numbers = SeededNumbers(seed: count)
        calls = (0..<count).map { [Self.call(to: ($0 + 1) % count, &numbers)] }
    }

    private static func call(to target: Int, _ numbers: inout SeededNumbers) -> Call {
        Call(
            target: target,
            required: numbers.chance(60),
            timeout: Int.random(in: 1...9, using: &numbers) * 50,
            retries: Int.random(in: 0...3, using: &numbers),
            backoff: Int.random(in: 0...4, using: &numbers) * 30,
            cap: Int.random(in: 1...5, using: &numbers) * 40,
            budget: numbers.chance(20) ? Int.random(in: 1...100, using: &numbers) : nil,
            calls: Int.random(in: 0...3, using: &numbers),
            group: numbers.chance(40) ? Int.random(in: 0...1, using: &numbers) : nil
        )
    }

    func name(_ node: Int) -> String { node < serviceCount ? "s\(node)" : "x\(node - serviceCount)" }

    private func reference(_ node: Int) -> String {
        node < serviceCount ? "s\(node)/v1" : "external/x\(node - serviceCount)"
    }

    /// The system as a user would write it.
    var manifests: String { ([system] + (0..<serviceCount).map(service)).joined(separator: "---\n") }

    private var system: String {
        var text = "apiVersion: msctl.dev/v1\nkind: System\nmetadata: { name: random }\nspec:\n"
        text += "  topics:\n    t: { owner: s0 }\n"
        if externalCount > 0 { text += "  external:\n" }
        for node in serviceCount..<nodeCount {
            text += "    \(name(node)): { url: \"https://x.example\", availability: \(availability[node]) }\n"
        }
        return text
    }

    private func service(_ index: Int) -> String {
        var text = "apiVersion: msctl.dev/v1\nkind: Service\nmetadata: { name: s\(index) }\nspec:\n"
        text += "  owner: team\n  domain: domain\n  build: .\n  role: \(index == 0 ? "gateway" : "service")\n"
        text += "  provides:\n    - { api: s\(index), version: v1, http: 8080 }\n"
        text += "  resilience: { availability: \(availability[index]), deadline: 1s }\n"
        if !calls[index].isEmpty { text += "  consumes:\n" }
        for call in calls[index] { text += "    - { \(fields(of: call)) }\n" }
        let mine = routes.filter { $0.gateway == index }
        if !mine.isEmpty { text += "  routes:\n" }
        for (number, route) in mine.enumerated() {
            let old =
                route.legacy.map { ", strangler: { legacy: \(name($0)), weight: \(route.weight) }" } ?? ""
            text +=
                "    - { path: /r\(number), to: s\(route.target)/v1, timeout: 1s, retries: \(route.retries), "
            text += "peak: \(route.peak)/s\(old) }\n"
        }
        if eventRetries[index] > 0 {
            text +=
                "  events:\n    subscribes:\n      - { topic: t, retry: \(eventRetries[index]), dlq: true }\n"
        }
        return text
    }

    private func fields(of call: Call) -> String {
        var retries = "max: \(call.retries), backoff: \(call.backoff)ms, cap: \(call.cap)ms"
        if let budget = call.budget { retries += ", budget: \(budget)%" }
        var text = "api: \(reference(call.target)), timeout: \(call.timeout)ms, calls: \(call.calls), "
        text += "retries: { \(retries) }, required: \(call.required)"
        if !call.required { text += ", fallback: cache" }
        if let group = call.group { text += ", parallel: g\(group)" }
        return text
    }

    /// The manifests, read and resolved.
    func resolved() -> (ServiceSystem, [Diagnostic]) {
        let set = ManifestReader.read([SourceFile(path: "random.yaml", text: manifests)])
        let (system, diagnostics) = ServiceSystem.resolve(set)
        return (system, set.diagnostics + diagnostics)
    }
}
