// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What is expected here is what a Kubernetes 1.36 API server answered.
@Suite struct LimitRangeBoundsTests {
    private let pods = Refusal.path("pods")
    private let claims = Refusal.path("persistentvolumeclaims")
    private let merge = "application/merge-patch+json"

    private func refuse(_ item: JSONValue, _ pod: JSONValue, _ words: String?) async throws {
        let client = SandboxClient()
        try await client.limit(item)
        let answer = try await client.send("POST", pods, pod)
        guard let words else {
            #expect(answer.status == 201, "\(answer.text)")
            return
        }
        #expect(answer.status == 403)
        #expect(answer.body["reason"] == "Forbidden")
        #expect(answer.body["message"] == .string("pods \"x\" is forbidden: \(words)"))
        #expect(answer.body["details"] == ["name": "x", "kind": "pods"])
    }

    @Test(
        arguments: [
            ([:], nil),
            (["requests": ["cpu": "50m"]], "minimum cpu usage per Container is 100m, but request is 50m"),
            (["limits": ["cpu": "50m"]], "minimum cpu usage per Container is 100m, but request is 50m"),
            (
                ["requests": ["cpu": "0.05", "memory": "16Mi"]],
                "[minimum cpu usage per Container is 100m, but request is 50m, "
                    + "minimum memory usage per Container is 32Mi, but request is 16Mi]"
            ),
        ] as [(JSONValue, String?)]
    )
    func aContainerIsHeldToTheMinimum(resources: JSONValue, words: String?) async throws {
        let item: JSONValue = ["type": "Container", "min": ["cpu": "100m", "memory": "32Mi"]]
        try await refuse(item, Made.pod(asking: resources), words)
    }

    /// What two containers have in common is said once.
    @Test func everyContainerIsLookedAt() async throws {
        let small: JSONValue = ["requests": ["cpu": "50m"]]
        let other: JSONValue = ["requests": ["cpu": "60m"]]
        try await refuse(
            ["type": "Container", "min": ["cpu": "100m"]],
            Made.pod(asking: small, initial: [Made.initial("i", small), Made.initial("j", other)]),
            "[minimum cpu usage per Container is 100m, but request is 50m, "
                + "minimum cpu usage per Container is 100m, but request is 60m]"
        )
        try await refuse(
            ["type": "Container", "min": ["cpu": "100m"]],
            Made.pod(asking: small, initial: [Made.initial("i", small)]),
            "minimum cpu usage per Container is 100m, but request is 50m"
        )
    }

    @Test(arguments: [("1", nil), ("2", "maximum cpu usage per Container is 1, but limit is 2")])
    func aContainerIsHeldToTheMaximum(limit: String, words: String?) async throws {
        let item: JSONValue = ["type": "Container", "max": ["cpu": "1"]]
        try await refuse(item, Made.pod(asking: ["limits": ["cpu": .string(limit)]]), words)
    }

    private static let ratioOfCPU = "cpu max limit to request ratio per Container is 1500m, but "
    private static let ratioOfMemory = "memory max limit to request ratio per Container is 2, but "
    private static let noRequest = "no request is specified or request is 0"
    private static let noLimit = "no limit is specified or limit is 0"

    @Test(
        arguments: [
            ([:], [:], "[\(ratioOfCPU)\(noRequest), \(ratioOfMemory)\(noRequest)]"),
            (
                ["cpu": "100m", "memory": "10Mi"], [:],
                "[\(ratioOfCPU)\(noLimit), \(ratioOfMemory)\(noLimit)]"
            ),
            (
                ["cpu": "300m", "memory": "10Mi"], ["cpu": "500m", "memory": "20Mi"],
                "\(ratioOfCPU)provided ratio is 1.666667"
            ),
            (
                ["cpu": "300m", "memory": "7Mi"], ["cpu": "450m", "memory": "20Mi"],
                "\(ratioOfMemory)provided ratio is 2.857143"
            ),
            (
                ["cpu": "0", "memory": "7Mi"], ["cpu": "450m", "memory": "7Mi"],
                "\(ratioOfCPU)\(noRequest)"
            ),
            (["cpu": "300m", "memory": "10Mi"], ["cpu": "450m", "memory": "20Mi"], nil),
        ] as [(JSONValue, JSONValue, String?)]
    )
    func aLimitIsHeldToItsRequest(requests: JSONValue, limits: JSONValue, words: String?) async throws {
        let item: JSONValue = [
            "type": "Container", "maxLimitRequestRatio": ["cpu": "1.5", "memory": "2"],
        ]
        try await refuse(item, Made.pod(asking: ["requests": requests, "limits": limits]), words)
    }

    private let whole: JSONValue = [
        "type": "Pod", "min": ["cpu": "200m"], "max": ["cpu": "1", "memory": "1Gi"],
        "maxLimitRequestRatio": ["cpu": "2"],
    ]

    @Test func aPodAsAWholeSaysWhatItWants() async throws {
        try await refuse(
            whole,
            Made.pod(asking: [:]),
            "[minimum cpu usage per Pod is 200m.  No request is specified, "
                + "maximum cpu usage per Pod is 1.  No limit is specified, "
                + "maximum memory usage per Pod is 1Gi.  No limit is specified, "
                + "cpu max limit to request ratio per Pod is 2, but no request is specified or request is 0]"
        )
        try await refuse(whole, Made.pod(asking: ["limits": ["cpu": "1", "memory": "1Gi"]]), nil)
        try await refuse(
            whole,
            Made.pod(asking: ["limits": ["cpu": "2", "memory": "2Gi"]]),
            "[maximum cpu usage per Pod is 1, but limit is 2, maximum memory usage per Pod is 1Gi, but limit is 2Gi]"
        )
    }

    /// Init containers are over before the others begin; sidecars are not.
    @Test func sidecarsAddToThePod() async throws {
        let main: JSONValue = ["limits": ["cpu": "600m", "memory": "1Gi"]]
        let more: JSONValue = ["limits": ["cpu": "900m", "memory": "10Mi"]]
        try await refuse(whole, Made.pod(asking: main, initial: [Made.initial("i", more)]), nil)
        try await refuse(
            whole,
            Made.pod(asking: main, initial: [Made.initial("i", more, isSidecar: true)]),
            "[maximum cpu usage per Pod is 1, but limit is 1500m, "
                + "maximum memory usage per Pod is 1Gi, but limit is 1034Mi]"
        )
        // A sidecar runs beside the init containers that come after it.
        let initial = [
            Made.initial("s", ["limits": ["cpu": "100m", "memory": "10Mi"]], isSidecar: true),
            Made.initial("i", ["limits": ["cpu": "950m", "memory": "10Mi"]]),
        ]
        try await refuse(
            whole,
            Made.pod(asking: ["limits": ["cpu": "600m", "memory": "512Mi"]], initial: initial),
            "maximum cpu usage per Pod is 1, but limit is 1050m"
        )
    }

    @Test func whatAPodSaysItselfCountsForTheSum() async throws {
        let own: JSONValue = ["requests": ["cpu": "700m"], "limits": ["cpu": "2", "memory": "600Mi"]]
        try await refuse(
            whole,
            Made.pod(asking: ["limits": ["cpu": "600m", "memory": "512Mi"]], ofPod: own),
            "[maximum cpu usage per Pod is 1, but limit is 2, "
                + "cpu max limit to request ratio per Pod is 2, but provided ratio is 2.857143]"
        )
    }

    /// Whether a name is taken is asked last, and who does not exist first.
    @Test func aRangeIsAskedAfterTheAccountAndBeforeTheName() async throws {
        let client = SandboxClient()
        try await client.limit(["type": "Container", "min": ["cpu": "100m"]])
        #expect(try await client.send("POST", pods, Made.pod(asking: [:])).status == 201)
        let small: JSONObject = ["resources": ["requests": ["cpu": "5m"]]]
        #expect(try await client.send("POST", pods, Made.pod(small)).status == 403)
        let lost = try await client.send("POST", pods, Made.pod(small, ["serviceAccountName": "nope"]))
        #expect(
            lost.body["message"]
                == .string(
                    "pods \"x\" is forbidden: error looking up service account default/nope: serviceaccount "
                        + "\"nope\" not found"
                )
        )
        // A pod that is there already is not looked at again.
        let labels: JSONValue = ["metadata": ["labels": ["a": "b"]]]
        try await client.limit(["type": "Container", "min": ["cpu": "200m"]], name: "s")
        #expect(try await client.send("PATCH", "\(pods)/x", labels, type: merge).status == 200)
    }

    @Test func aControllerIsRefusedAsWell() async throws {
        let client = SandboxClient()
        try await client.limit(["type": "Container", "min": ["cpu": "10m"]])
        let small: JSONObject = ["resources": ["requests": ["cpu": "5m"]]]
        let workload = Made.workload(pod: Made.podSpec(small))
        #expect(try await client.send("POST", Refusal.path("deployments"), workload).status == 201)
        await client.server.advance(by: .seconds(1))
        #expect(try await client.get(pods)["items"]?.array?.count == 0)
        let events = try await client.get(Refusal.path("events"))["items"]?.array ?? []
        let words = "is forbidden: minimum cpu usage per Container is 10m, but request is 5m"
        #expect(
            events.contains {
                $0["reason"] == "FailedCreate" && $0["message"]?.string?.hasSuffix(words) == true
            }
        )
    }

    private func claim(_ size: String, name: String) -> JSONValue {
        Made.object(
            [
                "accessModes": ["ReadWriteOnce"], "storageClassName": "gold",
                "resources": ["requests": ["storage": .string(size)]],
            ],
            name: name
        )
    }

    @Test(
        arguments: [
            (
                ["min": ["storage": "1Gi"], "max": ["storage": "5Gi"]], "500Mi",
                "minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi"
            ),
            (
                ["min": ["storage": "1Gi"], "max": ["storage": "5Gi"]], "6Gi",
                "maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 6Gi"
            ),
            (["min": ["storage": "1Gi"], "max": ["storage": "5Gi"]], "2Gi", nil),
            (["min": ["storage": "1Gi"], "max": ["storage": "5Gi"]], "1073741824", nil),
            (
                ["max": ["storage": "100Gi", "ephemeral-storage": "1"], "min": ["memory": "1"]], "1Gi",
                "[minimum memory usage per PersistentVolumeClaim is 1.  No request is specified, "
                    + "maximum ephemeral-storage usage per PersistentVolumeClaim is 1.  No request is specified]"
            ),
        ] as [(JSONObject, String, String?)]
    )
    func aClaimIsHeldToItsSize(item: JSONObject, size: String, words: String?) async throws {
        let client = SandboxClient()
        var item = item
        item["type"] = "PersistentVolumeClaim"
        try await client.limit(.object(item))
        let answer = try await client.send("POST", claims, claim(size, name: "a"))
        #expect(answer.status == (words == nil ? 201 : 403), "\(answer.text)")
        let told = words.map { JSONValue.string("persistentvolumeclaims \"a\" is forbidden: \($0)") }
        #expect(answer.body["message"] == told)
    }

    /// Every change of a claim is looked at, but for that of its status and of one that is being deleted.
    @Test func aClaimIsLookedAtAgain() async throws {
        let client = SandboxClient()
        var held = claim("2Gi", name: "c")
        held["metadata"]?["finalizers"] = ["example.com/hold"]
        #expect(try await client.send("POST", claims, held).status == 201)
        try await client.limit(["type": "PersistentVolumeClaim", "max": ["storage": "1Gi"]])
        for patch in [["metadata": ["labels": ["a": "b"]]], [:]] as [JSONValue] {
            let answer = try await client.send("PATCH", "\(claims)/c", patch, type: merge)
            #expect(answer.status == 403, "\(answer.text)")
        }
        let status: JSONValue = ["status": ["phase": "Pending"]]
        #expect(try await client.send("PATCH", "\(claims)/c/status", status, type: merge).status == 200)
        #expect(try await client.send("DELETE", "\(claims)/c").status == 200)
        let freed: JSONValue = ["metadata": ["finalizers": []]]
        #expect(try await client.send("PATCH", "\(claims)/c", freed, type: merge).status == 200)
        #expect(try await client.send("GET", "\(claims)/c").status == 404)
    }
}
