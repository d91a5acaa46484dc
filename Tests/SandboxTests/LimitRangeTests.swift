// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What is expected here is what a Kubernetes 1.36 API server answered.
@Suite struct LimitRangeTests {
    private let ranges = Refusal.path("limitranges")
    private let pods = Refusal.path("pods")
    private let note = "kubernetes.io/limit-ranger"

    // MARK: - The range itself

    @Test(
        arguments: [
            (
                [
                    "max": ["cpu": "1", "memory": "1Gi"],
                    "min": ["memory": "32Mi", "ephemeral-storage": "1Mi"],
                ],
                ["cpu": "1", "memory": "1Gi"], ["cpu": "1", "memory": "1Gi", "ephemeral-storage": "1Mi"]
            ),
            (["default": ["cpu": "500m"], "max": ["cpu": "1"]], ["cpu": "500m"], ["cpu": "500m"]),
            (["min": ["cpu": "10m"]], nil, ["cpu": "10m"]),
            (["maxLimitRequestRatio": ["cpu": "1.5"]], nil, nil),
        ] as [(JSONObject, JSONValue?, JSONValue?)]
    )
    func aRangeGetsItsDefaults(item: JSONObject, limits: JSONValue?, requests: JSONValue?) async throws {
        let client = SandboxClient()
        var item = item
        item["type"] = "Container"
        try await client.limit(.object(item))
        let found = try await client.get("\(ranges)/r")[path: "spec", "limits"]?.array?.first
        #expect(found?["default"] == limits)
        #expect(found?["defaultRequest"]?.object?.count == requests?.object?.count)
        for member in requests?.object ?? [:] {
            #expect(found?["defaultRequest"]?[member.key] == member.value)
        }
    }

    @Test func onlyContainersHaveDefaults() async throws {
        let client = SandboxClient()
        try await client.limit(["type": "Pod", "max": ["cpu": "2"], "maxLimitRequestRatio": ["cpu": "1.5"]])
        #expect(
            try await client.get("\(ranges)/r")[path: "spec", "limits"] == [
                ["type": "Pod", "max": ["cpu": "2"], "maxLimitRequestRatio": ["cpu": "1500m"]]
            ]
        )
    }

    @Test func aRangeMaySayNothing() async throws {
        let client = SandboxClient()
        #expect(try await client.send("POST", ranges, ["metadata": ["name": "a"]]).status == 201)
        #expect(try await client.send("POST", ranges, Made.object([:], name: "b")).status == 201)
        #expect(try await client.send("POST", ranges, Made.object(["limits": []], name: "c")).status == 201)
        #expect(try await client.send("POST", pods, Made.pod(asking: [:])).status == 201)
    }

    // MARK: - What pods are given

    private let usual: JSONValue = [
        "type": "Container", "max": ["cpu": "1"], "default": ["cpu": "500m"],
        "defaultRequest": ["cpu": "100m", "memory": "64Mi"],
    ]

    @Test func aPodGetsWhatItSaysNothingOf() async throws {
        let client = SandboxClient()
        try await client.limit(usual)
        let made = try await client.send("POST", "\(pods)?fieldManager=me", Made.pod(asking: [:])).body
        #expect(
            made[path: "metadata", "annotations", note]
                == "LimitRanger plugin set: cpu, memory request for container c; cpu limit for container c"
        )
        let resources = made[path: "spec", "containers"]?.array?.first?["resources"]
        #expect(resources?["requests"] == ["cpu": "100m", "memory": "64Mi"])
        #expect(resources?["limits"] == ["cpu": "500m"])
        #expect(made[path: "status", "qosClass"] == "Burstable")
        // Whoever has written the pod owns nothing of that.
        let owned = made[path: "metadata", "managedFields"]?.array?.first?["fieldsV1"]
        #expect(owned?["f:metadata"] == nil)
        #expect(
            owned?[path: "f:spec", "f:containers", "k:{\"name\":\"c\"}", "f:resources"] == [:],
            "\(made.text())"
        )
    }

    /// A limit of its own is the request as well, before the range has a say.
    @Test func aLimitWithoutRequestIsTheRequest() async throws {
        let client = SandboxClient()
        try await client.limit(usual)
        let made = try await client.send("POST", pods, Made.pod(asking: ["limits": ["cpu": "800m"]])).body
        #expect(
            made[path: "metadata", "annotations", note]
                == "LimitRanger plugin set: memory request for container c"
        )
        let resources = made[path: "spec", "containers"]?.array?.first?["resources"]
        #expect(resources?["requests"] == ["cpu": "800m", "memory": "64Mi"])
        #expect(resources?["limits"] == ["cpu": "800m"])
    }

    @Test func initContainersAndSidecarsAreGivenTheirs() async throws {
        let client = SandboxClient()
        try await client.limit(usual)
        let initial = [
            Made.initial("i", [:]), Made.initial("s", ["limits": ["memory": "1Gi"]], isSidecar: true),
        ]
        let made = try await client.send(
            "POST",
            pods,
            Made.pod(asking: ["requests": ["memory": "1Mi"]], initial: initial)
        ).body
        #expect(
            made[path: "metadata", "annotations", note]
                == .string(
                    "LimitRanger plugin set: cpu request for container c; cpu limit for container c; "
                        + "cpu, memory request for init container i; cpu limit for init container i; "
                        + "cpu request for init container s; cpu limit for init container s"
                )
        )
        let found = made[path: "spec", "initContainers"]?.array ?? []
        #expect(found.first?[path: "resources", "requests"] == ["cpu": "100m", "memory": "64Mi"])
        #expect(found.last?[path: "resources", "limits"] == ["memory": "1Gi", "cpu": "500m"])
        #expect(found.last?[path: "resources", "requests"] == ["memory": "1Gi", "cpu": "100m"])
    }

    @Test func aPodThatSaysEverythingIsLeftAlone() async throws {
        let client = SandboxClient()
        try await client.limit(usual)
        let made = try await client.send(
            "POST",
            pods,
            Made.pod(asking: ["limits": ["cpu": "1", "memory": "1Gi"]])
        ).body
        #expect(made[path: "metadata", "annotations"] == nil)
        #expect(made[path: "status", "qosClass"] == "Guaranteed")
    }

    /// The default limit may be less than what a container asks for.
    @Test func whatIsGivenIsValidatedWithTheRest() async throws {
        let client = SandboxClient()
        try await client.limit(usual)
        let answer = try await client.send("POST", pods, Made.pod(asking: ["requests": ["cpu": "800m"]]))
        #expect(answer.status == 422)
        #expect(
            answer.body["message"]
                == .string(
                    "Pod \"x\" is invalid: spec.containers[0].resources.requests: Invalid value: \"800m\": "
                        + "must be less than or equal to cpu limit of 500m"
                )
        )
    }

    @Test func ofSeveralRangesTheFirstGivesAndTheLastIsNoted() async throws {
        let client = SandboxClient()
        try await client.limit(
            ["type": "Container", "default": ["cpu": "500m"], "defaultRequest": ["cpu": "300m"]],
            name: "a"
        )
        try await client.limit(
            [
                "type": "Container", "default": ["cpu": "700m", "memory": "1Gi"],
                "defaultRequest": ["cpu": "400m", "memory": "512Mi"],
            ],
            name: "b"
        )
        let made = try await client.send("POST", pods, Made.pod(asking: [:])).body
        let resources = made[path: "spec", "containers"]?.array?.first?["resources"]
        #expect(resources?["requests"] == ["cpu": "300m", "memory": "512Mi"])
        #expect(resources?["limits"] == ["cpu": "500m", "memory": "1Gi"])
        #expect(
            made[path: "metadata", "annotations", note]
                == "LimitRanger plugin set: memory request for container c; memory limit for container c"
        )
    }

    /// A quota alone refuses such a pod, because it says nothing of what is counted.
    @Test func aQuotaCountsWhatTheRangeGives() async throws {
        let client = SandboxClient()
        let hard: JSONValue = ["requests.cpu": "1", "limits.cpu": "4"]
        let quota = Made.object(["hard": hard], name: "q")
        #expect(try await client.send("POST", Refusal.path("resourcequotas"), quota).status == 201)
        func send(_ name: String) async throws -> SandboxClient.Answer {
            try await client.send("POST", pods, Made.object(Made.podSpec(), name: name))
        }
        #expect(
            try await send("p0").body["message"]
                == "pods \"p0\" is forbidden: failed quota: q: must specify limits.cpu for: c; requests.cpu for: c"
        )
        try await client.limit(
            ["type": "Container", "default": ["cpu": "500m"], "defaultRequest": ["cpu": "300m"]]
        )
        for name in ["p1", "p2", "p3"] { #expect(try await send(name).status == 201) }
        #expect(
            try await send("p4").body["message"]
                == .string(
                    "pods \"p4\" is forbidden: exceeded quota: q, requested: requests.cpu=300m, used: "
                        + "requests.cpu=900m, limited: requests.cpu=1"
                )
        )
    }
}

extension SandboxClient {
    /// Makes a LimitRange of these entries.
    func limit(_ items: JSONValue..., name: String = "r") async throws {
        let range = Made.object(["limits": .array(items)], name: name)
        let answer = try await send("POST", Refusal.path("limitranges"), range)
        #expect(answer.status == 201, "\(answer.text)")
    }
}

extension Made {
    /// A pod that asks for something.
    static func pod(
        asking resources: JSONValue,
        initial: [JSONValue] = [],
        ofPod: JSONValue? = nil
    ) -> JSONValue {
        var spec: JSONObject = [:]
        spec["initContainers"] = initial.isEmpty ? nil : .array(initial)
        spec["resources"] = ofPod
        return pod(["resources": resources], spec)
    }

    /// An init container or, where it goes on, a sidecar.
    static func initial(_ name: String, _ resources: JSONValue, isSidecar: Bool = false) -> JSONValue {
        [
            "name": .string(name), "image": "i:1", "resources": resources,
            "restartPolicy": isSidecar ? "Always" : nil,
        ]
    }
}
