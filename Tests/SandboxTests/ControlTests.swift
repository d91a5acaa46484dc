// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What controllers hold on to, and what they let go.
@Suite struct ControlTests {
    private let apps = "/apis/apps/v1/namespaces/default/"
    private let pods = "/api/v1/namespaces/default/pods"
    private let merge = "application/merge-patch+json"

    private func template(_ policy: JSONValue? = nil) -> JSONValue {
        [
            "metadata": ["labels": ["app": "web"], "annotations": ["sandbox.msctl.dev/run-for": "60s"]],
            "spec": ["restartPolicy": policy, "containers": [["name": "web", "image": "web:1"]]],
        ]
    }

    private func list(_ client: SandboxClient, _ path: String) async throws -> [JSONValue] {
        try await client.get(path)["items"]?.array ?? []
    }

    private func owners(_ object: JSONValue) -> [JSONValue] {
        object[path: "metadata", "ownerReferences"]?.array ?? []
    }

    /// How one takes a pod out of service to look into it.
    @Test(arguments: ["deployments", "replicasets", "daemonsets", "jobs"])
    func aPodThatIsNoLongerSelectedIsReleasedAndReplaced(resource: String) async throws {
        let client = SandboxClient()
        let isJob = resource == "jobs"
        let isCounted = resource == "deployments" || resource == "replicasets"
        let object: JSONValue = [
            "metadata": ["name": "web"],
            "spec": [
                "replicas": isCounted ? 3 : nil, "parallelism": isJob ? 3 : nil,
                "completions": isJob ? 3 : nil,
                "selector": isJob ? JSONValue?.none : ["matchLabels": ["app": "web"]],
                "template": template(isJob ? "Never" : nil),
            ],
        ]
        let path = isJob ? "/apis/batch/v1/namespaces/default/jobs" : apps + resource
        let made = try await client.send("POST", path, object)
        #expect(made.status == 201, "\(made.text)")
        await client.server.advance(by: .seconds(3))
        let before = try await list(client, pods)
        #expect(before.count == 3)
        let name = before.first?[path: "metadata", "name"]?.string ?? ""
        let label = isJob ? "batch.kubernetes.io/controller-uid" : "app"
        let relabelled: JSONValue = ["metadata": ["labels": .object([label: "none"])]]
        _ = try await client.send("PATCH", "\(pods)/\(name)", relabelled, type: merge)
        await client.server.advance(by: .seconds(3))
        let after = try await list(client, pods)
        #expect(after.count == 4)
        for pod in after {
            let isReleased = pod[path: "metadata", "name"]?.string == name
            #expect(owners(pod).isEmpty == isReleased)
        }
        // Nobody deletes it with those that are left.
        _ = try await client.send("DELETE", "\(path)/web?propagationPolicy=Background")
        await client.server.advance(by: .seconds(40))
        let left = try await list(client, pods).map { $0[path: "metadata", "name"]?.string }
        #expect(left == [name])
    }

    @Test func theNameOfAReleasedPodIsMissedUntilItGoes() async throws {
        let client = SandboxClient()
        let set: JSONValue = [
            "metadata": ["name": "db"],
            "spec": [
                "replicas": 2, "serviceName": "db", "selector": ["matchLabels": ["app": "web"]],
                "template": template(),
            ],
        ]
        _ = try await client.send("POST", apps + "statefulsets", set)
        await client.server.advance(by: .seconds(3))
        let relabelled: JSONValue = ["metadata": ["labels": ["app": "none"]]]
        _ = try await client.send("PATCH", pods + "/db-0", relabelled, type: merge)
        await client.server.advance(by: .seconds(2))
        #expect(owners(try await client.get(pods + "/db-0")).isEmpty)
        #expect(try await client.get(apps + "statefulsets/db")[path: "status", "readyReplicas"] == 1)
        _ = try await client.send("DELETE", pods + "/db-0")
        await client.server.advance(by: .seconds(10))
        #expect(owners(try await client.get(pods + "/db-0")).count == 1)
        #expect(try await client.get(apps + "statefulsets/db")[path: "status", "readyReplicas"] == 2)
    }

    @Test func aReplicaSetIsReleasedAndTakenInByItsLabels() async throws {
        let client = SandboxClient()
        _ = try await client.apply(Sample.deployments + "/web", Sample.deployment())
        await client.server.advance(by: .seconds(3))
        let first = try await list(client, apps + "replicasets").first ?? [:]
        let path = apps + "replicasets/" + (first[path: "metadata", "name"]?.string ?? "")
        func relabel(_ value: JSONValue) async throws {
            let patch: JSONValue = ["metadata": ["labels": ["app": value]]]
            _ = try await client.send("PATCH", path, patch, type: merge)
            await client.server.advance(by: .seconds(3))
        }
        try await relabel("none")
        #expect(owners(try await client.get(path)).isEmpty)
        // Its pods stay with it, and the Deployment begins again under another name.
        #expect(try await list(client, pods).count == 4)
        let deployment = try await client.get(Sample.deployments + "/web")
        #expect(deployment[path: "status", "collisionCount"] == 1)
        #expect(deployment[path: "status", "readyReplicas"] == 2)
        try await relabel("web")
        #expect(owners(try await client.get(path)).first?["uid"] == deployment[path: "metadata", "uid"])
        #expect(try await list(client, pods).count == 2)
    }

    /// The example of the documentation: 10 replicas in the middle of an update become 15.
    @Test func aNewSizeIsSpreadOverAnUpdateByRoundedShares() async throws {
        let client = SandboxClient()
        func web(_ image: String, _ replicas: Int, fails: String? = nil) -> JSONValue {
            var annotations: JSONObject = [:]
            if let fails { annotations["sandbox.msctl.dev/fail"] = .string(fails) }
            var web = Sample.deployment(image: image, replicas: replicas, annotations: annotations)
            web["spec"]?["strategy"] = ["rollingUpdate": ["maxSurge": 3, "maxUnavailable": 2]]
            return web
        }
        func sizes() async throws -> [Int64] {
            let sets = try await list(client, apps + "replicasets")
            return sets.compactMap { $0[path: "spec", "replicas"]?.integer }.sorted()
        }
        _ = try await client.apply(Sample.deployments + "/web", web("web:1", 10))
        await client.server.advance(by: .seconds(5))
        _ = try await client.apply(Sample.deployments + "/web", web("web:2", 10, fails: "never-ready"))
        await client.server.advance(by: .seconds(5))
        #expect(try await sizes() == [5, 8])
        _ = try await client.apply(Sample.deployments + "/web", web("web:2", 15, fails: "never-ready"))
        await client.server.advance(by: .seconds(5))
        #expect(try await sizes() == [7, 11])
    }
}
