// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The time that a client gives a request: `?timeout=34s`.
struct RequestTimeout: Sendable {
    /// What a request takes at least: whoever allows less is told that time is up, and nothing is done.
    static let shortest = Duration.milliseconds(2)

    /// `nil` when the client sets no limit.
    let limit: Duration?

    init(_ request: APIRequest) throws(StatusFailure) {
        guard let text = request["timeout"], !request.flag("watch") else {
            limit = nil
            return
        }
        guard let duration = Self.duration(text) else {
            throw .badRequest(
                "invalid timeout specified in the request URL - time: invalid duration \"\(text)\""
            )
        }
        limit = duration
    }

    /// A limit that cannot be read counts as none: the request has been refused for it already.
    init(tolerant request: APIRequest) {
        limit = request["timeout"].flatMap { Self.duration($0) }
    }

    /// The refusal of a request that cannot be done in time.
    var expired: APIResponse? {
        guard let limit, limit < Self.shortest else { return nil }
        return Self.late
    }

    /// 504 as the timeout filter writes it: a Status without kind, as plain text.
    static let late: APIResponse = {
        let status: JSONValue = [
            "metadata": [:], "status": "Failure",
            "message": "Timeout: request did not complete within the allotted timeout", "reason": "Timeout",
            "details": [:], "code": 504,
        ]
        return .reply(
            .init(status: 504, contentType: "text/plain; charset=utf-8", body: status.bytes() + [10])
        )
    }()

    /// A duration as Go writes it: `1h30m`, `1.5s`, `100ms`.
    static func duration(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        guard !text.isEmpty else { return nil }
        var rest = text[...]
        var total = Duration.zero
        while !rest.isEmpty {
            let number = rest.prefix(while: isOfNumber)
            rest = rest.dropFirst(number.count)
            let name = rest.prefix { !isOfNumber($0) }
            rest = rest.dropFirst(name.count)
            guard number.first != ".", number.last != ".", let amount = Double(number),
                let unit = units[String(name)], amount * (unit / .seconds(1)) < longest
            else { return nil }
            total += unit * amount
        }
        return total / .seconds(1) < longest ? total : nil
    }

    /// What Go counts in 64 bits of nanoseconds, in seconds: 292 years.
    private static let longest: Double = 9_223_372_036

    private static func isOfNumber(_ character: Character) -> Bool {
        character == "." || ("0"..."9").contains(character)
    }

    private static let units: [String: Duration] = [
        "ns": .nanoseconds(1), "us": .microseconds(1), "µs": .microseconds(1), "ms": .milliseconds(1),
        "s": .seconds(1), "m": .seconds(60), "h": .seconds(3600),
    ]
}
