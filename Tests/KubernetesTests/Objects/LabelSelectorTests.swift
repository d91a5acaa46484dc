// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@testable import Kubernetes

@Suite struct LabelSelectorTests {
    private let labels = ["app": "web", "tier": "high", "rank": "7"]

    @Test(
        arguments: [
            ("", true), ("app=web", true), ("app==web", true), ("app=api", false), ("app!=api", true),
            ("missing!=x", true), ("app in (api, web)", true), ("app notin (api,web)", false), ("tier", true),
            ("missing", false), ("!missing", true), ("!tier", false), ("rank>6", true), ("rank<7", false),
            ("app=web,tier in (high),!x", true), ("app=web,tier=low", false), (" app = web , tier ", true),
            ("empty=", false), ("app in ()", false),
        ]
    )
    func matchesTheTextForm(text: String, expected: Bool) throws {
        #expect(try LabelSelector(parsing: text).matches(labels) == expected)
    }

    @Test(arguments: [
        "app=web,", "app in web", "app in (web", "=x", "a b", "app>x", "app=a b", "app=-a", ",app", "!",
    ])
    func refusesOtherTexts(text: String) {
        #expect(throws: LabelSelector.SyntaxError.self) { try LabelSelector(parsing: text) }
    }

    @Test func writesWhatItReads() throws {
        let text = "a=b,c in (x,y),d notin (z,w),e!=f,g,!h,i>3,j<4"
        #expect(try LabelSelector(parsing: text).description == text)
    }

    @Test func matchesTheObjectForm() throws {
        let selector = try LabelSelector(object: [
            "matchLabels": ["app": "web"],
            "matchExpressions": [
                ["key": "tier", "operator": "In", "values": ["high", "low"]],
                ["key": "old", "operator": "DoesNotExist"],
            ],
        ])
        #expect(selector.matches(labels))
        #expect(!selector.matches(["app": "web", "tier": "high", "old": "1"]))
        #expect(!selector.matches(["app": "web"]))
    }

    @Test func refusesAnExpressionWithoutValues() {
        #expect(throws: LabelSelector.SyntaxError(message: "`In` needs values")) {
            try LabelSelector(object: ["matchExpressions": [["key": "a", "operator": "In"]]])
        }
    }
}
