// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

extension Rule {
    static let untaggedBase = dockerfile(
        id: "untagged-base",
        code: "DL3006",
        severity: .warning,
        summary: "a stage builds upon an image without a tag",
        rationale:
            "Without a tag the image is `latest`, which is another one tomorrow: the same sources then build something else.",
        examples: Examples(
            clean: [
                "FROM debian:12.7\n", "FROM scratch\n", "ARG BASE=debian:12\nFROM ${BASE}\n",
                "FROM debian:12 AS a\nFROM a\n",
            ],
            flagged: ["FROM ⟪debian⟫\n"]
        )
    ) { context in
        context.externalStages.filter {
            !$0.image.text.contains("@") && MutableImage.tag(of: $0.image.text) == nil
        }.map {
            Finding(
                "the image `\($0.image.text)` has no tag",
                at: $0.image.span,
                "means `latest`",
                help: "name a version, such as `\($0.image.text):1.4`"
            )
        }
    }

    static let latestBase = dockerfile(
        id: "latest-base",
        code: "DL3007",
        severity: .warning,
        summary: "a stage builds upon the image that is `latest`",
        rationale:
            "`latest` is another image tomorrow: the same sources then build something else, and nobody knows what was built.",
        examples: Examples(
            clean: ["FROM debian:12.7\n"],
            flagged: ["FROM ⟪debian:latest⟫\n"]
        )
    ) { context in
        context.externalStages.filter {
            !$0.image.text.contains("@") && MutableImage.tag(of: $0.image.text) == "latest"
        }.map {
            Finding(
                "the image `\($0.image.text)` can be another one tomorrow",
                at: $0.image.span,
                "moves",
                help: "name a version"
            )
        }
    }

    static let fixedPlatform = dockerfile(
        id: "fixed-platform",
        code: "DL3029",
        severity: .warning,
        summary: "a stage is tied to one platform",
        rationale: """
            With a fixed `--platform` the image cannot be built for another one, and an emulated build is slow. `$BUILDPLATFORM` and \
            `$TARGETPLATFORM` are fine: the builder sets them.
            """,
        examples: Examples(
            clean: ["FROM --platform=$BUILDPLATFORM golang:1.26\n", "FROM debian:12\n"],
            flagged: ["FROM ⟪--platform=linux/amd64⟫ debian:12\n"]
        )
    ) { context in
        context.stages.compactMap { stage in
            guard let flag = stage.from.flag("platform"), let value = flag.value,
                !["BUILDPLATFORM", "TARGETPLATFORM"].contains(where: value.contains)
            else { return nil }
            return Finding(
                "the stage can be built for `\(value)` only",
                at: flag.span,
                "fixed",
                help: "leave it out, or write `--platform=$BUILDPLATFORM` and compile for `$TARGETARCH`"
            )
        }
    }

    static let duplicateStage = dockerfile(
        id: "duplicate-stage",
        code: "DL3024",
        severity: .error,
        summary: "two stages have the same name",
        rationale:
            "`COPY --from` and `--target` then mean one of them, and not the one that a reader expects.",
        examples: Examples(
            clean: ["FROM debian:12 AS build\nFROM debian:12 AS run\n"],
            flagged: ["FROM debian:12 AS build\nFROM debian:12 AS ⟪build⟫\n"]
        )
    ) { context in
        context.stages.compactMap { stage in
            guard let name = stage.name, let span = stage.nameSpan,
                let first = context.stages.prefix(stage.number).first(where: { $0.name == name })
            else { return nil }
            var finding = Finding(
                "two stages are called `\(name)`",
                at: span,
                "taken",
                help: "give it another name"
            )
            finding.secondary = first.nameSpan.map { [.init($0, "the first one")] } ?? []
            return finding
        }
    }

    static let endOfLife = dockerfile(
        id: "end-of-life",
        severity: .warning,
        summary: "a stage builds upon a release that nobody repairs any more",
        rationale: """
            After its last day a release gets no security fixes, so every hole that is found later stays open in the image. The \
            days are those that the projects announce.
            """,
        examples: Examples(
            clean: ["FROM python:3.13-slim\n", "FROM internal.example/app:3.8\n"],
            flagged: ["FROM ⟪python:3.8-slim⟫\n", "FROM ⟪debian:buster⟫\n"]
        )
    ) { context in
        context.externalStages.compactMap { stage in
            guard let release = ImageLifetime.of(stage.image.text), release.end < context.today else {
                return nil
            }
            return Finding(
                "\(release.name) gets no security fixes since \(release.end)",
                at: stage.image.span,
                "out of support",
                help: "build upon a release that is supported"
            )
        }
    }
}

/// Stages that build upon images of registries that the System does not allow.
enum BaseRegistries {
    static func findings(in context: DockerfileContext) -> [Finding] {
        guard let first = context.registries.first else { return [] }
        return context.externalStages.compactMap { stage in
            let name = stage.image.text
            let host = name.split(separator: "/").first.map(String.init) ?? ""
            let hasHost =
                name.contains("/") && (host.contains(".") || host.contains(":") || host == "localhost")
            let place = hasHost ? name : "docker.io/" + (name.contains("/") ? name : "library/" + name)
            guard !context.registries.contains(where: { place.hasPrefix($0.value + "/") }) else { return nil }
            return Finding(
                "a stage builds upon an image of `\(hasHost ? host : "docker.io")`",
                at: stage.image.span,
                "not allowed",
                secondary: [
                    .init(first.span, "allowed: \(context.registries.map(\.value).joined(separator: ", "))")
                ],
                notes: ["DL3026 of hadolint"],
                help: "copy the image to an allowed registry, and name it there"
            )
        }
    }
}

extension DockerfileContext {
    /// Stages that build upon images whose names are known.
    fileprivate var externalStages: [DockerfileStage] {
        stages.filter { stage in
            !stage.image.hasVariable && !stage.image.text.isEmpty
                && stage.image.text.lowercased() != "scratch"
                && self.stage(stage.image.text, before: stage.number) == nil
        }
    }
}
