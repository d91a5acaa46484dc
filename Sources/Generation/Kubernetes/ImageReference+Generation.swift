// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension ServiceRendering {
    /// The image that the service runs, and the text that decides it.
    mutating func imageReference() -> (text: String, span: SourceSpan) {
        let manifest = facts.manifest
        if let image = manifest.image {
            if topology.environmentClass == .production, image.value.digest == nil,
                image.value.tag.map(Self.canMove) ?? true
            {
                let help = "name a version, or a digest such as `@sha256:…`"
                reportMovingTag(image.value.description, at: image.span, help: help)
            }
            return (image.value.description, image.span)
        }
        let registry = topology.environment?.registry.map { $0.value + "/" } ?? ""
        let span = manifest.build?.span ?? facts.nameSpan
        var text = "\(registry)\(topology.systemName)/\(name):\(options.tag ?? "latest")"
        if let digest = options.digests[name] {
            text += "@\(digest)"
        } else if topology.environmentClass == .production, Self.canMove(options.tag ?? "latest") {
            reportMovingTag(text, at: span, help: "pass `--tag` with a version or a commit")
        }
        return (text, span)
    }

    /// Whether a tag is known to be given to one image after another, or to name no commit.
    private static func canMove(_ tag: String) -> Bool {
        ["latest", "main", "master", "dev", "develop", "edge", "nightly", "stable"].contains(tag)
            || tag.hasSuffix("-dirty")
    }

    private mutating func reportMovingTag(_ image: String, at span: SourceSpan, help: String) {
        diagnostics.append(
            Diagnostic(
                id: "moving-tag",
                severity: .error,
                headline: "`\(image)` can be another image tomorrow",
                primary: .init(span),
                notes: ["a production Environment runs only what cannot change under it"],
                help: help,
                service: name
            )
        )
    }
}
