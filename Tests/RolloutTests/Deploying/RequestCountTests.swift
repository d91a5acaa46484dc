// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTPTypes
import Testing

@testable import Rollout

/// What a deploy costs its server for each service, so that nothing is asked without need a thousand times.
@Suite struct RequestCountTests {
    /// The requests of the deploys of so many services to versions 2 and 3, each in the words of its method and place.
    private func requests(services count: Int, waits: Bool, scales: Bool) async throws -> [[String]] {
        let rig = Rig()
        let names = (0..<count).map { "s\($0)" }
        var options = Rig.options
        options.checksConfiguration = true
        options.waits = waits
        func change(_ version: String) -> (inout Fixture.Variant) -> Void {
            { variant in
                variant.version = version
                guard scales else { return }
                variant.autoscaler = (2, 4)
                variant.replicas = nil
            }
        }
        _ = try await rig.deploy(names.map { Fixture.service($0, change("1")) }, options: options)
        var all: [[String]] = []
        for version in ["2", "3"] {
            let asked = Shared<[String]>([])
            let report = try await rig.deploy(
                names.map { Fixture.service($0, change(version)) },
                options: options,
                striking: { request in
                    let path = request.path ?? ""
                    let parts = path.prefix { $0 != "?" }.split(separator: "/")
                    let dry = path.contains("dryRun=All") ? " (dry run)" : ""
                    let place = parts.suffix(2).joined(separator: "/")
                    // The lock is renewed by the clock, and watches are opened again by it.
                    guard !place.contains("leases/"), !request.isWatch else { return nil }
                    asked.change { $0.append("\(request.method.rawValue) \(place)\(dry)") }
                    return nil
                }
            )
            #expect(report.outcome == .succeeded)
            all.append(asked.value)
        }
        return all
    }

    /// The kinds that a deploy of so many services watches, each as often as it opens a watch of it before time passes.
    private func watches(services count: Int) async throws -> [String] {
        let rig = Rig()
        let opened = Shared<[String]>([])
        var options = Rig.options
        // Too short for any watch to come to its end and be opened again.
        options.soak = .seconds(1)
        let report = try await rig.deploy(
            (0..<count).map { Fixture.service("s\($0)") },
            options: options,
            striking: { request in
                if request.isWatch {
                    opened.change { $0.append("\(request.path?.prefix { $0 != "?" } ?? "")") }
                }
                return nil
            }
        )
        #expect(report.outcome == .succeeded)
        return opened.value.sorted()
    }

    @Test func watchesEachKindOnceHoweverManyServicesThereAre() async throws {
        // C3.9
        let few = try await watches(services: 2)
        #expect(few.count == Set(few).count && few.count > 2)
        #expect(try await watches(services: 12) == few)
    }

    @Test(arguments: [false, true], [false, true])
    func anotherImageCostsFiveRequestsForEachService(waits: Bool, scales: Bool) async throws {
        let few = try await requests(services: 2, waits: waits, scales: scales)
        let many = try await requests(services: 7, waits: waits, scales: scales)
        // Before a service is proven, it is looked at once more unless its watch has just spoken, and so are its Service
        // and its configuration, which nothing watches.
        let looks = waits ? 3 : 0
        // A dry run, the trial of a pod, the write, the record of the revision and what became of it; and once for each
        // workload that an autoscaler governs, the number of replicas is given over to it.
        let expected = scales ? [6, 5] : [5, 5]
        for (index, expected) in expected.enumerated() {
            let list = many[index].joined(separator: "\n")
            #expect(
                many[index].count - few[index].count == 5 * (expected + looks),
                "change \(index + 1)\n\(list)"
            )
        }
    }
}
