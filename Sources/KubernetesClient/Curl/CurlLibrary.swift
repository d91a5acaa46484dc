// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import CCurl
import HTTP

/// The functions of libcurl, found on first use.
final class CurlLibrary {
    /// The table that the C functions of `CCurl` take as their first argument.
    let api: UnsafePointer<ccurl_api>
    private let storage: UnsafeMutablePointer<ccurl_api>

    /// Loads libcurl; it must be installed.
    init() throws(TransportError) {
        storage = .allocate(capacity: 1)
        storage.initialize(to: ccurl_api())
        api = UnsafePointer(storage)
        if let missing = ccurl_load(storage) {
            let name = String(cString: missing)
            throw name == "libcurl.so.4"
                ? TransportError(.notSent, "libcurl is not installed: apt-get install libcurl4")
                : TransportError(.notSent, "the installed libcurl is too old: it has no `\(name)`")
        }
        let code = ccurl_global_init(api)
        guard code == CURLE_OK else {
            throw TransportError(.notSent, "libcurl does not start: \(words(for: code))")
        }
    }

    deinit {
        storage.deallocate()
    }

    /// What libcurl says about a code.
    func words(for code: CURLcode) -> String {
        ccurl_easy_strerror(api, code).map { String(cString: $0) } ?? "code \(code.rawValue)"
    }
}
