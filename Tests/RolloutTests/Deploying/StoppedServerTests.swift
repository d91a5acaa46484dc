// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Support
import Testing

@testable import Rollout

/// A way to a cluster that from some moment on takes requests and never answers.
private struct StoppedTransport: HTTPTransport {
    let rig: Rig
    let isStopped: Shared<Bool>

    func send(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPReply {
        try await hang()
        return try await rig.transport.send(request, body: body)
    }

    func stream(_ request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> HTTPStreamReply {
        try await hang()
        return try await rig.transport.stream(request, body: body)
    }

    private func hang() async throws(TransportError) {
        guard isStopped.value else { return }
        do {
            try await rig.clock.sleep(for: .seconds(60))
        } catch {
            throw TransportError(.cancelled, "stopped")
        }
        throw TransportError(.timedOut, "stopped")
    }
}

/// Whoever cancels is not kept waiting by a server that does not answer.
@Suite struct StoppedServerTests {
    /// How long a deploy goes on that is cancelled in its soak.
    private func wait(isStopped: Bool) async throws -> (Rig, Duration, DeployReport) {
        let rig = Rig()
        let stopped = Shared(false)
        let cancelledAt = Shared<Duration?>(nil)
        let task = Shared<Task<DeployReport, any Error>?>(nil)
        let deployer = rig.deployer(over: StoppedTransport(rig: rig, isStopped: stopped))
        let request = rig.request([Fixture.service("cart")])
        let report = try await rig.whileTimePasses {
            let deploy = rig.task {
                try await deployer.deploy(request) { event in
                    guard case .ready = event.what, cancelledAt.value == nil else { return }
                    stopped.set(isStopped)
                    cancelledAt.set(rig.clock.now.offset)
                    task.value?.cancel()
                }
            }
            task.set(deploy)
            return try await deploy.value
        }
        return (rig, rig.clock.now.offset - (try #require(cancelledAt.value)), report)
    }

    @Test func theLockIsLeftToExpireAfterFiveSeconds() async throws {
        let (rig, wait, report) = try await wait(isStopped: true)
        #expect(report.outcome == .interrupted)
        #expect(wait <= .seconds(6), "\(wait)")
        let lease = try await rig.live("Lease", "msctl.shop")
        #expect(lease?["spec"]?["holderIdentity"] != "")
    }

    @Test func aServerThatAnswersIsGivenTheLockBack() async throws {
        let (rig, _, report) = try await wait(isStopped: false)
        #expect(report.outcome == .interrupted)
        let lease = try await rig.live("Lease", "msctl.shop")
        #expect(lease?["spec"]?["holderIdentity"] == "")
    }
}
