// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

@Suite struct LimitRangeRefusalTests {
    private static func range(_ items: JSONValue..., causes: [Refusal.Cause]) -> Refusal {
        var refusal = Refusal("limitranges", Made.object(["limits": .array(items)]))
        refusal.causes = causes
        return refusal
    }

    private static func container(_ item: JSONObject, _ causes: Refusal.Cause...) -> Refusal {
        var item = item
        item["type"] = "Container"
        return range(.object(item), causes: causes)
    }

    private static let first = "spec.limits[0]"
    private static let ofPod = "may not be specified when `type` is 'Pod'"
    private static let noStorage =
        "either minimum or maximum storage value is required, but neither was provided"
    private static let notStandard = "must be a standard resource type or fully qualified"
    private static let notOfContainers = "must be a standard resource for containers"

    @Test(arguments: kinds)
    func whatItIsAboutIsKnown(refusal: Refusal) async throws { try await refusal.check() }

    private static let kinds: [Refusal] = [
        range(
            ["max": ["cpu": "1"]],
            causes: [
                .invalid("\(first).type", "", "name part must be non-empty"),
                .invalid("\(first).type", "", Made.keyRule),
            ]
        ),
        range(
            ["type": "Node", "max": ["cpu": "1"]],
            causes: [
                .invalid("\(first).type", "Node", "must be a standard limit type or fully qualified")
            ]
        ),
        range(
            ["type": "a b", "max": ["cpu": "1"]],
            causes: [.invalid("\(first).type", "a b", Made.keyRule)]
        ),
        range(
            ["type": "Container", "max": ["cpu": "1"]],
            ["type": "Container", "min": ["cpu": "1"]],
            causes: [.duplicate("spec.limits[1].type", "\"Container\"")]
        ),
        range(
            ["type": "Pod", "default": ["cpu": "1"], "defaultRequest": ["cpu": "1"]],
            causes: [.forbidden("\(first).default", ofPod), .forbidden("\(first).defaultRequest", ofPod)]
        ),
        range(
            ["type": "PersistentVolumeClaim", "default": ["storage": "1"]],
            causes: [.required("\(first).limits", noStorage)]
        ),
        range(
            ["type": "PersistentVolumeClaim", "max": ["foo": "1"]],
            causes: [
                .invalid("\(first).max[foo]", "foo", notStandard), .required("\(first).limits", noStorage),
            ]
        ),
        range(
            ["type": "Pod", "min": ["storage": "1"], "max": ["cpu": "-1"]],
            causes: [.invalid("\(first).min[storage]", "storage", notOfContainers)]
        ),
        container(
            ["min": ["foo": "1"]],
            .invalid("\(first).min[foo]", "foo", notStandard),
            .invalid("\(first).min[foo]", "foo", notOfContainers),
            .invalid("\(first).defaultRequest[foo]", "foo", notStandard),
            .invalid("\(first).defaultRequest[foo]", "foo", notOfContainers)
        ),
    ]

    @Test(arguments: amounts)
    func amountsDoNotContradictEachOther(refusal: Refusal) async throws { try await refusal.check() }

    private static let amounts: [Refusal] = [
        range(
            ["type": "PersistentVolumeClaim", "min": ["storage": "2Gi"], "max": ["storage": "1Gi"]],
            causes: [
                .invalid("\(first).min[storage]", "2Gi", "min value 2Gi is greater than max value 1Gi")
            ]
        ),
        // The defaults come from the maximum, and are held against the minimum as well.
        container(
            ["min": ["cpu": "2"], "max": ["cpu": "1"]],
            .invalid("\(first).min[cpu]", "2", "min value 2 is greater than max value 1"),
            .invalid(
                "\(first).defaultRequest[cpu]",
                "1",
                "min value 2 is greater than default request value 1"
            ),
            .invalid("\(first).default[cpu]", "2", "min value 2 is greater than default value 1")
        ),
        container(
            ["min": ["cpu": "2"], "defaultRequest": ["cpu": "1"]],
            .invalid(
                "\(first).defaultRequest[cpu]",
                "1",
                "min value 2 is greater than default request value 1"
            )
        ),
        container(
            ["max": ["cpu": "2"], "default": ["cpu": "3"]],
            .invalid(
                "\(first).defaultRequest[cpu]",
                "3",
                "default request value 3 is greater than max value 2"
            ),
            .invalid("\(first).default[cpu]", "2", "default value 3 is greater than max value 2")
        ),
        container(
            ["max": ["cpu": "2"], "defaultRequest": ["cpu": "3"]],
            .invalid(
                "\(first).defaultRequest[cpu]",
                "3",
                "default request value 3 is greater than max value 2"
            ),
            .invalid(
                "\(first).defaultRequest[cpu]",
                "3",
                "default request value 3 is greater than default limit value 2"
            )
        ),
        container(
            ["maxLimitRequestRatio": ["cpu": "0.5"]],
            .invalid("\(first).maxLimitRequestRatio[cpu]", "500m", "ratio 500m is less than 1")
        ),
        container(
            ["min": ["cpu": "3"], "max": ["cpu": "7"], "maxLimitRequestRatio": ["cpu": "3"]],
            .invalid(
                "\(first).maxLimitRequestRatio[cpu]",
                "3",
                "ratio 3 is greater than max/min = 2.333333"
            )
        ),
        container(
            ["default": ["example.com/gpu": "2"], "defaultRequest": ["example.com/gpu": "1"]],
            .invalid(
                "\(first).defaultRequest[example.com/gpu]",
                "1",
                "default value 2 must equal to defaultRequest value 1 in example.com/gpu"
            )
        ),
    ]

    @Test(
        arguments: [
            ["type": "example.com/x", "max": ["cpu": "1"]],
            [
                "type": "Container", "min": ["cpu": "0"], "max": ["cpu": "2"],
                "maxLimitRequestRatio": ["cpu": "3"],
            ],
            [
                "type": "PersistentVolumeClaim", "max": ["storage": "1Gi"], "min": ["pods": "1"],
                "default": ["storage": "1Gi"],
            ],
        ] as [JSONValue]
    )
    func whatAServerTakesIsTaken(item: JSONValue) async throws {
        let range = Made.object(["limits": [item]])
        let answer = try await SandboxClient().send("POST", Refusal.path("limitranges"), range)
        #expect(answer.status == 201, "\(answer.text)")
    }

    /// A change is held against the same rules, after the defaults.
    @Test func aChangeIsHeldAgainstTheSameRules() async throws {
        let client = SandboxClient()
        let ranges = Refusal.path("limitranges")
        let range = Made.object(["limits": [["type": "Container", "max": ["cpu": "1"]]]])
        #expect(try await client.send("POST", ranges, range).status == 201)
        let patch: JSONValue = [
            "spec": ["limits": [["type": "Container", "min": ["cpu": "3"], "default": ["cpu": "2"]]]]
        ]
        let answer = try await client.send(
            "PATCH",
            "\(ranges)/x",
            patch,
            type: "application/merge-patch+json"
        )
        #expect(answer.status == 422)
        #expect(
            answer.body["message"]
                == .string(
                    "LimitRange \"x\" is invalid: [\(Self.first).defaultRequest[cpu]: Invalid value: \"2\": min value "
                        + "3 is greater than default request value 2, \(Self.first).default[cpu]: Invalid value: "
                        + "\"3\": min value 3 is greater than default value 2]"
                )
        )
    }
}
