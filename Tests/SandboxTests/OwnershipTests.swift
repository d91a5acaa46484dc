// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// Who owns what when several write, in the order and the words of structured-merge-diff.
@Suite struct OwnershipTests {
    private let web = Sample.deployments + "/web"
    private let merge = "application/merge-patch+json"

    private func managers(_ object: JSONValue) -> [JSONValue] {
        object[path: "metadata", "managedFields"]?.array ?? []
    }

    /// What `annotations:` with nothing behind it says in a template.
    @Test func nullTakesNothingAwayFromAMapThatIsSharedKeyByKey() async throws {
        let client = SandboxClient()
        let path = "/api/v1/namespaces/default/configmaps/c"
        var map = Sample.configMap("c", ["a": "1"])
        map["metadata"]?["annotations"] = ["example.com/by": "one"]
        _ = try await client.apply(path, map, as: "one")
        var other = Sample.configMap("c", ["b": "2"])
        other["metadata"]?["annotations"] = .null
        let after = try await client.apply(path, other, as: "two")
        #expect(after.status == 200, "\(after.text)")
        #expect(after.body[path: "metadata", "annotations"] == ["example.com/by": "one"])
    }

    @Test func conflictsNameWhatEndsBeforeWhatGoesOn() async throws {
        let client = SandboxClient()
        func deployment(_ image: String, _ memory: String, _ tty: Bool) -> JSONValue {
            var deployment = Sample.deployment()
            let containers = (deployment[path: "spec", "template", "spec", "containers"]?.array ?? []).map {
                container in
                var container = container
                container["image"] = .string(image)
                container["resources"]?["limits"] = ["memory": .string(memory)]
                container["tty"] = .bool(tty)
                return container
            }
            deployment["spec"]?["template"]?["spec"]?["containers"] = .array(containers)
            return deployment
        }
        _ = try await client.apply(web, deployment("web:1", "128Mi", true), as: "one")
        let conflict = try await client.apply(web, deployment("web:2", "256Mi", false), as: "two")
        let causes = conflict.body[path: "details", "causes"]?.array ?? []
        let place = #".spec.template.spec.containers[name="web"]"#
        #expect(
            causes.map { $0["field"] } == [
                .string(place + ".image"), .string(place + ".tty"),
                .string(place + ".resources.limits.memory"),
            ]
        )
    }

    @Test func conflictsNamePortsByTheirSize() async throws {
        let client = SandboxClient()
        let path = "/api/v1/namespaces/default/services/web"
        func service(_ target: Int64) -> JSONValue {
            let ports = [443, 80].map { (port: Int64) -> JSONValue in
                ["name": .string("p\(port)"), "port": .integer(port), "targetPort": .integer(target)]
            }
            return [
                "apiVersion": "v1", "kind": "Service", "metadata": ["name": "web"],
                "spec": ["selector": ["app": "web"], "ports": .array(ports)],
            ]
        }
        _ = try await client.apply(path, service(1), as: "one")
        let conflict = try await client.apply(path, service(2), as: "two")
        let causes = conflict.body[path: "details", "causes"]?.array ?? []
        let fields = causes.compactMap { $0["field"]?.string }
        #expect(
            fields == [80, 443].map { #".spec.ports[port=\#($0),protocol="TCP"].targetPort"# }
        )
    }

    @Test func ownersOfTwoVersionsComeInTheOrderOfTheVersions() async throws {
        let client = SandboxClient()
        let place = "namespaces/default/horizontalpodautoscalers"
        let scaler: JSONValue = [
            "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": ["name": "web"],
            "spec": [
                "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"],
                "maxReplicas": 5,
            ],
        ]
        let query = "?fieldManager=editor"
        _ = try await client.send("POST", "/apis/autoscaling/v2/\(place)\(query)", scaler)
        let patched = try await client.send(
            "PATCH",
            "/apis/autoscaling/v1/\(place)/web\(query)",
            ["spec": ["maxReplicas": 6]],
            type: merge
        )
        #expect(managers(patched.body).map { $0["apiVersion"] } == ["autoscaling/v1", "autoscaling/v2"])
    }

    @Test func onlyOneEmptyEntryStopsTheTracking() async throws {
        let client = SandboxClient()
        let applied = try await client.apply(web, Sample.deployment())
        let kept = try await client.send("PATCH", web, ["metadata": ["managedFields": []]], type: merge)
        #expect(managers(kept.body) == managers(applied.body))
        let gone = try await client.send("PATCH", web, ["metadata": ["managedFields": [[:]]]], type: merge)
        #expect(managers(gone.body).isEmpty)
    }

    @Test func whoWritesAStatusDoesNotSayWhoOwnsTheRest() async throws {
        let client = SandboxClient()
        let applied = try await client.apply(web, Sample.deployment(), as: "one")
        var claimed = applied.body
        var entry = managers(claimed).first ?? [:]
        entry["manager"] = "thief"
        claimed["metadata"]?["managedFields"] = [entry]
        claimed["status"] = ["observedGeneration": 1]
        let written = try await client.send("PUT", web + "/status?fieldManager=reporter", claimed)
        #expect(written.status == 200)
        #expect(managers(written.body).map { $0["manager"] } == ["one", "reporter"])
    }
}
