// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import KubernetesClient

@Suite struct ServerAddressTests {
    @Test(arguments: [
        ("https://one:6443", "https://one:6443"), ("one", "https://one"), ("https://one/k/", "https://one/k"),
        ("https://fd00::1", "https://[fd00::1]"), ("https://[fd00::1]:6443", "https://[fd00::1]:6443"),
        ("https://[fe80::1%eth0]", "https://[fe80::1%eth0]"), ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("https://bücher.example", "https://bücher.example"),
    ])
    func readsAddresses(text: String, address: String) throws {
        // C4.5
        let read = try #require(ServerAddress(text))
        #expect(read.description == address)
        #expect(ServerAddress(address) == read)
        #expect(!read.host.isEmpty)
    }

    @Test(arguments: [
        "", "https://", "https://[]", "https://[]:80", "https://[", "https://:80", "https://a b",
        "https://a\u{1}",
        "https://a:+80", "https://a:0", "https://a:65536", "https://[g::1]", "https://[::1%]",
        "https://g:h:i",
        "https://a%20", "https://user@a", "ftp://a", "https://a?b", "https://a#b", "https://<a>",
    ])
    func refusesWhatIsNoAddress(text: String) {
        #expect(ServerAddress(text) == nil)
    }
}
