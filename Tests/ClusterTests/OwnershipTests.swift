// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Rollout
import Testing

@Suite(.timeLimit(.minutes(2))) struct OwnershipTests {
    @Test(arguments: ClusterStage.available)
    func refusesToOverwriteWhatAPersonHasSet(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            try await cluster.deploy(SampleService("cart"))
            _ = try await cluster.client.patch(
                cluster.reference("Deployment", "cart"),
                .strategic([
                    "spec": [
                        "template": [
                            "spec": [
                                "containers": [
                                    ["name": "cart", "env": [["name": "VERSION", "value": "hotfix"]]]
                                ]
                            ]
                        ]
                    ]
                ]),
                options: WriteOptions(fieldManager: "kubectl-edit", isRepeatable: true)
            )
            let next = SampleService("cart") { $0.version = "2" }
            cluster.transport.forget()
            let refused = try await cluster.deploy(next)
            #expect(refused.outcome == .conflict)
            let field = try #require(refused.services.first?.conflicts.first)
            #expect(field.manager == "kubectl-edit")
            #expect(field.owner == .person)
            #expect(
                field.field == ".spec.template.spec.containers[name=\"cart\"].env[name=\"VERSION\"].value"
            )
            #expect(field.value == "hotfix")
            #expect(field.time != nil)
            #expect(cluster.transport.writes == [])
            let taken = try await cluster.deploy(next) { $0.takesOver = true }
            #expect(taken.outcome == .succeeded)
            let again = try await cluster.deploy(next)
            #expect(again.services.map(\.outcome) == [.unchanged])
        }
    }

    /// An object as `kubectl apply` leaves it: the manifest in an annotation, and the fields kubectl's by Update.
    private func applyClientSide(_ object: KubernetesObject, _ cluster: TestCluster) async throws {
        var object = object
        let text = JSONValue.object(object.json).text()
        object[metadata: "annotations"] = ["kubectl.kubernetes.io/last-applied-configuration": .string(text)]
        _ = try await cluster.client.create(
            object,
            options: WriteOptions(fieldManager: "kubectl-client-side-apply")
        )
    }

    @Test(arguments: ClusterStage.available)
    func whatKubectlHasAppliedReallyGoesWhenItIsTakenOver(stage: ClusterStage) async throws {
        // C6.4, C6.5
        try await stage.withCluster { cluster in
            let old = SampleService("cart") {
                $0.version = "old"
                $0.container = ["args": ["--old"], "ports": [["containerPort": 80]]]
            }
            for desired in old.desired(in: cluster.namespace).objects {
                var object = desired.object
                var labels = object[metadata: "labels"]?.object ?? [:]
                labels["old"] = "yes"
                object[metadata: "labels"] = .object(labels)
                try await applyClientSide(object, cluster)
            }
            let new = SampleService("cart") { $0.replicas = nil }
            let refused = try await cluster.deploy(new)
            #expect(refused.outcome == .conflict)
            let request = cluster.request([new.desired(in: cluster.namespace)]) { $0.takesOver = true }
            let plan = try await cluster.deployer().plan(request)
            let entry = try #require(plan.entries.first { $0.object.type.kind == "Deployment" })
            guard case .update(let changes) = entry.change else {
                Issue.record("\(entry.change)")
                return
            }
            let going = Set(changes.filter { $0.after == nil }.map(\.field))
            let container = "spec.template.spec.containers[name=cart]"
            #expect(
                going == [
                    "metadata.labels.old", "\(container).args", "\(container).ports", "metadata.annotations",
                ]
            )
            #expect(try await cluster.deployer().deploy(request).outcome == .succeeded)
            let live = try #require(try await cluster.live("Deployment", "cart"))
            let spec = live["spec"]?["template"]?["spec"]?["containers"]?.array?.first
            #expect(spec?["args"] == nil)
            #expect(spec?["ports"] == nil)
            #expect(live["spec"]?["replicas"] == 2, "a number that nobody names any more is not reset to 1")
            #expect(live.labels["old"] == nil)
            #expect(live.annotations["kubectl.kubernetes.io/last-applied-configuration"] == nil)
            let managers = (live[metadata: "managedFields"]?.array ?? [])
                .filter { $0["subresource"] == nil }.compactMap { $0["manager"]?.string }
            #expect(!managers.contains("kubectl-client-side-apply"))
            let again = try await cluster.deploy(new)
            #expect(again.services.map(\.outcome) == [.unchanged])
        }
    }

    @Test(arguments: ClusterStage.available)
    func doesNotTakeSomebodyElsesChangeForItsOwn(stage: ClusterStage) async throws {
        // C7
        try await stage.withCluster { cluster in
            try await cluster.deploy(SampleService("cart"))
            let request = cluster.request([
                SampleService("cart") { $0.version = "2" }.desired(in: cluster.namespace)
            ])
            let (applied, signal) = AsyncStream<Void>.makeStream()
            let deploy = Task {
                try await cluster.deployer().deploy(request) { event in
                    if case .applied(let object, _) = event.what, object.type.kind == "Deployment" {
                        signal.yield()
                    }
                }
            }
            for await _ in applied { break }
            _ = try await cluster.client.patch(
                cluster.reference("Deployment", "cart"),
                .strategic([
                    "spec": [
                        "template": [
                            "spec": [
                                "containers": [
                                    ["name": "cart", "env": [["name": "VERSION", "value": "hotfix"]]]
                                ]
                            ]
                        ]
                    ]
                ]),
                options: WriteOptions(fieldManager: "kubectl-edit", isRepeatable: true)
            )
            let report = try await deploy.value
            #expect(report.outcome == .failedNotRolledBack)
            let cause = try #require(report.services.first?.cause)
            #expect(cause.code == .overtaken)
            #expect(cause.headline == "`kubectl-edit` changed `cart` while it was being deployed")
            #expect(cause.detail?.hasSuffix("\"2\" → \"hotfix\"") == true)
            let history = try await cluster.deployer().history(of: "cart", in: cluster.scope)
            #expect(history.revision(2)?.isProven == false)
        }
    }

    @Test(arguments: ClusterStage.available)
    func namesTheToolThatOwnsAField(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let theirs = SampleService("cart") { $0.version = "theirs" }.desired(in: cluster.namespace)
            for object in theirs.objects {
                _ = try await cluster.client.apply(
                    object.object,
                    options: ApplyOptions(fieldManager: "argocd-controller")
                )
            }
            let refused = try await cluster.deploy(SampleService("cart"))
            #expect(refused.outcome == .conflict)
            let conflicts = refused.services.first?.conflicts ?? []
            #expect(Set(conflicts.map(\.manager)) == ["argocd-controller"])
            #expect(Set(conflicts.map(\.owner)) == [.tool])
            #expect(conflicts.map(\.value) == ["theirs"])
        }
    }

    @Test(arguments: ClusterStage.available)
    func onlyOneOfTwoDeploysGetsTheLock(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            try await cluster.deploy(SampleService("cart"))
            let outcomes = try await withThrowingTaskGroup(of: DeployOutcome.self) { group in
                for version in ["2", "3"] {
                    group.addTask {
                        try await cluster.deploy(SampleService("cart") { $0.version = version }) {
                            $0.lock = .fail
                            $0.initiator = "run \(version)"
                        }.outcome
                    }
                }
                var outcomes: Set<DeployOutcome> = []
                for try await outcome in group { outcomes.insert(outcome) }
                return outcomes
            }
            #expect(outcomes == [.succeeded, .locked])
            let history = try await cluster.deployer().history(of: "cart", in: cluster.scope)
            #expect(history.revisions.map(\.number) == [1, 2])
        }
    }

    @Test(arguments: ClusterStage.available)
    func waitsForTheLockAndThenLooksAgain(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let outcomes = try await withThrowingTaskGroup(of: DeployReport.self) { group in
                for _ in 0..<2 { group.addTask { try await cluster.deploy(SampleService("cart")) } }
                var outcomes: [String] = []
                for try await report in group {
                    #expect(report.outcome == .succeeded)
                    outcomes += report.services.map(\.outcome.rawValue)
                }
                return outcomes.sorted()
            }
            #expect(outcomes == ["succeeded", "unchanged"])
            let history = try await cluster.deployer().history(of: "cart", in: cluster.scope)
            #expect(history.revisions.map(\.number) == [1])
        }
    }

    @Test(arguments: ClusterStage.available)
    func anInterruptedDeployIsFinishedByTheNext(stage: ClusterStage) async throws {
        try await stage.withCluster { cluster in
            let services = [SampleService("cart"), SampleService("catalog")]
            let request = cluster.request(services.map { $0.desired(in: cluster.namespace) })
            let (applied, signal) = AsyncStream<Void>.makeStream()
            let deploy = Task {
                try await cluster.deployer().deploy(request) { event in
                    if case .applied(let object, _) = event.what, object.type.kind == "Deployment" {
                        signal.yield()
                    }
                }
            }
            for await _ in applied { break }
            deploy.cancel()
            let report = try await deploy.value
            #expect(report.outcome == .interrupted)
            let again = try await cluster.deployer().deploy(request)
            #expect(again.outcome == .succeeded)
            #expect(again.services.map(\.revision) == [1, 1])
            let last = try await cluster.deployer().deploy(request)
            #expect(last.services.map(\.outcome) == [.unchanged, .unchanged])
            let lease = try #require(try await cluster.live("Lease", "msctl.shop"))
            #expect(lease["spec"]?["holderIdentity"]?.string ?? "" == "")
        }
    }
}
