// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let foreignRead = Rule(
        id: "foreign-read",
        severity: .warning,
        family: .data,
        summary: "a service holds the address of a database that belongs to another service",
        rationale: """
            Whoever reads the tables of another service relies on what that service never promised. Its next migration breaks the \
            reader, and nobody sees the connection in any contract. Looked for are database addresses in variables, arguments and \
            commands whose engine and database are those of another service's store. Where an Environment says on which host the store \
            is, the host has to be the same, and the finding is an error; elsewhere a host with the name of the service itself is its \
            own. A replica that the owner offers has a name of its own.
            """,
        examples: Examples(
            clean: [
                pair("postgres://db.example/billing"), pair("https://db.example/orders"),
                pair("postgres://db.example/orders_replica"), pair("mysql://db.example/orders"),
                Examples.documents(pair("postgres://legacy.example/orders"), provisioned),
                pair("postgres://billing-db.internal/orders"),
            ],
            flagged: [
                pair("⟪postgres://db.example:5432/orders⟫"),
                pair("⟪jdbc:mysql://db.example/orders?useSSL=true⟫", engine: "mysql"),
                pair("⟪r2dbc:postgresql://db.example/orders⟫"), pair("⟪POSTGRES://db.example/orders/⟫"),
                pair("⟪postgresql+asyncpg://db.example/orders⟫"),
                pair("[⟪'--dsn=postgres://db.example/orders'⟫]", in: "args: "),
                pair("[sh, -c, ⟪'psql postgres://db.example/orders'⟫]", in: "command: "),
                Examples.documents(pair("⟪postgres://reader@db.example/orders⟫"), provisioned),
            ]
        ),
        evidence: [.own(.storeEngine, .storeName), .environment(.provision)],
        source: .check { context in
            var owners: [String: [Int]] = [:]
            for (index, service) in context.services.enumerated() {
                for store in service.data { owners[store.name.value, default: []].append(index) }
            }
            return context.services.indices.flatMap { index -> [Finding] in
                let service = context.services[index]
                let run = service.run?.value
                let texts = (run?.env.map(\.value) ?? []) + (run?.command ?? []) + (run?.args ?? [])
                return texts.flatMap { text in
                    DatabaseAddress.all(in: text.value).compactMap { address -> Finding? in
                        guard let found = owners[address.database], !found.contains(index) else { return nil }
                        return found.lazy.compactMap { owner in
                            finding(
                                about: text,
                                address,
                                of: context.services[owner],
                                by: service,
                                in: context
                            )
                        }.first
                    }
                }
            }
        }
    )

    private static let provisioned = Examples.environment(
        "prod",
        "class: production\nprovision:\n  postgres: { via: external, host: db.example }"
    )

    private static func pair(_ address: String, engine: String = "postgres", in field: String? = nil)
        -> String
    {
        Examples.documents(
            Examples.service("orders", "data:\n  - { name: orders, engine: \(engine) }"),
            Examples.service(
                "billing",
                "run:\n  " + (field.map { $0 + address } ?? "env: { SOURCE: \(address) }")
            )
        )
    }

    private static func finding(
        about text: Located<String>,
        _ address: DatabaseAddress,
        of owner: ServiceManifest,
        by service: ServiceManifest,
        in context: LintContext
    ) -> Finding? {
        let store = owner.data.first {
            $0.name.value == address.database && address.isOf(engine: $0.engine.value)
        }
        guard let store else { return nil }
        let hosts = context.environments.compactMap { environment in
            environment.provisioner(for: store.engine.value)?.value.value.host?.value
                .replacing("{service}", with: owner.name).replacing("{name}", with: store.name.value)
        }
        guard hosts.isEmpty ? !address.isOnHost(of: service.name) : hosts.contains(address.host) else {
            return nil
        }
        var finding = Finding(
            "`\(service.name)` connects to the database `\(address.database)` of `\(owner.name)`",
            at: text.span,
            "not its own",
            severity: hosts.isEmpty ? .warning : .error,
            secondary: [.init(store.name.span, "belongs to `\(owner.name)`")],
            help: "call an API of `\(owner.name)`, or keep a copy that its events bring up to date",
            service: service.name
        )
        // An address may hold a password.
        if text.value.contains("@") { finding.redacted = [text.span] }
        return finding
    }
}

/// The parts of an address such as `postgres://user@host:5432/orders?sslmode=require`.
private struct DatabaseAddress {
    let scheme: String
    let host: String
    let database: String

    /// How engines are called in addresses, and what their names in manifests begin with.
    private static let engines: [String: [String]] = [
        "postgres": ["postgres", "timescale", "cockroach"],
        "postgresql": ["postgres", "timescale", "cockroach"],
        "cockroachdb": ["cockroach"],
        "mysql": ["mysql", "mariadb"],
        "mariadb": ["mysql", "mariadb"],
        "mongodb": ["mongo"],
        "mongodb+srv": ["mongo"],
        "sqlserver": ["sqlserver", "mssql"],
    ]

    /// The addresses in a text, which may hold more: `jdbc:` before one, `--dsn=`, a whole command.
    static func all(in text: String) -> [DatabaseAddress] {
        text.ranges(of: "://").compactMap { DatabaseAddress(text, mark: $0) }
    }

    private init?(_ text: String, mark: Range<String.Index>) {
        let before = text[..<mark.lowerBound].reversed().prefix {
            $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0))
        }
        let written = String(before.reversed()).lowercased()
        // What follows the sign is the driver of a library: `postgresql+asyncpg`.
        scheme = Self.engines[written] == nil ? String(written.prefix { $0 != "+" }) : written
        let after = text[mark.upperBound...]
        let authority = after.prefix { !$0.isWhitespace && !"/'\"`".contains($0) }
        // Who connects may be written with signs that end an address elsewhere: `$(USER):p&w@`.
        let address = authority.lastIndex(of: "@").map { after[$0...].dropFirst() } ?? after
        var open = 0
        let rest = address.prefix { character in
            if character == "(" { open += 1 }
            if character == ")" { open -= 1 }
            return open >= 0 && !character.isWhitespace && !"?#;'\"`|&<>".contains(character)
        }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        let path = parts.dropFirst().filter { !$0.isEmpty }
        guard Self.engines[scheme] != nil, path.count == 1, let name = path.first else { return nil }
        host = String(parts[0].prefix { $0 != ":" })
        database = String(name)
    }

    func isOf(engine: String) -> Bool {
        let engine = engine.lowercased()
        return Self.engines[scheme]?.contains(where: engine.hasPrefix) ?? false
    }

    /// Whether a part of the host is the name of a service, or has it at an end: `orders-db.internal`.
    func isOnHost(of service: String) -> Bool {
        host.split(separator: ".").contains {
            $0 == service || $0.hasPrefix(service + "-") || $0.hasSuffix("-" + service)
        }
    }
}
