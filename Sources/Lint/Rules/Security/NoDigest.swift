// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noDigest = Rule(
        id: "no-digest",
        severity: .warning,
        family: .security,
        status: .optIn,
        summary: "an image that is made elsewhere runs in production without a digest",
        rationale: """
            A tag can be moved to another image; a digest cannot. Then the same manifest runs other code than it did yesterday, without \
            a commit or a review. Images with `build` get the tag of their version, which nobody moves, and are left alone. Digests have \
            to be kept up to date by a tool, which not every team has, so the rule runs only when asked for.
            """,
        examples: Examples(
            clean: [
                Examples.documents(
                    Examples.service(
                        "cart",
                        "image: ghcr.io/acme/cart:1.2.3@sha256:\(String(repeating: "0f", count: 32))"
                    ),
                    production
                ),
                Examples.documents(
                    Examples.service("cart", "image: ghcr.io/acme/cart:1.2.3"),
                    Examples.environment("dev", "class: development")
                ),
                Examples.documents(Examples.provider("cart"), production),
            ],
            flagged: [
                Examples.documents(Examples.service("cart", "image: ⟪ghcr.io/acme/cart:1.2.3⟫"), production),
                Examples.documents(
                    Examples.provider(
                        "cart",
                        "run:\n  sidecars:\n    - { name: proxy, image: ⟪envoyproxy/envoy:v1.34.0⟫ }"
                    ),
                    production
                ),
            ]
        ),
        evidence: [.own(.build), .environment(.class)],
        source: .check { context in
            guard let environment = context.productionEnvironments.first else { return [] }
            return context.services.flatMap { service -> [Finding] in
                let images =
                    [service.image].compactMap(\.self) + (service.run?.value.sidecars.map(\.image) ?? [])
                return images.filter { $0.value.digest == nil }.map { image in
                    Finding(
                        "`\(service.name)` runs `\(image.value)` in `\(environment.name)`, whatever that will be",
                        at: image.span,
                        "a tag, and no digest",
                        secondary: environment.environmentClass.map { [.init($0.span, "for users")] } ?? [],
                        help: "append the digest: `\(image.value)@sha256:<digest>`",
                        service: service.name
                    )
                }
            }
        }
    )

    private static let production = Examples.environment("prod", "class: production")
}
