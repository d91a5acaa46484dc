// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let sharedNamespace = Rule(
        id: "shared-namespace",
        severity: .warning,
        family: .delivery,
        summary: "two Environments of one system are the same namespace of the same cluster",
        rationale: """
            What one Environment has put in place is the other one's too: objects have the same names, and revisions are counted \
            together. `msctl deploy` therefore refuses the second one until `--take-over` makes the services its own, and the next \
            deploy of the first is refused in the same way. Clusters are told apart by `fingerprint`, and by `context` where a \
            fingerprint is not given; Environments that leave both to the kubeconfig are not compared.
            """,
        examples: Examples(
            clean: [
                system("{ context: eu1, namespace: shop }", "{ context: eu1, namespace: shop-staging }"),
                system("{ context: eu1, namespace: shop }", "{ context: eu2, namespace: shop }"),
            ],
            flagged: [
                system("{ context: eu1, namespace: shop }", "{ context: eu1, namespace: ⟪shop⟫ }"),
                system("{ context: eu1, zones: 3 }", "{ context: ⟪eu1⟫ }"),
            ]
        ),
        evidence: [.environment(.cluster, .system)],
        source: .check { context in
            let looked = Set(context.environments.map(\.name))
            let places = context.manifests.environments.compactMap { Place($0, in: context) }
                .sorted { $0.name < $1.name }
            return places.indices.compactMap { index in
                let place = places[index]
                let other = places[..<index].first {
                    $0.isSame(as: place) && (looked.contains($0.name) || looked.contains(place.name))
                }
                return other.map { finding(about: place, beside: $0) }
            }
        }
    )

    private static func system(_ production: String, _ staging: String) -> String {
        Examples.documents(
            Examples.environment("prod", "class: production\ncluster: \(production)"),
            Examples.environment("staging", "class: staging\ncluster: \(staging)"),
            Examples.service("cart", "tier: low")
        )
    }

    private static func finding(about place: Place, beside other: Place) -> Finding {
        let own = place.namespace.map { "\($0)-\(place.name)" }.flatMap(DNSLabel.init)
        return Finding(
            "`\(other.name)` and `\(place.name)` are the same namespace of the same cluster",
            at: place.span,
            "where `\(other.name)` is, too",
            secondary: [.init(other.span, "where `\(other.name)` is")],
            notes: place.namespace.map { ["the namespace is `\($0)`"] } ?? [],
            help: "give `\(place.name)` a namespace of its own, such as "
                + "`cluster: { namespace: \(own?.text ?? "<namespace>") }`"
        )
    }
}

/// Where the objects of an Environment are, as far as its manifest says it.
private struct Place {
    let name: String
    let system: String?
    let context: String?
    let fingerprint: String?
    /// `nil` where that is the name of a system that no manifest names.
    let namespace: String?
    /// The text that says most about it.
    let span: SourceSpan

    /// `nil` where the manifest leaves the cluster to the kubeconfig.
    init?(_ environment: EnvironmentManifest, in lint: LintContext) {
        guard let cluster = environment.cluster?.value,
            let telling = cluster.context?.span ?? cluster.fingerprint?.span
        else { return nil }
        name = environment.name
        system = environment.system?.value.text
        context = cluster.context?.value
        fingerprint = cluster.fingerprint?.value
        namespace = cluster.namespace?.value.text ?? lint.manifests.systems.first?.name ?? system
        span = cluster.namespace?.span ?? telling
    }

    func isSame(as other: Place) -> Bool {
        // Two documents of one name are another mistake.
        guard name != other.name, namespace == other.namespace else { return false }
        if let system, let theirs = other.system, system != theirs { return false }
        if let fingerprint, let theirs = other.fingerprint { return fingerprint == theirs }
        return context != nil && context == other.context
    }
}
