// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let noDockerignore = Rule(
        id: "no-dockerignore",
        severity: .warning,
        family: .delivery,
        summary: "a service is built from a folder with a Dockerfile and no .dockerignore",
        rationale: """
            Everything in the folder is sent to the builder: the history of git, local build products, files with secrets. It is \
            slow, every change of any file spoils the cache, and `COPY . .` puts it all into the image.
            """,
        examples: Examples(
            clean: [Examples.service("cart", "image: ghcr.io/acme/cart:1.0.0")],
            flagged: [
                Examples.repository(
                    (
                        "cart/msctl.yaml",
                        Examples.service("cart", "role: worker").replacing("build: .", with: "build: ⟪.⟫")
                    ),
                    ("cart/Dockerfile", "FROM debian:12\n")
                )
            ]
        ),
        needs: [.files],
        source: .check { context in
            guard let files = context.files else { return [] }
            return context.services.compactMap { service in
                guard let build = service.build, let folder = service.buildContext else { return nil }
                let named = build.value.dockerfile.map { service.folder.appendingPath($0.value) }
                let dockerfile = named ?? folder.appendingPath("Dockerfile")
                guard files.kind(at: dockerfile) == .file,
                    files.kind(at: folder.appendingPath(".dockerignore")) != .file,
                    files.kind(at: dockerfile + ".dockerignore") != .file
                else { return nil }
                return Finding(
                    "everything beside `\(service.name)` is sent to the builder",
                    at: build.value.dockerfile?.span ?? build.span,
                    "no .dockerignore",
                    help:
                        "write `.dockerignore` into the build context; `msctl dockerfile --write` does so with the Dockerfile",
                    service: service.name
                )
            }
        }
    )
}
