// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
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

    /// The server asks one request to wait; others are held back for that, and say so when it is over.
    @Test func whatTheServerWishesIsSaidOnce() {
        let news = WaitNews()
        #expect(news.isNews(ClientHooks.throttling, for: .seconds(7), at: .zero))
        #expect(!news.isNews(ClientHooks.serverPause, for: .seconds(6), at: .seconds(1)))
        #expect(!news.isNews(ClientHooks.ownQueue, for: .seconds(7), at: .seconds(8)))
        #expect(!news.isNews(ClientHooks.throttledQueue, for: .seconds(7), at: .seconds(8)))
        #expect(news.isNews(ClientHooks.lastingThrottling, for: .seconds(2), at: .seconds(9)))
        #expect(!news.isNews(ClientHooks.throttling, for: .seconds(2), at: .seconds(10)))
        // Nothing but our own queue held this one back.
        #expect(news.isNews(ClientHooks.ownQueue, for: .seconds(2), at: .seconds(20)))
        #expect(!news.isNews(ClientHooks.ownQueue, for: .seconds(2), at: .milliseconds(20_100)))
    }
}
