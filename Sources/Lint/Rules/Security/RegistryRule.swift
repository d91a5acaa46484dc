// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let registry = Rule(
        id: "registry",
        severity: .error,
        family: .security,
        summary: "an image comes from a registry that the System does not allow",
        rationale: """
            Where images may come from is decided once, under `standards.registries`: what is mirrored there was looked at, and \
            is still there when the other side removes it. An entry allows everything below it.
            """,
        examples: Examples(
            clean: [
                Examples.documents(allowed, Examples.service("cart", "image: ghcr.io/acme/cart:1.0.0")),
                Examples.service("cart", "image: docker.io/library/nginx:1.27"),
            ],
            flagged: [Examples.documents(allowed, Examples.service("cart", "image: ⟪nginx:1.27⟫"))]
        ),
        codes: ["DL3026"],
        evidence: [.system(.standards)],
        source: .check { context in
            let allowed = context.system.manifest?.standards?.value.registries ?? []
            guard let first = allowed.first else { return [] }
            return context.services.flatMap { service in
                ([service.image].compactMap(\.self) + (service.run?.value.sidecars.map(\.image) ?? []))
                    .compactMap {
                        image -> Finding? in
                        let place = "\(image.value.registry ?? "docker.io")/\(image.value.repository)"
                        guard !allowed.contains(where: { place.hasPrefix($0.value + "/") }) else {
                            return nil
                        }
                        return Finding(
                            "an image of `\(service.name)` comes from `\(image.value.registry ?? "docker.io")`",
                            at: image.span,
                            "not allowed",
                            secondary: [
                                .init(first.span, "allowed: \(allowed.map(\.value).joined(separator: ", "))")
                            ],
                            help: "copy the image to an allowed registry, and name it there",
                            service: service.name
                        )
                    }
            }
        },
        also: [.dockerfile(BaseRegistries.findings)]
    )

    private static let allowed = Examples.system("standards: { registries: [ghcr.io/acme] }")
}
