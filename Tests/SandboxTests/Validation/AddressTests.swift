// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Glibc
import Sandbox
import Testing

/// Addresses and ports are given to one at a time.
@Suite struct AddressTests {
    private let services = "/api/v1/namespaces/default/services"

    private func service(_ name: String, _ spec: JSONObject, port: JSONObject = [:]) -> JSONValue {
        var entry: JSONObject = ["port": 80]
        for member in port { entry[member.key] = member.value }
        var result: JSONObject = ["ports": [.object(entry)]]
        for member in spec { result[member.key] = member.value }
        return Made.object(result, name: name)
    }

    private func nodePort(_ answer: SandboxClient.Answer) -> Int64? {
        answer.body[path: "spec", "ports"]?.array?.first?["nodePort"]?.integer
    }

    @Test func aPortThatSomebodyHasIsRefused() async throws {
        let client = SandboxClient()
        let wanted: JSONObject = ["nodePort": 30_080]
        let first = service("a", ["type": "NodePort"], port: wanted)
        #expect(try await client.send("POST", services, first).status == 201)
        let second = try await client.send("POST", services, service("b", ["type": "NodePort"], port: wanted))
        #expect(second.status == 422)
        #expect(
            second.body["message"]
                == .string(
                    "Service \"b\" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already "
                        + "allocated"
                )
        )
        // Whoever has it keeps it.
        #expect(try await client.send("PUT", services + "/a", first).status == 200)
        _ = try await client.send("DELETE", services + "/a")
        let again = try await client.send("POST", services, service("b", ["type": "NodePort"], port: wanted))
        #expect(nodePort(again) == 30_080)
    }

    @Test(arguments: [80, 29_999, 32_768] as [Int64])
    func aPortOutOfTheRangeIsRefused(port: Int64) async throws {
        let body = service("a", ["type": "NodePort"], port: ["nodePort": .integer(port)])
        let answer = try await SandboxClient().send("POST", services, body)
        #expect(answer.status == 422)
        #expect(
            answer.body[path: "details", "causes"]?.array?.first?["message"]
                == .string(
                    "Invalid value: \(port): provided port is not in the valid range. The range of valid ports is "
                        + "30000-32767"
                )
        )
    }

    @Test func portsThatAreGivenOutAreFree() async throws {
        let client = SandboxClient()
        let first = try await client.send("POST", services, service("a", ["type": "NodePort"]))
        let given = try #require(nodePort(first))
        let taken = service("b", ["type": "NodePort"], port: ["nodePort": .integer(given + 1)])
        #expect(try await client.send("POST", services, taken).status == 201)
        let third = try await client.send("POST", services, service("c", ["type": "LoadBalancer"]))
        #expect(nodePort(third) == given + 2)
    }

    @Test func twoProtocolsOfOnePortShareThatOfTheNode() async throws {
        let ports: JSONValue = [
            ["name": "tcp", "port": 53], ["name": "udp", "port": 53, "protocol": "UDP"],
            ["name": "web", "port": 80],
        ]
        let body = Made.object(["type": "NodePort", "ports": ports], name: "dns")
        let answer = try await SandboxClient().send("POST", services, body)
        let given = (answer.body[path: "spec", "ports"]?.array ?? []).compactMap { $0["nodePort"]?.integer }
        #expect(given.count == 3)
        #expect(given[0] == given[1])
        #expect(given[0] != given[2])
    }

    @Test(
        arguments: [
            ("10.96.0.1", "provided IP is already allocated"),
            ("192.168.1.1", "the provided network does not match the current range"),
            ("10.96.0.0", "the provided network does not match the current range"),
        ]
    )
    func anAddressThatIsNotToBeHadIsRefused(address: String, reason: String) async throws {
        let body = service("a", ["clusterIP": .string(address)])
        let answer = try await SandboxClient().send("POST", services, body)
        #expect(answer.status == 422)
        #expect(
            answer.body["message"]
                == .string(
                    "Service \"a\" is invalid: spec.clusterIPs: Invalid value: [\"\(address)\"]: failed to allocate IP "
                        + "\(address): \(reason)"
                )
        )
    }

    @Test func anAddressThatSomebodyChoseIsNotGivenOut() async throws {
        let client = SandboxClient()
        let chosen = (2...20).map { "10.96.0.\($0)" }
        for (index, address) in chosen.enumerated() {
            let body = service("s\(index)", ["clusterIP": .string(address)])
            #expect(try await client.send("POST", services, body).status == 201)
        }
        let given = try await client.send("POST", services, service("a", [:]))
        let address = given.body[path: "spec", "clusterIP"]?.string ?? ""
        #expect(!address.isEmpty)
        #expect(!chosen.contains(address))
    }

    @Test func twoPortsOfOneServiceCannotShareOne() async throws {
        let ports: JSONValue = [
            ["name": "a", "port": 80, "nodePort": 30_080], ["name": "b", "port": 81, "nodePort": 30_080],
        ]
        let body = Made.object(["type": "NodePort", "ports": ports])
        let answer = try await SandboxClient().send("POST", services, body)
        #expect(answer.status == 422)
        let cause = answer.body[path: "details", "causes"]?.array?.first
        #expect(cause?["field"] == "spec.ports[1].nodePort")
        #expect(cause?["message"] == "Invalid value: 30080: provided port is already allocated")
    }

    @Test func aPortKeepsThatOfTheNodesByItsName() async throws {
        let client = SandboxClient()
        let made = try await client.send("POST", services, service("a", ["type": "NodePort"]))
        let other = service("a", ["type": "NodePort"], port: ["port": 81])
        let changed = try await client.send("PUT", services + "/a", other)
        #expect(changed.status == 200, "\(changed.text)")
        #expect(nodePort(changed) == nodePort(made))
    }

    /// What only a type has that a Service no longer is of goes with the type.
    @Test func aServiceThatIsNoLongerOfATypeGivesUpItsPorts() async throws {
        let client = SandboxClient()
        _ = try await client.send("POST", services, service("a", ["type": "LoadBalancer"]))
        let patch: JSONValue = ["spec": ["type": "ClusterIP"]]
        let type = "application/merge-patch+json"
        let changed = try await client.send("PATCH", services + "/a", patch, type: type)
        #expect(changed.status == 200, "\(changed.text)")
        #expect(nodePort(changed) == nil)
        #expect(changed.body[path: "spec", "externalTrafficPolicy"] == nil)
        #expect(changed.body[path: "spec", "allocateLoadBalancerNodePorts"] == nil)
        let external: JSONValue = ["spec": ["type": "ExternalName", "externalName": "example.com"]]
        let last = try await client.send("PATCH", services + "/a", external, type: type)
        #expect(last.status == 200, "\(last.text)")
        #expect(last.body[path: "spec", "clusterIP"] == nil)
    }

    /// A process that was killed has not said how far it had come; what lives is still not given out again.
    @Test func aSavedAddressIsNotGivenOutAgain() async throws {
        let path = "/tmp/msctl-addresses-\(getpid()).jsonl"
        defer { unlink(path) }
        let before = SandboxClient()
        try await before.server.keepState(in: path)
        // Many addresses are given back, so that there are fewer objects than addresses that were given out.
        for round in 0..<40 {
            _ = try await before.send("POST", services, service("s\(round)", ["type": "NodePort"]))
            if round < 39 { _ = try await before.send("DELETE", services + "/s\(round)") }
        }
        let living = try await before.get(services + "/s39")
        await before.server.releaseState()
        let after = SandboxClient()
        try await after.server.keepState(in: path)
        for round in 0..<60 {
            let made = try await after.send("POST", services, service("t\(round)", ["type": "NodePort"]))
            #expect(made.status == 201, "\(made.text)")
            #expect(made.body[path: "spec", "clusterIP"] != living[path: "spec", "clusterIP"])
            #expect(nodePort(made) != living[path: "spec", "ports"]?.array?.first?["nodePort"]?.integer)
        }
    }
}
