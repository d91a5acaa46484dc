// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Route: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Route? {
        let path = fields.required("path", .routePath, "the path prefix")
        let to = fields.required("to", .apiReference, "the API that answers, such as `catalog/v1`")
        let timeout = fields.optional("timeout", .period, "how long one try may take")
        let retries = fields.optional("retries", .retries, "what happens after a try without an answer")
        let peak = fields.optional("peak", .rate, "the highest expected traffic")
        let methods: [Located<HTTPMethod>] = fields.list(
            "methods",
            of: .choice("an HTTP method"),
            "the methods accepted; all by default"
        )
        let strangler = fields.optional(
            "strangler",
            .part(Strangler.self),
            "how traffic moves from an old system to the new service"
        )
        guard let path, let to else { return nil }
        return Route(
            span: fields.span,
            pointer: fields.pointer,
            path: path,
            to: to,
            timeout: timeout,
            retries: retries,
            peak: peak,
            methods: methods,
            strangler: strangler
        )
    }
}

extension Strangler: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Strangler? {
        let legacy = fields.required("legacy", .name, "the old system: an entry of the System's `external`")
        let weight = fields.required(
            "weight",
            .integer(0...100),
            "the share of traffic on the new service, in percent"
        )
        let pin = fields.optional("pin", .part(Pin.self), "which callers always get the new service")
        let until = fields.optional("until", .date, "when the move must be finished")
        guard let legacy, let weight else { return nil }
        return Strangler(legacy: legacy, weight: weight, pin: pin, until: until)
    }
}

extension Strangler.Pin: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Strangler.Pin? {
        Strangler.Pin(
            header: fields.optional("header", .text("a header"), "those who send this header"),
            cookie: fields.optional("cookie", .text("a cookie"), "those who hold this cookie")
        )
    }
}

extension Exposure: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Exposure? {
        Exposure(
            host: fields.optional("host", .host, "the host name"),
            tls: fields.optional("tls", .boolean, "whether only TLS is served"),
            paths: fields.list("paths", of: .routePath, "the path prefixes; all by default"),
            bypass: fields.optional("bypass", .text("a reason"), "why it does not go through the gateway")
        )
    }
}
