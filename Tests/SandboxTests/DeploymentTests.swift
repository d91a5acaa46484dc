// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

@Suite struct DeploymentTests {
    private let web = Sample.deployments + "/web"

    @Test func rollsOutAndBecomesAvailable() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment())
        await client.server.advance(by: .seconds(5))
        let object = try await client.get(web)
        let status = object["status"]
        #expect(status?["observedGeneration"] == 1)
        #expect(status?["readyReplicas"] == 2)
        #expect(status?["availableReplicas"] == 2)
        #expect(object[path: "metadata", "annotations", "deployment.kubernetes.io/revision"] == "1")
        let conditions = status?["conditions"]?.array ?? []
        let reasons = conditions.compactMap { $0["reason"]?.string }
        #expect(Set(reasons) == ["MinimumReplicasAvailable", "NewReplicaSetAvailable"])
    }

    @Test func neverHasFewerPodsThanPromised() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment(replicas: 4))
        await client.server.advance(by: .seconds(5))
        let version =
            try await client.get(Sample.deployments)[path: "metadata", "resourceVersion"]?.string ?? ""
        let stream = try await client.watch(Sample.deployments + "?watch=true&resourceVersion=\(version)")
        _ = try await client.apply(web, Sample.deployment(image: "registry.example.com/web:2.0", replicas: 4))
        await client.server.advance(by: .seconds(10))
        await client.server.closeWatches()
        var statuses: [JSONValue] = []
        for event in try await client.events(.max, of: stream) {
            if let status = event[path: "object", "status"] { statuses.append(status) }
        }
        #expect(statuses.allSatisfy { ($0["availableReplicas"]?.integer ?? 0) >= 3 })
        #expect(statuses.allSatisfy { ($0["replicas"]?.integer ?? 0) <= 5 })
        #expect(statuses.last?["updatedReplicas"] == 4)
        #expect(statuses.last?["replicas"] == 4)
        // Until the controller has seen the change, the old numbers stand beside the new generation.
        #expect(statuses.first?["observedGeneration"] == 1)
    }

    @Test func reusesTheOldReplicaSetWhenTheTemplateComesBack() async throws {
        let client = SandboxClient()
        for image in ["web:1", "web:2", "web:1"] {
            _ = try await client.apply(web, Sample.deployment(image: image))
            await client.server.advance(by: .seconds(10))
        }
        let sets = try await client.get("/apis/apps/v1/namespaces/default/replicasets")["items"]?.array ?? []
        #expect(sets.count == 2)
        let current = sets.first { $0[path: "spec", "replicas"] == 2 }
        #expect(current?[path: "metadata", "annotations", "deployment.kubernetes.io/revision"] == "3")
        #expect(
            try await client.get(web)[path: "metadata", "annotations", "deployment.kubernetes.io/revision"]
                == "3"
        )
    }

    @Test(arguments: ["image-not-found", "crash-loop", "never-ready", "config-error", "unschedulable", "oom"])
    func exceedsItsDeadlineWithBrokenPods(fault: String) async throws {
        let client = SandboxClient()
        var body = Sample.deployment(annotations: ["sandbox.msctl.dev/fail": .string(fault)])
        body["spec"]?["progressDeadlineSeconds"] = 8
        _ = try await client.apply(web, body)
        await client.server.advance(by: .seconds(12))
        let conditions = try await client.get(web)[path: "status", "conditions"]?.array ?? []
        let progressing = conditions.first { $0["type"] == "Progressing" }
        #expect(progressing?["status"] == "False")
        #expect(progressing?["reason"] == "ProgressDeadlineExceeded")
    }

    @Test(
        arguments: [
            ("image-not-found", "ImagePullBackOff"), ("crash-loop", "CrashLoopBackOff"),
            ("oom", "CrashLoopBackOff"), ("config-error", "CreateContainerConfigError"),
        ]
    )
    func brokenPodsSayWhy(fault: String, reason: String) async throws {
        let client = SandboxClient()
        _ = try await client.apply(
            web,
            Sample.deployment(replicas: 1, annotations: ["sandbox.msctl.dev/fail": .string(fault)])
        )
        await client.server.advance(by: .milliseconds(2500))
        let pods = try await client.get("/api/v1/namespaces/default/pods")["items"]?.array ?? []
        let status = pods.first?[path: "status", "containerStatuses"]?.array?.first
        #expect(status?[path: "state", "waiting", "reason"] == .string(reason))
    }

    @Test func aMissingSecretKeepsTheContainerWaiting() async throws {
        let client = SandboxClient()
        var body = Sample.deployment(replicas: 1)
        var container = body[path: "spec", "template", "spec", "containers"]?.array?.first ?? [:]
        container["env"] = [
            ["name": "P", "valueFrom": ["secretKeyRef": ["name": "db", "key": "password"]]]
        ]
        body["spec"]?["template"]?["spec"]?["containers"] = [container]
        _ = try await client.apply(web, body)
        await client.server.advance(by: .seconds(2))
        let pods = try await client.get("/api/v1/namespaces/default/pods")["items"]?.array ?? []
        let waiting = pods.first?[path: "status", "containerStatuses"]?.array?.first?[
            path: "state",
            "waiting"
        ]
        #expect(waiting == ["reason": "CreateContainerConfigError", "message": "secret \"db\" not found"])
    }

    @Test func aPrivateSandboxMakesUpMissingSecrets() async throws {
        var options = SandboxOptions()
        options.provisionsMissingConfiguration = true
        let client = SandboxClient(options)
        var body = Sample.deployment(replicas: 1)
        var container = body[path: "spec", "template", "spec", "containers"]?.array?.first ?? [:]
        container["envFrom"] = [["secretRef": ["name": "db"]]]
        body["spec"]?["template"]?["spec"]?["containers"] = [container]
        _ = try await client.apply(web, body)
        await client.server.advance(by: .seconds(2))
        #expect(try await client.get(web)[path: "status", "availableReplicas"] == 1)
        #expect(try await client.send("GET", "/api/v1/namespaces/default/secrets/db").status == 200)
    }

    @Test func deletingRemovesEverythingBelow() async throws {
        let client = SandboxClient()
        _ = try await client.apply(web, Sample.deployment())
        await client.server.advance(by: .seconds(5))
        _ = try await client.send("DELETE", web)
        await client.server.advance(by: .seconds(40))
        #expect(try await client.get("/api/v1/namespaces/default/pods")["items"] == [])
        #expect(try await client.get("/apis/apps/v1/namespaces/default/replicasets")["items"] == [])
    }
}
