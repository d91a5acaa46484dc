// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// A port, or a port and a path: what stands after `http:`, `grpc:` or `tcp:`.
private struct Endpoint: ManifestPart {
    var port: Located<Int>
    var path: Located<String>?

    static func read(_ fields: inout FieldReader) -> Endpoint? {
        let port = fields.required("port", .port, "the port of the container")
        let path = fields.optional("path", .absolutePath, "the path that its operations start with")
        return port.map { Endpoint(port: $0, path: path) }
    }

    static var format: FieldFormat<Endpoint> {
        let short = FieldFormat<Int>.port.located { value, _ in
            Endpoint(port: value, path: nil)
        }
        return FieldFormat.part(Endpoint.self).orShort(short)
    }
}

extension ProvidedAPI {
    /// Reads an entry of `provides`; the name of the API is the service's own unless written.
    static func format(service: Located<DNSLabel>?) -> FieldFormat<ProvidedAPI> {
        FieldFormat<ProvidedAPI>.mapping { read(&$0, service: service) }
    }

    private static func read(_ fields: inout FieldReader, service: Located<DNSLabel>?) -> ProvidedAPI? {
        let api = fields.optional("api", .name, "the name of the API; the service's own by default")
        let version = fields.optional("version", .apiVersion, "the major version")
        let endpoint = readEndpoint(&fields)
        let contract = fields.optional("spec", .path, "the contract: an OpenAPI, proto or AsyncAPI file")
        let visibility: Located<Visibility>? = fields.optional(
            "visibility",
            .choice("a visibility"),
            "who may call it; `system` by default"
        )
        let auth = fields.optional("auth", .authentication, "how callers prove who they are")
        let rateLimit = fields.optional("rateLimit", .rate, "how often one caller may call")
        let key = fields.optional(
            "idempotencyKey",
            .text("a header"),
            "the header that makes unsafe calls repeatable"
        )
        let versioning = fields.optional(
            "versioning",
            .text("a header", "Api-Version"),
            "the header that chooses the version, when the path does not"
        )
        let deprecated = fields.optional("deprecated", .part(Deprecation.self), "that and when it goes away")
        // A name that cannot be read is not the service's own.
        guard let endpoint, api != nil || fields.keySpan("api") == nil, let name = api ?? service?.map(\.text)
        else { return nil }
        return ProvidedAPI(
            span: fields.span,
            pointer: fields.pointer,
            api: name,
            version: version,
            wireProtocol: endpoint.wire,
            port: endpoint.endpoint.port,
            path: endpoint.endpoint.path,
            spec: contract,
            visibility: visibility,
            auth: auth,
            rateLimit: rateLimit,
            idempotencyKey: key,
            versioning: versioning,
            deprecated: deprecated
        )
    }

    private static func readEndpoint(
        _ fields: inout FieldReader
    ) -> (wire: Located<WireProtocol>, endpoint: Endpoint)? {
        var found: (wire: Located<WireProtocol>, endpoint: Endpoint)?
        var written: WireProtocol?
        for wire in WireProtocol.allCases {
            let endpoint = fields.optional(
                wire.rawValue,
                Endpoint.format,
                "the port when it speaks \(wire.rawValue)"
            )
            guard let key = fields.keySpan(wire.rawValue) else { continue }
            if let written {
                fields.report(
                    .conflictingFields(
                        "`\(written.rawValue)` and `\(wire.rawValue)` exclude each other",
                        at: key,
                        reason: "an API speaks one protocol"
                    ),
                    wire.rawValue
                )
                continue
            }
            written = wire
            if let endpoint { found = (Located(wire, at: key), endpoint.value) }
        }
        if written == nil { fields.reportMissing("http", "`grpc:` or `tcp:`, and the port of the container") }
        return found
    }
}

extension Authentication: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Authentication? {
        let method: Located<AuthenticationMethod>? = fields.required(
            "method",
            .choice("a way to authenticate"),
            "the way to authenticate"
        )
        let reason = fields.optional("reason", .text(), "why none is needed")
        let issuer = fields.optional(
            "issuer",
            .text("an issuer"),
            "who issues the tokens; for people and other tools, msctl does not act on it"
        )
        return method.map { Authentication(method: $0, reason: reason, issuer: issuer) }
    }
}

extension FieldFormat where Value == Authentication {
    static var authentication: FieldFormat {
        let method = FieldFormat<AuthenticationMethod>.choice("a way to authenticate")
        let short = method.located { value, _ in
            Authentication(method: value, reason: nil, issuer: nil)
        }
        return FieldFormat.part(Authentication.self).orShort(short)
    }
}

extension Deprecation: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Deprecation? {
        Deprecation(
            since: fields.optional("since", .date, "since when it is discouraged"),
            sunset: fields.optional("sunset", .date, "when it stops"),
            use: fields.optional("use", .apiReference, "what to use instead")
        )
    }
}
