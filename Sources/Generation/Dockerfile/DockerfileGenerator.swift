// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Writes a Dockerfile and its ignore file for a service: same project, same bytes.
package enum DockerfileGenerator {
    /// Generated files and what they are founded on.
    package struct Output: Sendable, Hashable {
        /// What was found out about the project.
        package var detection: Detection
        /// The files to write into the build context.
        package var files: [GeneratedFile]
        /// Base images without a digest, which therefore can change between builds.
        package var unpinnedImages: [String]
    }

    /// A file to write; the caller decides whether it does.
    package struct GeneratedFile: Sendable, Hashable {
        /// The name inside the build context.
        package var name: String
        /// The whole text.
        package var text: String
    }

    /// What a folder is written in, without generating anything.
    ///
    /// - Throws: ``GenerationFailure`` with the reason and the cure.
    package static func detect(
        _ tree: some ProjectTree,
        hints: BuildHints = BuildHints()
    ) throws(GenerationFailure) -> Detection {
        try recipe(for: tree, hints: hints).detection
    }

    /// The Dockerfile of a service.
    ///
    /// A file that msctl did not write, or that was edited since, keeps its name: the new one is called `Dockerfile.msctl`.
    /// - Throws: ``GenerationFailure`` with the reason and the cure.
    package static func generate(
        _ request: DockerfileRequest,
        tree: some ProjectTree
    ) throws(GenerationFailure) -> Output {
        let recipe = try recipe(for: tree, hints: request.hints)
        let dockerfile = complete(recipe, request)
        let name = fileName("Dockerfile", among: request.existing) ?? "Dockerfile.msctl"
        let ignoreName = name == "Dockerfile" ? fileName(".dockerignore", among: request.existing) : nil
        let files = [
            GeneratedFile(
                name: name,
                text: stamp(
                    DockerfileRenderer.text(of: dockerfile),
                    directive: "# syntax=docker/dockerfile:1",
                    request
                )
            ),
            // BuildKit prefers `<dockerfile>.dockerignore` to `.dockerignore`.
            GeneratedFile(
                name: ignoreName ?? "\(name).dockerignore",
                text: stamp(DockerIgnore.text(for: recipe.context), directive: nil, request)
            ),
        ]
        let names = Set(dockerfile.stages.compactMap(\.name))
        let unpinned = dockerfile.stages.map(\.image).filter {
            $0.digest == nil && !names.contains($0.tagged)
        }
        return Output(
            detection: recipe.detection,
            files: files,
            unpinnedImages: unique(unpinned.map(\.tagged))
        )
    }

    private static func recipe(
        for tree: some ProjectTree,
        hints: BuildHints
    ) throws(GenerationFailure) -> any Recipe {
        let candidate = try RuntimeDetector.detect(tree, hint: hints.runtime)
        guard let type = RecipeTable.recipe(for: candidate.runtime) else { throw noRecipe(candidate) }
        return try type.init(tree, hints: hints, source: candidate.source)
    }

    private static func noRecipe(_ candidate: RuntimeDetector.Candidate) -> GenerationFailure {
        if candidate.runtime == .custom {
            return GenerationFailure(
                .noRecipe,
                "cannot decide what to build: the folder has a Dockerfile, and nothing else says what it is written in",
                help: "set `build.dockerfile: Dockerfile` to build with it"
            )
        }
        let known = Runtime.withRecipe.map(\.title).joined(separator: ", ")
        return GenerationFailure(
            .noRecipe,
            "cannot write a Dockerfile for \(candidate.runtime.title), found by \(candidate.source)",
            evidence: ["msctl has recipes for \(known)"],
            help: "write a Dockerfile and set `build.dockerfile` to its path"
        )
    }

    private static func fileName(_ name: String, among existing: [String: String]) -> String? {
        guard let text = existing[name] else { return name }
        return GeneratedHeader.state(of: text) == .intact ? name : nil
    }

    private static func stamp(_ body: String, directive: String?, _ request: DockerfileRequest) -> String {
        GeneratedHeader.stamp(
            body,
            directive: directive,
            service: request.service,
            version: request.msctlVersion
        )
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}

extension DockerfileGenerator {
    /// Adds to the final stage what every image ends with; labels come last because they change most often.
    private static func complete(_ recipe: any Recipe, _ request: DockerfileRequest) -> Dockerfile {
        var dockerfile = recipe.stages(request)
        guard var final = dockerfile.stages.popLast() else { return dockerfile }
        final.instructions += [
            .comment("a number, so that Kubernetes can verify runAsNonRoot; the files belong to root"),
            .user("65532:65532"),
            .expose(request.port),
            .comment("Kubernetes probes decide about health; the manifest declares them under `health`"),
            .healthCheckNone,
            .entryPoint(recipe.entryPoint(request)),
        ]
        final.instructions += labels(request, base: final.image)
        dockerfile.stages.append(final)
        return dockerfile
    }

    private static func labels(_ request: DockerfileRequest, base: BaseImageReference) -> [Instruction] {
        let prefix = "org.opencontainers.image."
        var labels: [Instruction.Variable] = [.init(prefix + "title", request.service)]
        if let text = request.description { labels.append(.init(prefix + "description", text)) }
        if let owner = request.owner { labels.append(.init(prefix + "vendor", owner)) }
        labels += [
            .init(prefix + "source", "$SOURCE", expands: true),
            .init(prefix + "revision", "$REVISION", expands: true),
            .init(prefix + "version", "$VERSION", expands: true),
            .init(prefix + "created", "$CREATED", expands: true),
            .init(prefix + "licenses", "$LICENSES", expands: true),
            .init(prefix + "base.name", base.tagged),
        ]
        if let digest = base.digest { labels.append(.init(prefix + "base.digest", digest)) }
        let arguments = ["SOURCE", "REVISION", "VERSION", "CREATED", "LICENSES"]
        return arguments.map { .argument(name: $0, value: "") } + [.label(labels)]
    }
}
