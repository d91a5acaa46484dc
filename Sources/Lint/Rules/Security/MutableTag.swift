// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let mutableTag = Rule(
        id: "mutable-tag",
        severity: .error,
        family: .security,
        summary: "an image has no tag, or one that moves",
        rationale: """
            A tag such as `latest` or `main` names another image tomorrow. A restarted pod then runs code that nobody \
            deployed, replicas differ from each other, and a rollback to "the same" tag brings nothing back.
            """,
        examples: Examples(
            clean: [
                Examples.service("mail", "image: ghcr.io/acme/mail:1.27.0"),
                Examples.service(
                    "mail",
                    "image: ghcr.io/acme/mail@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                ),
            ],
            flagged: [
                Examples.deployment(image: "⟪ghcr.io/acme/web:latest⟫"),
                Examples.service("mail", "image: ⟪ghcr.io/acme/mail⟫"),
                Examples.service("mail", "image: ⟪ghcr.io/acme/mail:latest⟫"),
                Examples.service(
                    "mail",
                    "run:\n  sidecars:\n    - { name: proxy, image: \"⟪envoyproxy/envoy:main⟫\" }"
                ),
            ]
        ),
        evidence: [.environment(.class)],
        source: .check { context in
            context.services.flatMap { service in
                let images =
                    [service.image].compactMap(\.self) + (service.run?.value.sidecars.map(\.image) ?? [])
                return images.compactMap { finding(about: $0, of: service) }
            }
        },
        also: [.objects(MutableTags.findings)]
    )

    private static func finding(about image: Located<ImageReference>, of service: ServiceManifest)
        -> Finding?
    {
        guard image.value.digest == nil else { return nil }
        let span = image.unquoted
        guard let tag = image.value.tag else {
            return finding(at: span, of: service, "has no tag, which means `latest`", image.value)
        }
        guard MutableImage.branches.contains(tag.lowercased()) else { return nil }
        return finding(at: span, of: service, "has the tag `\(tag)`, which moves", image.value)
    }

    private static func finding(
        at span: SourceSpan,
        of service: ServiceManifest,
        _ what: String,
        _ image: ImageReference
    ) -> Finding {
        Finding(
            "the image of `\(service.name)` \(what)",
            at: span,
            "can be another image tomorrow",
            help: "name a version, such as `\(image.name):1.4.2`, or a digest",
            service: service.name
        )
    }
}

extension Located {
    /// The text of a scalar without its quotes.
    var unquoted: SourceSpan {
        let bytes = span.file.bytes
        let range = span.range
        guard range.count >= 2, range.upperBound <= bytes.count,
            let first = Optional(bytes[range.lowerBound]),
            first == UInt8(ascii: "\"") || first == UInt8(ascii: "'"), bytes[range.upperBound - 1] == first
        else { return span }
        return SourceSpan(file: span.file, range: range.lowerBound + 1..<range.upperBound - 1)
    }
}
