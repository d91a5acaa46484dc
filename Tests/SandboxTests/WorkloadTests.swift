// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Glibc
import HTTP
import HTTPTypes
import Sandbox
import Testing

@Suite struct WorkloadTests {
    private let sets = "/apis/apps/v1/namespaces/default/statefulsets"
    private let pods = "/api/v1/namespaces/default/pods"

    private func statefulSet(image: String, fails: String? = nil) -> JSONValue {
        [
            "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": ["name": "db"],
            "spec": [
                "replicas": 3, "serviceName": "db", "selector": ["matchLabels": ["app": "db"]],
                "template": [
                    "metadata": [
                        "labels": ["app": "db"],
                        "annotations": fails.map { ["sandbox.msctl.dev/fail": .string($0)] },
                    ], "spec": ["containers": [["name": "db", "image": .string(image)]]],
                ],
            ],
        ]
    }

    @Test func aStatefulSetStuckOnABadRevisionStaysStuckAfterTheRevert() async throws {
        let client = SandboxClient()
        _ = try await client.apply(sets + "/db", statefulSet(image: "db:1"))
        await client.server.advance(by: .seconds(5))
        #expect(try await client.get(sets + "/db")[path: "status", "readyReplicas"] == 3)
        _ = try await client.apply(sets + "/db", statefulSet(image: "db:2", fails: "crash-loop"))
        await client.server.advance(by: .seconds(10))
        _ = try await client.apply(sets + "/db", statefulSet(image: "db:1"))
        await client.server.advance(by: .seconds(30))
        let stuck = try await client.get(sets + "/db")["status"]
        #expect(stuck?["readyReplicas"] == 2)
        #expect(stuck?["updateRevision"] == stuck?["currentRevision"])
        _ = try await client.send("DELETE", pods + "/db-2")
        await client.server.advance(by: .seconds(5))
        #expect(try await client.get(sets + "/db")[path: "status", "readyReplicas"] == 3)
    }

    /// A StatefulSet with one pod that claims a volume `data`.
    private var claimingSet: JSONValue {
        var set = statefulSet(image: "db:1")
        set["spec"]?["replicas"] = 1
        set["spec"]?["volumeClaimTemplates"] = [
            [
                "metadata": ["name": "data"],
                "spec": [
                    "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]],
                ],
            ]
        ]
        return set
    }

    @Test func aStatefulSetGetsItsClaimsBound() async throws {
        let client = SandboxClient()
        let set = claimingSet
        _ = try await client.apply(sets + "/db", set)
        await client.server.advance(by: .seconds(2))
        let claim = try await client.get("/api/v1/namespaces/default/persistentvolumeclaims/data-db-0")
        #expect(claim[path: "status", "phase"] == "Bound")
        #expect(claim[path: "status", "capacity", "storage"] == "1Gi")
        #expect(claim[path: "spec", "volumeName"]?.string?.hasPrefix("pvc-") == true)
        let pod = try await client.get(pods + "/db-0")
        #expect(
            pod[path: "spec", "volumes"]?.array?.first?[path: "persistentVolumeClaim", "claimName"]
                == "data-db-0"
        )
    }

    /// What stays of the claims of two pods, after one was scaled away and after the set was deleted.
    @Test(
        arguments: [
            ("Retain", "Retain", ["data-db-0", "data-db-1"], ["data-db-0", "data-db-1"]),
            ("Retain", "Delete", ["data-db-0"], ["data-db-0"]),
            ("Delete", "Retain", ["data-db-0", "data-db-1"], []), ("Delete", "Delete", ["data-db-0"], []),
        ]
    )
    func claimsGoAsTheSetSays(deleted: String, scaled: String, then: [String], left: [String]) async throws {
        let client = SandboxClient()
        func claims() async throws -> [String] {
            let list = try await client.get("/api/v1/namespaces/default/persistentvolumeclaims")["items"]
            return (list?.array ?? []).compactMap { $0[path: "metadata", "name"]?.string }
        }
        var set = claimingSet
        set["spec"]?["replicas"] = 2
        set["spec"]?["persistentVolumeClaimRetentionPolicy"] = [
            "whenDeleted": .string(deleted), "whenScaled": .string(scaled),
        ]
        _ = try await client.apply(sets + "/db", set)
        await client.server.advance(by: .seconds(3))
        #expect(try await claims() == ["data-db-0", "data-db-1"])
        set["spec"]?["replicas"] = 1
        _ = try await client.apply(sets + "/db", set)
        await client.server.advance(by: .seconds(3))
        #expect(try await claims() == then)
        _ = try await client.send("DELETE", sets + "/db?propagationPolicy=Background")
        await client.server.advance(by: .seconds(3))
        #expect(try await claims() == left)
    }

    @Test func aPodThatComesBackGetsANewClaimWhereTheOldOneWentWithIt() async throws {
        let client = SandboxClient()
        var set = claimingSet
        set["spec"]?["persistentVolumeClaimRetentionPolicy"] = ["whenScaled": "Delete"]
        let path = "/api/v1/namespaces/default/persistentvolumeclaims/data-db-0"
        _ = try await client.apply(sets + "/db", set)
        await client.server.advance(by: .seconds(3))
        let old = try await client.get(path)[path: "metadata", "uid"]
        for replicas in [0, 1] as [Int64] {
            set["spec"]?["replicas"] = .integer(replicas)
            _ = try await client.apply(sets + "/db", set)
            // The pod is still ending when it is asked for again.
            await client.server.advance(by: .milliseconds(20))
        }
        await client.server.advance(by: .seconds(5))
        let new = try await client.get(path)[path: "metadata", "uid"]
        #expect(new != nil && new != old)
        #expect(try await client.get(sets + "/db")[path: "status", "readyReplicas"] == 1)
    }

    @Test func mountsWhatAStatefulSetClaimsBesideItsVolumesAndNothingElse() async throws {
        let client = SandboxClient()
        func mounting(_ volume: String, beside volumes: JSONValue?) -> JSONValue {
            var set = claimingSet
            set["spec"]?["template"]?["spec"]?["volumes"] = volumes
            set["spec"]?["template"]?["spec"]?["containers"] = [
                [
                    "name": "db", "image": "db:1",
                    "volumeMounts": [["name": .string(volume), "mountPath": "/data"]],
                ]
            ]
            return set
        }
        let scratch: JSONValue = [["name": "scratch", "emptyDir": [:]]]
        for volumes in [scratch, nil] {
            let refused = try await client.apply(sets + "/db", mounting("other", beside: volumes))
            #expect(refused.status == 422)
            let field = "spec.template.spec.containers[0].volumeMounts[0].name"
            #expect(refused.text.contains("\(field): Not found: \\\"other\\\""), "\(refused.text)")
        }
        let made = try await client.apply(sets + "/db", mounting("data", beside: scratch))
        #expect(made.status == 201, "\(made.text)")
    }

    @Test func aDaemonSetKeepsItsTemplatesAsRevisions() async throws {
        let client = SandboxClient()
        let daemons = "/apis/apps/v1/namespaces/default/daemonsets"
        func revisions() async throws -> [JSONValue] {
            let list = try await client.get("/apis/apps/v1/namespaces/default/controllerrevisions")["items"]
            return (list?.array ?? []).sorted {
                ($0["revision"]?.integer ?? 0) < ($1["revision"]?.integer ?? 0)
            }
        }
        func image(_ revision: JSONValue) -> JSONValue? {
            revision[path: "data", "spec", "template", "spec", "containers"]?.array?.first?["image"]
        }
        var set = statefulSet(image: "agent:1")
        set["kind"] = "DaemonSet"
        set["spec"]?["replicas"] = nil
        set["spec"]?["serviceName"] = nil
        set["spec"]?["revisionHistoryLimit"] = 1
        for version in 1...4 {
            set["spec"]?["template"]?["spec"]?["containers"] = [
                ["name": "db", "image": .string("agent:\(version)")]
            ]
            let answer = try await client.apply(daemons + "/db", set)
            #expect(answer.status < 300, "\(answer.text)")
            await client.server.advance(by: .seconds(10))
        }
        // One old revision is kept, besides the one that the pods were of when the newest came.
        let kept = try await revisions()
        #expect(kept.map(image) == ["agent:2", "agent:3", "agent:4"])

        let undone = try await client.send(
            "PATCH",
            daemons + "/db",
            kept[1]["data"],
            type: "application/strategic-merge-patch+json"
        )
        #expect(undone.status == 200)
        await client.server.advance(by: .seconds(10))
        #expect(try await revisions().map(image) == ["agent:2", "agent:4", "agent:3"])
        let status = try await client.get(daemons + "/db")["status"]
        #expect(status?["updatedNumberScheduled"] == status?["desiredNumberScheduled"])
    }

    @Test(arguments: [("0", "Complete", "SuccessCriteriaMet"), ("3", "Failed", "FailureTarget")])
    func aJobEnds(exitCode: String, last: String, first: String) async throws {
        let client = SandboxClient()
        let job: JSONValue = [
            "metadata": ["name": "once"],
            "spec": [
                "backoffLimit": 1,
                "template": [
                    "metadata": ["annotations": ["sandbox.msctl.dev/exit-code": .string(exitCode)]],
                    "spec": ["restartPolicy": "Never", "containers": [["name": "j", "image": "j:1"]]],
                ],
            ],
        ]
        let jobs = "/apis/batch/v1/namespaces/default/jobs"
        _ = try await client.send("POST", jobs, job)
        await client.server.advance(by: .seconds(10))
        let conditions = try await client.get(jobs + "/once")[path: "status", "conditions"]?.array ?? []
        #expect(conditions.compactMap { $0["type"]?.string } == [first, last])
    }

    /// A quota that refuses twenty pods refuses once: what waits then does not wait for minutes.
    @Test(arguments: ["Job", "StatefulSet"])
    func podsThatAQuotaRefusedComeSoonAfterItWasRaised(kind: String) async throws {
        let client = SandboxClient()
        let quotas = "/api/v1/namespaces/default/resourcequotas"
        let quota: JSONValue = ["metadata": ["name": "few"], "spec": ["hard": ["pods": "0"]]]
        _ = try await client.send("POST", quotas, quota)
        var set = statefulSet(image: "db:1")
        set["spec"]?["replicas"] = 20
        set["spec"]?["podManagementPolicy"] = "Parallel"
        let container: JSONValue = ["name": "j", "image": "j:1"]
        let template: JSONValue = ["spec": ["restartPolicy": "Never", "containers": [container]]]
        let job: JSONValue = [
            "metadata": ["name": "many"],
            "spec": ["parallelism": 20, "completions": 20, "template": template],
        ]
        let jobs = "/apis/batch/v1/namespaces/default/jobs"
        let made = try await client.send("POST", kind == "Job" ? jobs : sets, kind == "Job" ? job : set)
        #expect(made.status == 201)
        await client.server.advance(by: .seconds(1))
        #expect(try await client.get(pods)["items"] == [])
        let more: JSONValue = ["spec": ["hard": ["pods": "20"]]]
        _ = try await client.send("PATCH", quotas + "/few", more, type: "application/merge-patch+json")
        await client.server.advance(by: .seconds(10))
        #expect(try await client.get(pods)["items"]?.array?.count == 20)
    }

    @Test func aCronJobStartsOnTheMinute() async throws {
        let client = SandboxClient()
        let cron: JSONValue = [
            "metadata": ["name": "tick"],
            "spec": [
                "schedule": "*/5 * * * *",
                "jobTemplate": [
                    "spec": [
                        "template": [
                            "spec": [
                                "restartPolicy": "Never", "containers": [["name": "j", "image": "j:1"]],
                            ]
                        ]
                    ]
                ],
            ],
        ]
        _ = try await client.send("POST", "/apis/batch/v1/namespaces/default/cronjobs", cron)
        await client.server.advance(by: .seconds(601))
        let jobs = try await client.get("/apis/batch/v1/namespaces/default/jobs")["items"]?.array ?? []
        #expect(jobs.count == 2)
    }

    @Test func anAutoscalerFollowsTheAnnotation() async throws {
        let client = SandboxClient()
        var web = Sample.deployment()
        web["metadata"]?["annotations"] = ["sandbox.msctl.dev/cpu": "160"]
        _ = try await client.apply(Sample.deployments + "/web", web)
        let scaler: JSONValue = [
            "metadata": ["name": "web"],
            "spec": [
                "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"],
                "minReplicas": 1,
                "maxReplicas": 3,
            ],
        ]
        let path = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers"
        _ = try await client.send("POST", path, scaler)
        await client.server.advance(by: .seconds(20))
        #expect(try await client.get(Sample.deployments + "/web")[path: "spec", "replicas"] == 3)
        let conditions = try await client.get(path + "/web")[path: "status", "conditions"]?.array ?? []
        #expect(conditions.first { $0["type"] == "ScalingActive" }?["status"] == "True")
    }

    /// What most clusters have on top of Kubernetes is played when asked for, and only then.
    @Test(arguments: [false, true])
    func addOnsMeasurePodsAndTakeAnIngressWithoutAClass(hasAddOns: Bool) async throws {
        var options = SandboxOptions()
        options.hasAddOns = hasAddOns
        let client = SandboxClient(options)
        _ = try await client.apply(Sample.deployments + "/web", Sample.deployment())
        let scaler: JSONValue = [
            "metadata": ["name": "web"],
            "spec": [
                "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"],
                "minReplicas": 1, "maxReplicas": 9,
            ],
        ]
        let scalers = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers"
        _ = try await client.send("POST", scalers, scaler)
        let ingress: JSONValue = [
            "metadata": ["name": "web"],
            "spec": ["defaultBackend": ["service": ["name": "web", "port": ["number": 80]]]],
        ]
        let ingresses = "/apis/networking.k8s.io/v1/namespaces/default/ingresses"
        _ = try await client.send("POST", ingresses, ingress)
        let before = try await client.get(Sample.deployments + "/web")[path: "spec", "replicas"]
        await client.server.advance(by: .seconds(60))
        let conditions = try await client.get(scalers + "/web")[path: "status", "conditions"]?.array ?? []
        #expect(
            conditions.first { $0["type"] == "ScalingActive" }?["status"] == (hasAddOns ? "True" : "False")
        )
        // The use that is shown is the one aimed at: nothing is scaled for it.
        #expect(try await client.get(Sample.deployments + "/web")[path: "spec", "replicas"] == before)
        let addresses = try await client.get(ingresses + "/web")[path: "status", "loadBalancer", "ingress"]
        #expect((addresses?.array?.isEmpty ?? true) == !hasAddOns)
    }

    @Test func aBudgetRefusesAnEviction() async throws {
        let client = SandboxClient()
        _ = try await client.apply(Sample.deployments + "/web", Sample.deployment())
        let budget: JSONValue = [
            "metadata": ["name": "web"],
            "spec": ["minAvailable": 2, "selector": ["matchLabels": ["app": "web"]]],
        ]
        _ = try await client.send("POST", "/apis/policy/v1/namespaces/default/poddisruptionbudgets", budget)
        await client.server.advance(by: .seconds(5))
        let name = try await client.get(pods)["items"]?.array?.first?[path: "metadata", "name"]?.string ?? ""
        let refused = try await client.send(
            "POST",
            "\(pods)/\(name)/eviction",
            ["metadata": ["name": .string(name)]]
        )
        #expect(refused.status == 429)
        #expect(refused.body[path: "details", "causes"]?.array?.first?["reason"] == "DisruptionBudget")
        #expect(refused.headers[.retryAfter] == nil)
    }

    @Test func logsTellWhyThereAreNone() async throws {
        let client = SandboxClient()
        let annotations: JSONObject = ["sandbox.msctl.dev/fail": "image-not-found"]
        _ = try await client.apply(
            Sample.deployments + "/web",
            Sample.deployment(replicas: 1, annotations: annotations)
        )
        await client.server.advance(by: .seconds(3))
        let name = try await client.get(pods)["items"]?.array?.first?[path: "metadata", "name"]?.string ?? ""
        let answer = try await client.send("GET", "\(pods)/\(name)/log")
        #expect(answer.status == 400)
        #expect(
            answer.body["message"]
                == .string("container \"web\" in pod \"\(name)\" is waiting to start: ImagePullBackOff")
        )
    }

    @Test func faultsStrikeByScript() async throws {
        let client = SandboxClient()
        await client.server.inject([
            .init(.status(429, retryAfter: 1), methods: ["PATCH"]), .init(.resetAfter, methods: ["PATCH"]),
        ])
        let busy = try await client.apply(Sample.deployments + "/web", Sample.deployment())
        #expect(busy.status == 429)
        #expect(busy.headers[.retryAfter] == "1")
        await #expect(throws: TransportError.self) {
            _ = try await client.apply(Sample.deployments + "/web", Sample.deployment())
        }
        #expect(try await client.send("GET", Sample.deployments + "/web").status == 200)
    }

    @Test func theStateFileBringsEverythingBack() async throws {
        let path = "/tmp/sandbox-state-\(getpid()).jsonl"
        defer { unlink(path) }
        let before = SandboxClient()
        try await before.server.keepState(in: path)
        _ = try await before.apply(Sample.deployments + "/web", Sample.deployment())
        await before.server.advance(by: .seconds(5))
        let saved = try await before.get(Sample.deployments + "/web")
        await before.server.releaseState()
        let after = SandboxClient()
        try await after.server.keepState(in: path)
        #expect(try await after.get(Sample.deployments + "/web") == saved)
        await after.server.advance(by: .seconds(5))
        #expect(try await after.get(Sample.deployments + "/web")[path: "status", "availableReplicas"] == 2)
        _ = try await after.apply(
            Sample.deployments + "/web",
            Sample.deployment(image: "registry.example.com/web:2")
        )
        await after.server.advance(by: .seconds(10))
        #expect(try await after.get(Sample.deployments + "/web")[path: "status", "updatedReplicas"] == 2)
    }
}
