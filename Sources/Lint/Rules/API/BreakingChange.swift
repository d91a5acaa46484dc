// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let breakingChange = Rule(
        id: "breaking-change",
        severity: .error,
        family: .api,
        summary: "a contract breaks those who rely on it, and the version stays the same",
        rationale: """
            Callers are deployed at other times than the service, so both versions of a contract are in use at once. What callers \
            send has to be accepted as before, and what they receive has to hold what it held: removed operations and fields, new \
            required input, narrower types and values, and another status of success break them. For events the readers \
            count. New optional input and new output break nobody, and neither does a new value in an answer, because readers have to \
            expect one. The contracts are OpenAPI 3, AsyncAPI 2 and 3, protocol buffers and JSON Schema; compared is the file that the \
            same API or event of the same version named in the earlier version.
            """,
        examples: Examples(
            clean: [
                openAPI(
                    before: "get: { responses: { \"200\": { description: all } } }",
                    now:
                        "get: { parameters: [{ name: page, in: query }], responses: { \"200\": { description: all } } }"
                ),
                events(before: ["id", "total"], now: ["id", "total", "currency"]),
                event(version: "v2", now: ["id"], before: ["id", "total"]),
            ],
            flagged: [
                openAPI(
                    before: "get: { responses: { \"200\": { description: all } } }",
                    now: "post: { responses: { \"201\": { description: made } } }",
                    path: "⟪/carts⟫"
                ),
                openAPI(
                    before: "get: { responses: { \"200\": { description: all } } }",
                    now: "get: { parameters: [⟪{ name: page, in: query, required: true }⟫], "
                        + "responses: { \"200\": { description: all } } }"
                ),
                events(before: ["id", "total"], now: ["id"], title: "⟪\"type\"⟫"),
                proto(
                    before: "string id = 1;\n  int64 total = 2;",
                    now: "string id = 1;\n  ⟪double⟫ total = 2;"
                ),
            ]
        ),
        needs: [.files, .base],
        source: .check { context in
            guard let files = context.files, let base = context.base else { return [] }
            return apis(in: context, files, base) + events(in: context, files, base)
        }
    )

    // MARK: APIs

    private static func apis(in context: LintContext, _ files: ProjectFiles, _ base: BaseSystem)
        -> [Finding]
    {
        context.services.flatMap { service in
            service.provides.flatMap { api -> [Finding] in
                guard let version = api.version, let spec = api.spec,
                    let earlier = base.system.providers[api.reference], let earlierSpec = earlier.api.spec
                else { return [] }
                let pair = ContractPair(
                    old: base.system.services[earlier.service].folder.appendingPath(earlierSpec.value),
                    new: service.folder.appendingPath(spec.value)
                )
                return pair.changes(files, base, .received, context: "").map { change in
                    finding(
                        change,
                        title: "`\(api.reference)`",
                        version: .init(version.span, "still `\(version.value)`"),
                        readers: callers(of: api.reference, in: context),
                        help:
                            "offer it as `\(api.api.value)/v\(version.value.major + 1)` beside `\(api.reference)`, "
                            + "and remove the old one when nobody uses it",
                        service: service.name,
                        base
                    )
                }
            }
        }
    }

    private static func callers(of reference: String, in context: LintContext) -> String? {
        let names = context.system.calls.filter { $0.call.api.value.description == reference }
            .map { context.services[$0.caller].name }
        return names.isEmpty ? nil : "called by \(Figure.names(names))"
    }

    // MARK: Events

    private static func events(in context: LintContext, _ files: ProjectFiles, _ base: BaseSystem)
        -> [Finding]
    {
        context.services.flatMap { service in
            service.publishes.flatMap { publication -> [Finding] in
                let earlier = base.system.service(named: service.name)?.publishes.first {
                    $0.topic.value == publication.topic.value
                        && $0.version?.value == publication.version?.value
                }
                guard let earlier, let new = schema(of: publication, service, context.system),
                    let oldService = base.system.service(named: service.name),
                    let old = schema(of: earlier, oldService, base.system)
                else { return [] }
                let version = publication.version.map { " \($0.value)" } ?? ""
                let next = publication.version.map { "v\($0.value.major + 1)" } ?? "a new version"
                return ContractPair(old: old, new: new).changes(files, base, .received, context: "in events")
                    .map {
                        finding(
                            $0,
                            title: "`\(publication.topic.value)`\(version)",
                            version: .init(
                                (publication.version?.span ?? publication.topic.span),
                                "still the same version"
                            ),
                            readers: subscribers(of: publication.topic.value, in: context),
                            help: "publish it as \(next) beside this one, until nobody reads it any more",
                            service: service.name,
                            base
                        )
                    }
            }
        }
    }

    private static func schema(
        of publication: EventPublication,
        _ service: ServiceManifest,
        _ system: ServiceSystem
    ) -> String? {
        if let schema = publication.schema { return service.folder.appendingPath(schema.value) }
        let declared = system.topic(named: publication.topic.value)?.value.value.schema
        return declared.map { (system.manifest?.file.path.parentFolder ?? "").appendingPath($0.value) }
    }

    private static func subscribers(of topic: String, in context: LintContext) -> String? {
        let names = context.services.filter { $0.subscribes.contains { $0.topic.value == topic } }.map(\.name)
        return names.isEmpty ? nil : "read by \(Figure.names(names))"
    }

    private static func finding(
        _ change: ContractChange,
        title: String,
        version: Diagnostic.Label,
        readers: String?,
        help: String,
        service: String,
        _ base: BaseSystem
    ) -> Finding {
        let before = change.before.map { span in
            let line = span.file.line(span.start.line - 1)
            let text = String(decoding: line, as: UTF8.self).split(separator: " ").joined(separator: " ")
            return "\(base.name) has in line \(span.start.line) of \(span.file.path): `\(text)`"
        }
        return Finding(
            "\(title) \(change.text.split(separator: " ").joined(separator: " "))",
            at: change.span,
            change.label,
            secondary: [version],
            notes: [before, readers].compactMap(\.self),
            help: help,
            service: service,
            pointer: "/" + change.place
        )
    }
}

/// Two versions of a contract, by their paths.
private struct ContractPair {
    var old: String
    var new: String

    func changes(
        _ files: ProjectFiles,
        _ base: BaseSystem,
        _ direction: SchemaComparison.Direction,
        context: String
    ) -> [ContractChange] {
        guard let now = files.read(new), let before = base.files.read(old) else { return [] }
        guard now.bytes != before.bytes || Self.mentionsOtherFiles(now) else { return [] }
        guard let earlier = base.files.contract(at: old), let later = files.contract(at: new) else {
            return []
        }
        return earlier.changes(to: later, direction, context: context)
    }

    /// Whether a contract may change although its own text does not.
    private static func mentionsOtherFiles(_ file: SourceFile) -> Bool {
        let text = String(decoding: file.bytes, as: UTF8.self)
        return text.contains("$ref") && [".yaml", ".yml", ".json"].contains(where: text.contains)
    }
}

// MARK: Examples

extension Rule {
    private static func openAPI(before: String, now: String, path: String = "/carts") -> String {
        func contract(_ path: String, _ operations: String) -> String {
            "openapi: 3.1.0\ninfo: { title: cart, version: 1.0.0 }\npaths:\n  \(path):\n    \(operations)\n"
        }
        return Examples.repository(
            (
                "msctl.yaml",
                Examples.service(
                    "cart",
                    "provides:\n  - { api: cart, version: v1, http: 8080, spec: cart.yaml }"
                )
            ),
            ("before: cart.yaml", contract("/carts", before)),
            ("now: cart.yaml", contract(path, now))
        )
    }

    private static func schema(_ fields: [String], _ title: String = "\"type\"") -> String {
        let properties = fields.map { "\"\($0)\": { \"type\": \"string\" }" }.joined(separator: ", ")
        return "{\n  \(title): \"object\",\n  \"properties\": { \(properties) }\n}\n"
    }

    private static func publisher(_ version: String) -> String {
        Examples.service(
            "orders",
            "events:\n  publishes:\n    - { topic: placed, version: \(version), schema: placed.json, outbox: true }"
        )
    }

    private static func events(before: [String], now: [String], title: String = "\"type\"") -> String {
        Examples.repository(
            ("msctl.yaml", publisher("v1")),
            ("before: placed.json", schema(before)),
            ("now: placed.json", schema(now, title))
        )
    }

    private static func event(version: String, now: [String], before: [String]) -> String {
        Examples.repository(
            ("now: msctl.yaml", publisher(version)),
            ("before: msctl.yaml", publisher("v1")),
            ("before: placed.json", schema(before)),
            ("now: placed.json", schema(now))
        )
    }

    private static func proto(before: String, now: String) -> String {
        func file(_ fields: String) -> String {
            "syntax = \"proto3\";\nmessage Cart {\n  \(fields)\n}\n"
        }
        return Examples.repository(
            (
                "msctl.yaml",
                Examples.service(
                    "cart",
                    "provides:\n  - { api: cart, version: v1, grpc: 9090, spec: cart.proto }"
                )
            ),
            ("before: cart.proto", file(before)),
            ("now: cart.proto", file(now))
        )
    }
}
