// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct ScaleRequestTests {
    @Test func readsANumberOrTwoBounds() throws {
        let one = try ScaleRequest(parsing: "orders=0")
        #expect(one.service == "orders" && one.least == 0 && one.most == nil)
        let two = try ScaleRequest(parsing: "orders=3-8")
        #expect(two.least == 3 && two.most == 8)
    }

    @Test(arguments: [
        ("edge=abc", "`abc` is not a number of replicas"), ("edge", "names no service and number"),
        ("edge=6-3", "the upper bound 3 is below the lower one 6"),
        ("edge=-1", "is not a number of replicas"),
        ("=3", "names no service and number"),
    ])
    func saysWhatIsWrongWithAScale(argument: String, words: String) {
        #expect {
            try ScaleRequest(parsing: argument)
        } throws: { error in
            "\(error)".contains(words) && "\(error)".contains("=3-6")
        }
    }
}
