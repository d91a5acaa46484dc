// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Rollout

/// When new services begin that a new gateway sends its callers to.
@Suite struct GatewayOrderTests {
    /// The services of a first deploy in the order in which they begin; `gateway` routes to `auth`.
    private func order(_ services: [DesiredService]) async throws -> [String] {
        let rig = Rig()
        let begun = Shared<[String]>([])
        let routed = services.map { service in
            var service = service
            if service.name == "gateway" { service.routes = ["auth"] }
            return service
        }
        let report = try await rig.deploy(routed) { event in
            if case .started = event.what { begun.change { $0.append(event.service ?? "") } }
        }
        #expect(report.outcome == .succeeded)
        return begun.value
    }

    @Test func aGatewayWaitsForWhatItRoutesTo() async throws {
        let services = [Fixture.service("gateway"), Fixture.service("auth")]
        #expect(try await order(services) == ["auth", "gateway"])
    }

    @Test func aGatewayComesBeforeWhatNeedsIt() async throws {
        let direct = [Fixture.service("auth") { $0.dependencies = ["gateway"] }, Fixture.service("gateway")]
        #expect(try await order(direct) == ["gateway", "auth"])
        let indirect = [
            Fixture.service("auth") { $0.dependencies = ["users"] },
            Fixture.service("users") { $0.dependencies = ["gateway"] },
            Fixture.service("gateway"),
        ]
        #expect(try await order(indirect) == ["gateway", "users", "auth"])
    }
}
