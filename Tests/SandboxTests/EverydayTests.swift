// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What `kubectl` asks for on an ordinary day beside reading and writing objects.
@Suite struct EverydayTests {
    private let pods = "/api/v1/namespaces/default/pods"

    private func pod(_ annotations: JSONObject = [:]) -> JSONValue {
        [
            "metadata": ["name": "p", "annotations": annotations.isEmpty ? nil : .object(annotations)],
            "spec": ["containers": [["name": "c", "image": "img:1"]]],
        ]
    }

    @Test func eventsInTheOrderOfTheirNamesAreInTheOrderOfTime() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", pods, pod())
        await client.server.advance(by: .seconds(10))
        let events = try await client.get("/api/v1/namespaces/default/events")["items"]?.array ?? []
        #expect(events.compactMap { $0["reason"]?.string } == ["Scheduled", "Pulled", "Created", "Started"])
    }

    @Test func restartsAreToldWithTheTimeSinceTheLast() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", pods, pod(["sandbox.msctl.dev/fail": "crash-loop"]))
        await client.server.advance(by: .seconds(60))
        let table = try await client.send("GET", pods, accept: "application/json;as=Table;v=v1;g=meta.k8s.io")
        let cells = table.body["rows"]?.array?.first?["cells"]?.array ?? []
        let restarts = cells.count > 3 ? cells[3].string ?? "" : ""
        #expect(restarts.contains(/^[1-9]\d* \(\d+s ago\)$/), "\(restarts)")
    }

    @Test func sidecarsRunAndCountWhereOtherInitContainersAreOver() async throws {
        let client = SandboxClient()
        var pod = pod()
        pod["spec"]?["initContainers"] = [
            ["name": "once", "image": "img:1"],
            ["name": "beside", "image": "img:1", "restartPolicy": "Always"],
        ]
        _ = try await client.send("POST", pods, pod)
        await client.server.advance(by: .seconds(10))
        let statuses = try await client.get(pods + "/p")[path: "status", "initContainerStatuses"]?.array ?? []
        #expect(statuses.map { $0[path: "state", "running"] != nil } == [false, true])
        #expect(statuses.map { $0[path: "state", "terminated", "reason"] } == ["Completed", nil])
        let table = try await client.send("GET", pods, accept: "application/json;as=Table;v=v1;g=meta.k8s.io")
        let cells = table.body["rows"]?.array?.first?["cells"]?.array ?? []
        #expect(Array(cells.prefix(3)) == ["p", "2/2", "Running"])
    }

    @Test func logsEndWhereTheirLimitIs() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", pods, pod())
        await client.server.advance(by: .seconds(10))
        #expect(try await client.send("GET", pods + "/p/log?limitBytes=3").text == "c s")
        #expect(try await client.send("GET", pods + "/p/log?limitBytes=0").status == 422)
    }

    @Test(arguments: ["exec", "attach", "portforward", "proxy"])
    func waysIntoContainersAreRefusedInWords(way: String) async throws {
        let client = SandboxClient()
        #expect(try await client.send("GET", "\(pods)/p/\(way)").status == 404)
        _ = try await client.send("POST", pods, pod())
        let refused = try await client.send("GET", "\(pods)/p/\(way)")
        #expect(refused.status == 405)
        #expect(refused.body["message"]?.string?.contains("pods \"p\" cannot be reached by \(way)") == true)
    }

    @Test(arguments: ["persistentvolumes", "namespaces/default/replicationcontrollers"])
    func whatThereIsNoneOfIsListedAndNotWritten(collection: String) async throws {
        let client = SandboxClient()
        let list = try await client.send("GET", "/api/v1/" + collection)
        #expect(list.status == 200)
        #expect(list.body["items"] == [])
        let refused = try await client.send("POST", "/api/v1/" + collection, ["metadata": ["name": "x"]])
        #expect(refused.status == 405)
        #expect(try await client.get("/api/v1/" + collection)["items"] == [])
    }
}
