// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let tooManyStandards = Rule(
        id: "too-many-standards",
        severity: .info,
        family: .architecture,
        summary:
            "more than 3 runtimes, 4 engines or 2 protocols are in use, or one that the System does not allow",
        rationale: """
            Each runtime and each engine has to be patched, hired for and understood at night. Where the System lists what is \
            allowed under `standards`, anything else is an error; without a list, more than three runtimes, four engines or two \
            protocols are worth a thought.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.system("standards: { engines: [postgres, redis] }"),
                    Examples.service("cart", "data:\n  - { name: cart, engine: redis }")
                )
            ],
            flagged: [
                Examples.documents(
                    Examples.system("standards: { engines: [postgres] }"),
                    Examples.service("cart", "data:\n  - { name: cart, engine: ⟪mongodb⟫ }")
                ),
                Examples.service(
                    "cart",
                    "data:"
                        + ["mysql", "⟪etcd⟫", "postgres", "redis", "rabbitmq"].enumerated().map {
                            "\n  - { name: d\($0.offset), engine: \($0.element) }"
                        }.joined()
                ),
            ]
        ),
        evidence: [.everyone(.build, .data, .provides), .system(.standards)],
        source: .check { context in
            let standards = context.system.manifest?.standards?.value
            let used = StandardUse(context)
            return used.findings(
                .init(noun: "runtime", most: 3, key: "runtimes"),
                used.runtimes,
                standards?.runtimes ?? []
            )
                + used.findings(
                    .init(noun: "engine", most: 4, key: "engines"),
                    used.engines,
                    standards?.engines ?? []
                )
                + used.findings(
                    .init(noun: "protocol", most: 2, key: "protocols"),
                    used.protocols,
                    (standards?.protocols ?? []).map { $0.map(\.rawValue) }
                )
        }
    )
}

/// What services are written in, store data with, and speak.
private struct StandardUse {
    struct Kind {
        var noun: String
        var most: Int
        var key: String
    }

    struct Use {
        var value: Located<String>
        var service: String?
    }

    private(set) var runtimes: [Use] = []
    private(set) var engines: [Use] = []
    private(set) var protocols: [Use] = []

    init(_ context: LintContext) {
        for service in context.services {
            if let build = service.build {
                let written = build.value.runtime
                let detected = context.runtimes[service.name].map {
                    Located($0, at: build.value.context.span)
                }
                if let runtime = written ?? detected {
                    runtimes.append(Use(value: runtime, service: service.name))
                }
            }
            engines += service.data.map { Use(value: $0.engine, service: service.name) }
            protocols += service.provides.map { api in
                Use(value: api.wireProtocol.map(\.rawValue), service: service.name)
            }
        }
        engines += (context.system.manifest?.brokers ?? []).map {
            Use(value: $0.value.value.engine, service: nil)
        }
    }

    func findings(_ kind: Kind, _ uses: [Use], _ allowed: [Located<String>]) -> [Finding] {
        guard let first = allowed.first else { return tooMany(kind, uses) }
        let names = Set(allowed.map(\.value))
        return uses.filter { !names.contains($0.value.value) }.map { use in
            let owner = use.service.map { "`\($0)` uses" } ?? "the System uses"
            return Finding(
                "\(owner) the \(kind.noun) `\(use.value.value)`, which the System does not allow",
                at: use.value.span,
                "not among `standards.\(kind.key)`",
                severity: .error,
                secondary: [.init(first.span, "allowed: \(allowed.map(\.value).joined(separator: ", "))")],
                help: "use one that is allowed, or agree on it and add it to `standards.\(kind.key)`",
                service: use.service
            )
        }
    }

    /// Points at the one that is used least.
    private func tooMany(_ kind: Kind, _ uses: [Use]) -> [Finding] {
        let groups = Dictionary(grouping: uses, by: \.value.value)
        let ranked = groups.map { (name: $0.key, uses: $0.value) }.sorted {
            ($0.uses.count, $0.name) < ($1.uses.count, $1.name)
        }
        guard ranked.count > kind.most, let rarest = ranked.first, let use = rarest.uses.first else {
            return []
        }
        let counts = ranked.reversed().map { "\($0.name) \($0.uses.count)×" }
        return [
            Finding(
                "the system uses \(ranked.count) \(kind.noun)s",
                at: use.value.span,
                "used least",
                notes: ["in use: \(counts.joined(separator: ", "))"],
                help: "agree on fewer, and list them in the System under `standards.\(kind.key)`",
                service: use.service
            )
        ]
    }
}
