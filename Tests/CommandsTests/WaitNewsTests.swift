// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

@Suite struct WaitNewsTests {
    @Test func ofManyWaitsForOneReasonTheFirstIsSaid() {
        let news = WaitNews()
        let reason = "the server is throttling"
        #expect(news.isNews(reason, for: .seconds(7), at: .zero))
        #expect(!news.isNews(reason, for: .seconds(7), at: .milliseconds(20)))
        #expect(news.isNews("the connection broke", for: .seconds(2), at: .milliseconds(20)))
        #expect(!news.isNews(reason, for: .seconds(30), at: .milliseconds(6_999)))
        #expect(news.isNews(reason, for: .seconds(8), at: .seconds(7)))
    }
}
