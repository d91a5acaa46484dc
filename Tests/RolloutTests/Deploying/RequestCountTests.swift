// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTPTypes
import Testing

@testable import Rollout

/// What a deploy costs its server for each service, so that nothing is asked without need a thousand times.
@Suite struct RequestCountTests {
    /// The requests of a deploy of so many services to version 2, each in the words of its method and place.
    private func requests(services count: Int, waits: Bool, scales: Bool) async throws -> [String] {
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
        let asked = Shared<[String]>([])
        let report = try await rig.deploy(
            names.map { Fixture.service($0, change("2")) },
            options: options,
            striking: { request in
                let path = request.path ?? ""
                let place = path.prefix { $0 != "?" }.split(separator: "/").suffix(2).joined(separator: "/")
                let dry = path.contains("dryRun=All") ? " (dry run)" : ""
                asked.change { $0.append("\(request.method.rawValue) \(place)\(dry)") }
                return nil
            }
        )
        #expect(report.outcome == .succeeded)
        return asked.value
    }

    @Test(arguments: [false, true], [false, true])
    func anotherImageCostsFiveRequestsForEachService(waits: Bool, scales: Bool) async throws {
        let few = try await requests(services: 2, waits: waits, scales: scales)
        let many = try await requests(services: 7, waits: waits, scales: scales)
        let ofOne = many.filter { $0.contains("s6") || $0.hasSuffix("/pods (dry run)") }
        // A dry run, the trial of a pod, the write, the record of the revision and what became of it.
        #expect(many.count - few.count == 5 * 5, "\(ofOne.joined(separator: "\n"))\n\(many.joined(separator: "\n"))")
    }
}
