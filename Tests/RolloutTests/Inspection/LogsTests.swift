// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What `logs` says where there is nothing to read.
@Suite struct LogsTests {
    private func reason(_ work: () async throws -> Void) async -> String? {
        do {
            try await work()
            return nil
        } catch {
            guard case DeployError.noLogs(_, let reason)? = error as? DeployError else { return "\(error)" }
            return reason
        }
    }

    @Test(arguments: [false, true])
    func saysThatThereIsNoSuchContainer(follows: Bool) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.log = "hello" }])
        var options = ServiceLogOptions()
        options.container = "nope"
        let wanted = options
        let reason = await reason {
            if follows {
                try await rig.deployer.followLogs(of: "cart", in: rig.scope, options: wanted) { _ in }
            } else {
                _ = try await rig.deployer.logs(of: "cart", in: rig.scope, options: wanted)
            }
        }
        #expect(reason == "none of its pods has a container `nope`; there is `cart`")
    }

    @Test func saysThatThereIsNoRunBefore() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.log = "hello" }])
        var options = ServiceLogOptions()
        options.isPrevious = true
        let wanted = options
        let reason = await reason {
            _ = try await rig.deployer.logs(of: "cart", in: rig.scope, options: wanted)
        }
        #expect(
            reason == "none of its containers has restarted, so that there is no run before the current one"
        )
    }

    @Test func saysThatThereAreNoPods() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.replicas = 0 }])
        let reason = await reason { _ = try await rig.deployer.logs(of: "cart", in: rig.scope) }
        #expect(reason == "it has no pods")
    }

    /// Without the right to pods, and with it but without that to their logs.
    @Test(arguments: ["/pods", "/log"], [false, true])
    func saysThatItMayNotRead(right: String, follows: Bool) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart") { $0.log = "hello" }])
        let deployer = rig.deployer(without: right)
        await #expect {
            if follows {
                try await deployer.followLogs(of: "cart", in: rig.scope) { _ in }
            } else {
                _ = try await deployer.logs(of: "cart", in: rig.scope)
            }
        } throws: { error in
            guard case DeployError.cluster(let refusal) = error else { return false }
            return refusal.code == .forbidden
        }
    }
}
