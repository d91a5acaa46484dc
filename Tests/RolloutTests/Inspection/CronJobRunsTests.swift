// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct CronJobRunsTests {
    private let cronJob = KubernetesObject(
        type: GroupVersionKind(apiVersion: "batch/v1", kind: "CronJob"),
        metadata: ["name": "report", "namespace": "shop", "uid": "uid-report"]
    )

    /// A Job that the CronJob has started; `end` is the type of its last condition.
    private func job(_ name: String, _ end: String?, at time: String) -> KubernetesObject {
        let condition: JSONValue = [
            "type": .string(end ?? ""), "status": "True", "lastTransitionTime": .string(time),
            "message": "Job has reached the specified backoff limit",
        ]
        return KubernetesObject(
            type: GroupVersionKind(apiVersion: "batch/v1", kind: "Job"),
            metadata: [
                "name": .string(name), "namespace": "shop", "uid": .string("uid-\(name)"),
                "ownerReferences": [["uid": "uid-report", "controller": true]],
            ],
            members: ["status": ["conditions": end == nil ? [] : [condition]]]
        )
    }

    private func pod(of job: String, exit code: Int64) -> KubernetesObject {
        Seen.pod(
            "\(job)-a",
            of: job,
            container: [
                "ready": false, "restartCount": 0,
                "state": ["terminated": ["exitCode": .integer(code), "reason": "Error"]],
            ]
        )
    }

    @Test func saysHowTheLastRunFailed() throws {
        let runs = CronJobRuns(
            of: cronJob,
            among: [
                job("report-2", "Failed", at: "2027-01-15T09:00:00Z"),
                job("report-1", "Complete", at: "2027-01-15T08:00:00Z"),
                job("report-3", nil, at: ""), pod(of: "report-2", exit: 3), pod(of: "report-1", exit: 0),
            ]
        )
        let cause = try #require(runs.failure)
        #expect(cause.code == .jobFailed)
        #expect(
            cause.headline
                == "the last run of `report` failed at 2027-01-15T09:00:00Z: container `web` exited 3"
        )
        #expect(cause.detail == "Job has reached the specified backoff limit")
        #expect(cause.chain == ["CronJob report", "Job report-2", "Pod report-2-a"])
        #expect(runs.log?.pod == "report-2-a")
    }

    @Test func countsHowManyFailedInARow() {
        let jobs = [
            job("report-1", "Complete", at: "2027-01-15T07:00:00Z"),
            job("report-2", "Failed", at: "2027-01-15T08:00:00Z"),
            job("report-3", "Failed", at: "2027-01-15T09:00:00Z"),
        ]
        let headline = CronJobRuns(of: cronJob, among: jobs).failure?.headline
        #expect(headline == "the last 2 runs of `report` failed, at last at 2027-01-15T09:00:00Z")
    }

    @Test func aLaterSuccessMakesUpForAFailure() {
        let jobs = [
            job("report-1", "Failed", at: "2027-01-15T08:00:00Z"),
            job("report-2", "Complete", at: "2027-01-15T09:00:00Z"),
        ]
        #expect(CronJobRuns(of: cronJob, among: jobs).failure == nil)
    }

    /// A service that does its work every minute, and fails.
    private func scheduled() -> DesiredService {
        let container: JSONValue = ["name": "report", "image": "registry.example/report:1"]
        let template: JSONValue = [
            "metadata": [
                "labels": .object(Fixture.labels("report")),
                "annotations": ["sandbox.msctl.dev/exit-code": "3"],
            ],
            "spec": ["restartPolicy": "Never", "containers": [container]],
        ]
        let object = KubernetesObject(
            type: GroupVersionKind(apiVersion: "batch/v1", kind: "CronJob"),
            metadata: [
                "name": "report", "namespace": "shop", "labels": .object(Fixture.labels("report")),
            ],
            members: [
                "spec": [
                    "schedule": "* * * * *",
                    "jobTemplate": ["spec": ["backoffLimit": 0, "template": template]],
                ]
            ]
        )
        return DesiredService(
            name: "report",
            dependencies: [],
            objects: [DesiredObject(object, service: "report")]
        )
    }

    @Test func statusAndWhySayThatTheLastRunFailed() async throws {
        let rig = Rig()
        _ = try await rig.deploy([scheduled()])
        try await rig.whileTimePasses { try await rig.clock.sleep(for: .seconds(110)) }
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(!status.isReady)
        #expect(status.cause?.code == .jobFailed)
        let why = try await rig.deployer.why("report", in: rig.scope)
        #expect(!why.isReady)
        #expect(why.cause?.headline == status.cause?.headline)
        #expect(why.cause?.headline.hasSuffix("container `report` exited 3") == true)
    }

    @Test func saysWhoHasSuspendedIt() async throws {
        let rig = Rig()
        let service = scheduled()
        _ = try await rig.deploy([service])
        let reference = try #require(service.objects.first?.object.reference)
        _ = try await rig.client.patch(
            reference,
            .merge(["spec": ["suspend": true]]),
            options: WriteOptions(fieldManager: "kubectl-patch")
        )
        let status = try #require(try await rig.deployer.status(in: rig.scope).services.first)
        #expect(status.isReady)
        #expect(status.remarks == ["`CronJob shop/report` is suspended by `kubectl-patch`"])
        #expect(try await rig.deployer.why("report", in: rig.scope).remarks == status.remarks)
    }
}
