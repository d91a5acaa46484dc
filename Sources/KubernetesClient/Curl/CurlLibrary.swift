// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import CCurl
import HTTP

/// The functions of libcurl, found on first use.
final class CurlLibrary {
    /// The table that the C functions of `CCurl` take as their first argument.
    let api: UnsafePointer<ccurl_api>
    private let storage: UnsafeMutablePointer<ccurl_api>
    /// Whether certificates may be given from memory; false makes this one like those before 7.71.
    let takesBlobs: Bool
    /// What is given as files where libcurl takes no certificates from memory.
    let files = MemoryFiles()

    /// The file that every libcurl since 2006 goes by; Debian calls the package libcurl4.
    static let file = "libcurl.so.4"

    /// Loads libcurl; it must be installed.
    init(file: String = CurlLibrary.file, takesBlobs: Bool = true) throws(TransportError) {
        self.takesBlobs = takesBlobs
        storage = .allocate(capacity: 1)
        storage.initialize(to: ccurl_api())
        api = UnsafePointer(storage)
        let missing = file.withCString { name in
            ccurl_load(storage, name).map { String(cString: $0) }
        }
        if let missing {
            throw missing == file
                ? TransportError(
                    .notSent,
                    "`\(file)` is not installed; on Debian and Ubuntu it is in the package libcurl4"
                )
                : TransportError(.notSent, "the installed libcurl is too old: it has no `\(missing)`")
        }
        let code = ccurl_global_init(api)
        guard code == CURLE_OK else {
            throw TransportError(.notSent, "libcurl does not start: \(words(for: code))")
        }
    }

    /// The version, such as 7.88.1.
    var version: String { ccurl_version_text(api).map { String(cString: $0) } ?? "of no version" }

    /// Whether HTTP/2 can be relied on.
    ///
    /// libcurl 7.88 now and then leaves an HTTP/2 stream without its last bytes while others go on, until time runs
    /// out: about one deploy in fifty on a busy machine, none over HTTP/1.1. What libcurl and OpenSSL have read already
    /// for one stream while they served another is looked for on every turn from 8.10.1 on; up to 8.13 a stream that was
    /// made to wait, as we do with a reader that lags, was never told that it may go on (curl issue 16955).
    var hasReliableHTTP2: Bool { Self.hasReliableHTTP2(ccurl_version(api), ccurl_speaks_http2(api) != 0) }

    /// Whether a version, such as 0x075801 for 7.88.1, can be relied on; one built without HTTP/2 cannot.
    static func hasReliableHTTP2(_ version: UInt32, _ isBuiltIn: Bool) -> Bool {
        isBuiltIn && version >= 0x080E00
    }

    deinit {
        storage.deallocate()
    }

    /// What libcurl says about a code.
    func words(for code: CURLcode) -> String {
        ccurl_easy_strerror(api, code).map { String(cString: $0) } ?? "code \(code.rawValue)"
    }
}
