// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Node.js with npm: the program and its production dependencies on an image with node and no npm.
struct NodeRecipe: Recipe {
    private var project: NodeProject
    private var assets: [String]
    let detection: Detection

    init(_ tree: some ProjectTree, hints: BuildHints, source: String) throws(GenerationFailure) {
        project = try NodeProject(tree, hints: hints)
        assets = ["public", "views", "locales"].filter(tree.hasFolder)
        let version = VersionChoice.choose(
            .node,
            hints: hints,
            found: [
                (Self.major(tree.text(of: ".nvmrc")), ".nvmrc"),
                (Self.major(tree.text(of: ".node-version")), ".node-version"),
                (VersionChoice.within(project.engine, of: .node, parts: 1), "package.json"),
                SourceLines.toolVersion("nodejs", tree, parts: 1),
                SourceLines.toolVersion("node", tree, parts: 1),
            ]
        )
        detection = Detection(
            runtime: .node,
            runtimeSource: source,
            framework: project.framework,
            version: version.version,
            versionSource: version.source,
            entryPoint: project.start.joined(separator: " "),
            packageManager: "npm",
            notes: project.handlesTermination
                ? []
                : ["nothing reacts to SIGTERM, so `tini` is process 1 and a stop does not wait for the kill"]
        )
    }

    private static func major(_ text: String?) -> String? {
        SourceLines.firstWord(text).flatMap { SourceLines.version(in: $0, parts: 1) }
    }

    var context: ContextFilter {
        ContextFilter(except: [
            "**/node_modules", "dist", "build", ".next", "out", "**/*.tsbuildinfo", "test", "tests",
        ])
    }

    func stages(_ request: DockerfileRequest) -> Dockerfile {
        let images = BaseImages(digests: request.digests)
        var final: [Instruction] = [.workingDirectory("/app")]
        if !project.handlesTermination { final.append(TerminationInit.copy) }
        final += copies
        final.append(
            .environment([
                .init("NODE_ENV", "production"), .init("HOST", "0.0.0.0"), .init("HOSTNAME", "0.0.0.0"),
                .init("PORT", String(request.port)),
            ])
        )
        return Dockerfile(stages: [
            Stage(image: images.node(detection.version), name: "build", instructions: build(request)),
            Stage(image: images.distrolessNode(detection.version), instructions: final),
        ])
    }

    func entryPoint(_ request: DockerfileRequest) -> [String] {
        let maps =
            project.isBuilt && !project.start.contains("--enable-source-maps") ? ["--enable-source-maps"] : []
        let words = ["/nodejs/bin/node"] + maps + project.start
        return project.handlesTermination ? words : TerminationInit.prefix + words
    }

    private func build(_ request: DockerfileRequest) -> [Instruction] {
        let cache = Instruction.Mount.cache(target: "/root/.npm")
        var steps: [Instruction] = project.handlesTermination ? [] : [TerminationInit.install]
        steps.append(.workingDirectory("/app"))
        if project.hasDependencies {
            let files: [Instruction.Mount] = [.bind(file: "package.json"), .bind(file: "package-lock.json")]
            steps.append(.run(.init(mounts: [cache] + files, commands: ["npm ci --no-audit --no-fund"])))
        }
        steps += request.hints.arguments.map { .argument(name: $0.name, value: $0.value) }
        steps.append(.copy(.init(sources: ["."], destination: "./", link: false)))
        if project.isBuilt { steps.append(.run(.init(commands: ["npm run build"]))) }
        if project.hasDependencies, !project.isStandaloneNext {
            steps.append(
                .run(.init(mounts: [cache], commands: ["npm prune --omit=dev --no-audit --no-fund"]))
            )
        }
        return steps
    }

    /// What the final image is made of: with a build its results, without one the sources.
    private var copies: [Instruction] {
        func copy(_ source: String, _ destination: String) -> Instruction {
            .copy(.init(from: "build", sources: [source], destination: destination))
        }
        if project.isStandaloneNext {
            let statics = copy("/app/.next/static/", "/app/.next/static/")
            let shared = assets.contains("public") ? [copy("/app/public/", "/app/public/")] : []
            return [copy("/app/.next/standalone/", "/app/"), statics] + shared
        }
        guard project.isBuilt, let entry = project.start.last, let slash = entry.firstIndex(of: "/") else {
            return [copy("/app/", "/app/")]
        }
        let folder = entry[..<slash]
        var steps = [copy("/app/package.json", "/app/")]
        if project.hasProductionDependencies {
            steps.append(copy("/app/node_modules/", "/app/node_modules/"))
        }
        steps += assets.map { copy("/app/\($0)/", "/app/\($0)/") }
        return steps + [copy("/app/\(folder)/", "/app/\(folder)/")]
    }
}
