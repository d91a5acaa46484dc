// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What looks like a mistake, and is none to a real server.
@Suite struct AcceptanceTests {
    private func make(_ resource: String, _ body: JSONValue) async throws -> JSONValue {
        let answer = try await SandboxClient().send("POST", Refusal.path(resource), body)
        #expect(answer.status == 201, "\(answer.text)")
        return answer.body
    }

    @Test(arguments: ["@every 1h30m", "*\t*  * * 6", "*/5 1,2 1-5 jan-mar sun"])
    func schedulesMayBeWrittenIn(schedule: String) async throws {
        _ = try await make("cronjobs", Made.cronJob(["schedule": .string(schedule)]))
    }

    @Test func runsAtIntervals() async throws {
        let client = SandboxClient()
        let body = Made.cronJob(["schedule": "@every 90s", "successfulJobsHistoryLimit": 9])
        #expect(try await client.send("POST", Refusal.path("cronjobs"), body).status == 201)
        await client.server.advance(by: .seconds(80))
        #expect(try await client.get(Refusal.path("jobs"))["items"]?.array?.count == 0)
        await client.server.advance(by: .seconds(20))
        #expect(try await client.get(Refusal.path("jobs"))["items"]?.array?.count == 1)
    }

    /// Where Go has no pointer, empty text is absence.
    @Test func emptyTextInAChoiceIsItsDefault() async throws {
        let container: JSONObject = [
            "imagePullPolicy": "", "terminationMessagePolicy": "",
            "ports": [["containerPort": 80, "protocol": ""]],
        ]
        let tolerations: JSONValue = [["key": "a", "operator": "", "effect": ""]]
        let spec: JSONObject = ["restartPolicy": "", "dnsPolicy": "", "tolerations": tolerations]
        let pod = Made.podSpec(container, spec)
        let made = try await make("deployments", Made.workload(["strategy": ["type": ""]], pod: pod))
        #expect(made[path: "spec", "strategy", "type"] == "RollingUpdate")
        let template = made[path: "spec", "template", "spec"]
        #expect(template?["restartPolicy"] == "Always")
        #expect(template?["dnsPolicy"] == "ClusterFirst")
        let first = template?["containers"]?.array?.first
        #expect(first?["imagePullPolicy"] == "IfNotPresent")
        #expect(first?["terminationMessagePolicy"] == "File")
        #expect(first?["ports"]?.array?.first?["protocol"] == "TCP")
        let empty: JSONObject = ["type": "", "sessionAffinity": "", "externalTrafficPolicy": ""]
        let service = try await make("services", Made.service(empty))
        #expect(service[path: "spec", "type"] == "ClusterIP")
        #expect(service[path: "spec", "sessionAffinity"] == "None")
        let job = try await make("cronjobs", Made.cronJob(["concurrencyPolicy": ""]))
        #expect(job[path: "spec", "concurrencyPolicy"] == "Allow")
    }

    @Test func emptyTextInAPointerIsAValue() async throws {
        let body = Made.service(["internalTrafficPolicy": ""])
        let answer = try await SandboxClient().send("POST", Refusal.path("services"), body)
        #expect(answer.status == 422, "\(answer.text)")
    }

    /// What counts is what base64 stands for.
    @Test func binaryDataIsAsLargeAsItsBytes() async throws {
        let map: JSONValue = [
            "metadata": ["name": "x"],
            "binaryData": ["a": .string(String(repeating: "AAAA", count: 349_525))],
        ]
        _ = try await make("configmaps", map)
        let secret: JSONValue = [
            "metadata": ["name": "x"],
            "data": ["a": .string(String(repeating: "AAAA", count: 349_525) + "AA==")],
        ]
        _ = try await make("secrets", secret)
    }

    @Test func namesOfEventsArePartsOfPaths() async throws {
        let event: JSONValue = [
            "metadata": ["name": "Web_1.a"], "reason": "Tried", "message": "so it was", "type": "Normal",
            "involvedObject": ["kind": "Pod", "name": "a", "namespace": "default"],
        ]
        _ = try await make("events", event)
    }

    @Test func finalizersOfCustomResourcesNeedNoDomain() async throws {
        let client = SandboxClient()
        let schema: JSONValue = ["openAPIV3Schema": ["type": "object"]]
        let definition: JSONValue = [
            "metadata": ["name": "widgets.example.com"],
            "spec": [
                "group": "example.com", "scope": "Namespaced",
                "names": ["plural": "widgets", "singular": "widget", "kind": "Widget"],
                "versions": [["name": "v1", "served": true, "storage": true, "schema": schema]],
            ],
        ]
        let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
        #expect(try await client.send("POST", definitions, definition).status == 201)
        await client.server.advance(by: .seconds(1))
        let metadata: JSONValue = ["name": "a", "finalizers": ["resources-finalizer.argocd.argoproj.io"]]
        let widget: JSONValue = [
            "apiVersion": "example.com/v1", "kind": "Widget", "metadata": metadata,
        ]
        let widgets = "/apis/example.com/v1/namespaces/default/widgets"
        let made = try await client.send("POST", widgets, widget)
        #expect(made.status == 201, "\(made.text)")
        let map = try await client.send("POST", Refusal.path("configmaps"), ["metadata": metadata])
        #expect(map.status == 422, "\(map.text)")
    }
}
