// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Support

@testable import Rollout

/// Systems that nobody would think of, and what may be done to them.
struct RandomSystem: Sendable {
    /// One service; what never changes about it is fixed by its name.
    struct Service: Sendable {
        var name: String
        var kind: String
        var version = 1
        var replicas: Int64 = 2
        var autoscaler: (least: Int64, most: Int64)?
        var setting = "a"
        var dependencies: [String] = []
        var fault: String?

        var desired: DesiredService {
            Fixture.service(name) {
                $0.kind = kind
                $0.version = "\(version)"
                $0.replicas = autoscaler == nil ? replicas : nil
                $0.autoscaler = autoscaler
                $0.setting = setting
                $0.dependencies = dependencies
                $0.fault = fault
            }
        }
    }

    var services: [Service] = []

    var desired: [DesiredService] { services.map(\.desired) }

    /// A first system, of one to `most` services.
    init(_ numbers: inout SeededNumbers, most: Int = 3) {
        let count = 1 + numbers.next(below: most)
        for name in ["cart", "orders", "stock", "users"].prefix(count) {
            var service = Service(name: name, kind: numbers.happens(0.25) ? "StatefulSet" : "Deployment")
            Self.vary(&service, &numbers)
            service.dependencies = services.map(\.name).filter { _ in numbers.happens(0.3) }
            services.append(service)
        }
    }

    /// Changes something about at least one service; with `faults`, now and then into something that does not work.
    mutating func change(_ numbers: inout SeededNumbers, faults: Double = 0) {
        let chosen = numbers.next(below: services.count)
        for index in services.indices where index == chosen || numbers.happens(0.4) {
            services[index].fault = nil
            Self.vary(&services[index], &numbers)
            guard numbers.happens(faults) else { continue }
            services[index].version += 1
            services[index].fault = numbers.pick(["image-not-found", "crash-loop"])
        }
    }

    private static func vary(_ service: inout Service, _ numbers: inout SeededNumbers) {
        if numbers.happens(0.5) { service.version = 1 + numbers.next(below: 4) }
        if numbers.happens(0.3) { service.replicas = Int64(1 + numbers.next(below: 3)) }
        if numbers.happens(0.3) { service.setting = numbers.pick(["a", "b", "c"]) }
        if numbers.happens(0.3) {
            let least = Int64(1 + numbers.next(below: 3))
            service.autoscaler = numbers.happens(0.5) ? (least, least + Int64(numbers.next(below: 3))) : nil
        }
    }
}
