// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import CCurl
import HTTP
import HTTPTypes

/// One easy handle with what must live as long as it; only for the engine's thread.
final class CurlTransfer {
    let exchange: CurlExchange
    let easy: UnsafeMutableRawPointer
    private(set) var hasHead = false
    /// Whether the reply goes on for as long as there is something to say; a refusal does not.
    private(set) var isEndless: Bool
    /// When the last byte came, if any has.
    private(set) var lastHeard: ContinuousClock.Instant?
    /// When it was begun.
    let startedAt = ContinuousClock.now

    private let library: CurlLibrary
    private let errorText: UnsafeMutablePointer<CChar>
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var connectTo: UnsafeMutablePointer<curl_slist>?
    private var head = ReplyHeadParser()
    private var bounds: ReplyBounds
    /// How many bytes of the body were sent.
    private var sentBytes = 0
    /// What libcurl said to the first setting that it did not take.
    private var refusal = CURLE_OK

    /// Sets up the handle; it keeps an unretained pointer to this object, which therefore must outlive its use.
    init(_ exchange: CurlExchange, _ library: CurlLibrary) throws(TransportError) {
        guard let easy = ccurl_easy_init(library.api) else {
            throw TransportError(.notSent, "libcurl gives no handle: out of memory")
        }
        self.exchange = exchange
        isEndless = exchange.request.isStream
        bounds = ReplyBounds(largest: exchange.request.settings.largestReply)
        self.library = library
        self.easy = easy
        errorText = .allocate(capacity: Int(ccurl_error_size))
        errorText.initialize(repeating: 0, count: Int(ccurl_error_size))
        setCallbacks()
        setRequest(exchange.request)
        setConnection(exchange.request)
        setTrust(exchange.request)
        // A proxy, an authority or a certificate that is left out is not a smaller request but another one.
        guard refusal == CURLE_OK else {
            let reason = library.words(for: refusal)
            throw TransportError(
                .notSent,
                "libcurl \(library.version) does not take a setting, as 7.77 and newer do: \(reason)"
            )
        }
    }

    deinit {
        ccurl_easy_cleanup(library.api, easy)
        ccurl_slist_free(library.api, headers)
        ccurl_slist_free(library.api, connectTo)
        errorText.deallocate()
    }

    /// The error that a result code stands for; `nil` for success.
    func error(for code: CURLcode) -> TransportError? {
        guard code != CURLE_OK else { return nil }
        if let excess = bounds.excess { return TransportError(.tooLarge, excess) }
        let tunnel = ccurl_tunnel_status(library.api, easy)
        // libcurl calls this a reply that broke; but the server has not even been reached.
        guard tunnel == 0 || (200..<300).contains(tunnel) else {
            let cure = tunnel == 407 ? ": it wants a user and a password, or others" : ""
            let reason = "the proxy answers \(tunnel) and makes no connection\(cure)"
            return TransportError(.connectionRefused, reason)
        }
        let words = library.words(for: code)
        let said = String(cString: errorText)
        let detail = said.isEmpty ? words : said
        // libcurl quotes a proxy that it does not understand, password and all.
        let secrets = ProxySecrets(exchange.request.settings.proxy)
        var error = TransportError(
            curl: code,
            message: secrets?.removed(from: detail, else: words) ?? detail,
            wasConnected: ccurl_pretransfer_time(library.api, easy) > 0
        )
        // After a connection that was used before a new one may have been made, and nothing sent on it.
        let isFresh = ccurl_made_connection(library.api, easy) != 0 && code != CURLE_SEND_FAIL_REWIND
        if error.code == .connectionLost, isFresh, !hasHead, exchange.request.url.hasPrefix("https:") {
            // With TLS 1.3 the client is done before the server has looked at its certificate; a server that then
            // just closes leaves no other trace.
            error.message += " (on a new connection: perhaps the server wants another client certificate)"
        }
        return error
    }

    /// Takes a line of the head; false when there are too many.
    fileprivate func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
        lastHeard = .now
        guard bounds.takesHead(line.count) else { return false }
        guard let complete = head.receive(String(decoding: line, as: UTF8.self)) else { return true }
        hasHead = true
        if complete.status.kind != .successful { isEndless = false }
        exchange.receive(head: complete)
        return true
    }

    /// Takes a piece of the body, unpacked; returns how much of it is taken, or that it has to come again.
    fileprivate func receive(piece: UnsafeRawBufferPointer) -> Int {
        lastHeard = .now
        guard isEndless || bounds.fitsBody(piece.count) else { return 0 }
        guard exchange.receive(piece: piece) else { return ccurl_pause }
        if !isEndless { bounds.takeBody(piece.count) }
        return piece.count
    }

    /// Gives the next part of the body to send.
    fileprivate func send(into space: UnsafeMutableRawBufferPointer) -> Int {
        let rest = exchange.request.body[sentBytes...].prefix(space.count)
        space.copyBytes(from: rest)
        sentBytes += rest.count
        return rest.count
    }

    private func setCallbacks() {
        let this = Unmanaged.passUnretained(self).toOpaque()
        set(CURLOPT_ERRORBUFFER, pointer: errorText)
        set(CURLOPT_HEADERDATA, pointer: this)
        set(CURLOPT_WRITEDATA, pointer: this)
        _ = ccurl_set_function(library.api, easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return transfer.receive(headerLine: line) ? size * count : 0
        }
        _ = ccurl_set_function(library.api, easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.receive(piece: UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
    }

    private func setRequest(_ request: CurlRequest) {
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PATH_AS_IS, 1)
        // The least that there is: each of a hundred connections keeps such a buffer, and objects are a few kilobytes.
        set(CURLOPT_UPLOAD_BUFFERSIZE, 16 * 1024)
        switch request.method {
        case "GET" where request.body.isEmpty: set(CURLOPT_HTTPGET, 1)
        case "HEAD": set(CURLOPT_NOBODY, 1)
        default:
            if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
                setBody(of: request.body.count)
            }
            set(CURLOPT_CUSTOMREQUEST, request.method)
        }
        for header in request.headers { headers = ccurl_slist_append(library.api, headers, header) }
        note(ccurl_set_list(library.api, easy, CURLOPT_HTTPHEADER, headers))
        if !request.settings.disablesCompression { set(CURLOPT_ACCEPT_ENCODING, "gzip") }
    }

    private func setBody(of count: Int) {
        let this = Unmanaged.passUnretained(self).toOpaque()
        note(
            ccurl_set_body(
                library.api,
                easy,
                count,
                { bytes, size, count, context in
                    guard let bytes, let context else { return 0 }
                    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                    return transfer.send(
                        into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
                    )
                },
                this
            )
        )
    }

    private func setConnection(_ request: CurlRequest) {
        let settings = request.settings
        set(CURLOPT_NOSIGNAL, 1)
        let allowsHTTP2 =
            settings.version == .http2 || settings.version == .automatic && library.hasReliableHTTP2
        set(CURLOPT_HTTP_VERSION, Int(allowsHTTP2 ? ccurl_http2_over_tls : ccurl_http1))
        set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.milliseconds)
        if !request.isStream, let timeout = settings.requestTimeout {
            set(CURLOPT_TIMEOUT_MS, timeout.milliseconds)
        }
        ccurl_set_dead_path_detection(library.api, easy)
        ccurl_set_quick_end(library.api, easy)
        // An empty text also keeps libcurl from looking at the environment itself.
        set(CURLOPT_PROXY, settings.proxy?.secret ?? "")
        set(CURLOPT_NOPROXY, "")
        if settings.proxy != nil { set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1) }
        if let target = request.connectTo {
            connectTo = ccurl_slist_append(library.api, nil, target)
            note(ccurl_set_list(library.api, easy, CURLOPT_CONNECT_TO, connectTo))
        }
    }

    private func setTrust(_ request: CurlRequest) {
        // What the system's OpenSSL would still speak is not ours to know.
        set(CURLOPT_SSLVERSION, Int(ccurl_tls_1_2))
        if request.settings.proxy != nil { set(CURLOPT_PROXY_SSLVERSION, Int(ccurl_tls_1_2)) }
        if request.settings.isInsecure {
            set(CURLOPT_SSL_VERIFYPEER, 0)
            set(CURLOPT_SSL_VERIFYHOST, 0)
        } else if let authority = request.settings.certificateAuthority {
            set(CURLOPT_CAINFO_BLOB, blob: authority, orFile: CURLOPT_CAINFO)
            // Else the directory of the system's authorities would be trusted as well; who knows no such directory
            // refuses this, and needs nothing.
            _ = ccurl_set_pointer(library.api, easy, CURLOPT_CAPATH, nil)
        }
        if let identity = request.identity {
            set(CURLOPT_SSLCERTTYPE, "PEM")
            set(CURLOPT_SSLCERT_BLOB, blob: identity.certificate, orFile: CURLOPT_SSLCERT)
            set(CURLOPT_SSLKEYTYPE, "PEM")
            set(CURLOPT_SSLKEY_BLOB, blob: identity.key.secret, orFile: CURLOPT_SSLKEY)
            // Without any, libcurl 7.88 takes the length of NULL when OpenSSL wants a passphrase for the key or the certificate.
            set(CURLOPT_KEYPASSWD, "")
        }
    }

    private func note(_ code: CURLcode) {
        if refusal == CURLE_OK { refusal = code }
    }

    private func set(_ option: CURLoption, _ value: Int) {
        note(ccurl_set_long(library.api, easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) {
        note(ccurl_set_string(library.api, easy, option, value))
    }

    private func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) {
        note(ccurl_set_pointer(library.api, easy, option, pointer))
    }

    /// Gives bytes or, to a libcurl that does not take these from memory, a file with them.
    ///
    /// Authorities are taken since 7.77, client certificates and keys since 7.71, and not with every TLS library; Red Hat
    /// Enterprise Linux 9 has 7.76.
    private func set(_ option: CURLoption, blob: [UInt8], orFile fileOption: CURLoption) {
        let code =
            library.takesBlobs
            ? ccurl_set_blob(library.api, easy, option, blob, blob.count) : CURLE_UNKNOWN_OPTION
        guard code == CURLE_UNKNOWN_OPTION || code == CURLE_NOT_BUILT_IN else { return note(code) }
        guard let path = library.files.path(of: blob) else { return note(code) }
        set(fileOption, path)
    }
}

extension Duration {
    /// Whole milliseconds, at least one.
    fileprivate var milliseconds: Int {
        max(1, Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000))
    }
}
